import { eq, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { output, prompt, version } from './schema.ts';
import { textList } from './text-list.ts';

/** An output as an application reports it; its texts are masked already. */
export type Reported = {
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
export type Located = { id: number; versionId: number; isNew: boolean };

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

type Name = Pick<Reported, 'promptId' | 'application' | 'reference'>;

/** Outputs by the names their applications gave them, in the same order; null for a name nobody has reported. */
export async function findOutputs(db: Db, names: readonly Name[]): Promise<(Omit<Located, 'isNew'> | null)[]> {
  const rows = await locate(db, {
    prompts: idList(names.map((one) => one.promptId)),
    applications: textList(names.map((one) => one.application)),
    references: textList(names.map((one) => one.reference)),
  });
  return rows.map((row) => (row.id === null ? null : { id: Number(row.id), versionId: row.version_id }));
}

const locate = keptSql<{ id: string | null; version_id: number }>(sql`
  select o.id, o.version_id
  from unnest(${sql.placeholder('prompts')}::int[], ${sql.placeholder('applications')}::text[],
    ${sql.placeholder('references')}::text[]) with ordinality as given(prompt_id, application, reference, ord)
  left join output o using (application, prompt_id, reference)
  order by ord`);

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
