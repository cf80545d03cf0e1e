import { eq, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { output, prompt, version } from './schema.ts';
import { textList } from './text-list.ts';

/** An output as an application reports it; its texts are masked already. */
type Reported = {
  promptId: number;
  versionId: number;
  application: string;
  /** The application's own name for it, unique among its outputs of this prompt. */
  reference: string;
  input: string | null;
  output: string | null;
  at: Date;
};

/** An output's number and the version it was reported under; `isNew` false when it was known before. */
type Located = { id: number; versionId: number; isNew: boolean };

/** Keeps outputs; what was reported before stays as it was. @returns one for each, in the same order */
export async function keepOutputs(db: Db, reported: readonly Reported[]): Promise<Located[]> {
  if (reported.length === 0) return [];
  const made = await insertOutputs(db, { rows: JSON.stringify(reported) });
  const fresh = new Set(made.map((row) => Number(row.id)));
  const located = await findOutputs(db, reported);
  // A reference that comes twice in a batch is new once.
  return located.map((one) => ({ ...one!, isNew: fresh.delete(one!.id) }));
}

// In one order: two batches that report the same never wait for each other in a circle.
const insertOutputs = keptSql<{ id: string }>(sql`
  insert into output (prompt_id, version_id, application, reference, input, output, at)
  select "promptId", "versionId", application, reference, input, output, at
  from jsonb_to_recordset(${sql.placeholder('rows')}::jsonb) as given("promptId" int, "versionId" int, application text,
    reference text, input text, output text, at timestamptz(3))
  order by application, "promptId", reference
  on conflict on constraint output_reference do nothing
  returning id`);

/** What tells outputs apart. */
export type Name = Pick<Reported, 'promptId' | 'application' | 'reference'>;

/** Outputs by the names their applications gave them, in the same order; null for a name nobody has reported. */
export async function findOutputs(db: Db, names: readonly Name[]): Promise<(Omit<Located, 'isNew'> | null)[]> {
  if (names.length === 0) return [];
  const [row] = await locate(db, {
    prompts: idList(names.map((one) => one.promptId)),
    applications: textList(names.map((one) => one.application)),
    references: textList(names.map((one) => one.reference)),
  });
  const versions = row!.versions.split(' ');
  return row!.ids.split(' ').map((id, i) => (id === '-' ? null : { id: Number(id), versionId: Number(versions[i]) }));
}

// Each is looked up by itself: with few outputs Postgres would read all of them, and remember to for as long as it has the
// plan. One row instead of a thousand: the driver reads it in no time.
const locate = keptSql<{ ids: string; versions: string }>(sql`
  select string_agg(coalesce(o.id::text, '-'), ' ' order by ord) as ids,
    string_agg(coalesce(o.version_id::text, '-'), ' ' order by ord) as versions
  from unnest(${sql.placeholder('prompts')}::int[], ${sql.placeholder('applications')}::text[],
    ${sql.placeholder('references')}::text[]) with ordinality as given(prompt_id, application, reference, ord)
  left join lateral (select id, version_id from output
    where (application, prompt_id, reference) = (given.application, given.prompt_id, given.reference) offset 0) as o on true`);

/** An output with where it comes from. Its texts are null when none were reported, or when their time has run out. */
export type Output = {
  id: number;
  prompt: string;
  promptId: number;
  version: number;
  versionId: number;
  application: string;
  reference: string;
  input: string | null;
  output: string | null;
  at: Date;
};

/** An output by its number; null when there is none. */
export async function getOutput(db: Db, id: number): Promise<Output | null> {
  const [row] = await db
    .select({
      id: output.id,
      prompt: prompt.slug,
      promptId: output.promptId,
      version: version.number,
      versionId: output.versionId,
      application: output.application,
      reference: output.reference,
      input: output.input,
      output: output.output,
      at: output.at,
    })
    .from(output)
    .innerJoin(prompt, eq(prompt.id, output.promptId))
    .innerJoin(version, eq(version.id, output.versionId))
    .where(eq(output.id, id));
  return row ?? null;
}
