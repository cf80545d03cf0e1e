import type { Content } from '../rules/content.ts';
import { and, asc, desc, eq, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { promptId } from './prompts.ts';
import { label, move, prompt, useCase, version } from './schema.ts';

/** Which version of a prompt is wanted. `fingerprint`: all 64 characters or the first ones, at least seven. */
export type Which = { label: string } | { version: number } | { fingerprint: string };

/** A ready answer: `body`, JSON of so many bytes. `label` is null when a version was asked for by itself. */
export type Reading = { promptId: number; label: string | null; body: string | Buffer; bytes: number; etag: string };

/** Why there is no answer, with what there is instead. */
export type Miss =
  | { miss: 'prompt' }
  | { miss: 'label'; labels: string[] }
  /** `newest`: the highest number there is, null when the prompt has no version yet. */
  | { miss: 'version'; newest: number | null }
  /** Its use case is paused or closed. `failureResponse`: what applications say instead; `until`: when it is meant to go on. */
  | {
      miss: 'stopped';
      state: 'paused' | 'closed';
      useCase: string;
      failureResponse: string | null;
      since: Date;
      until: Date | null;
    }
  /** Several versions begin with this fingerprint. */
  | { miss: 'ambiguous'; versions: number[] };

const LONG = 5_000;

/** Labels that are read while a use case is paused: without them nobody could mend it. What is closed is not mended. */
const WORKSHOP = ['dev', 'staging'];

const shown = {
  promptId: prompt.id,
  number: version.number,
  fingerprint: version.fingerprint,
  content: version.content,
  createdAt: version.createdAt,
  useCase: useCase.slug,
  state: useCase.state,
  failureResponse: useCase.failureResponse,
  since: useCase.stateSince,
  until: useCase.pausedUntil,
};

/** How to read one version of a prompt, all of it at one moment. */
export function readingLoader(db: Db): (slug: string, which: Which) => Promise<Reading | Miss> {
  // Put together once: a read that memory cannot answer waits for it.
  const held = db
    .select({ ...shown, moveId: move.id, releasedAt: move.at })
    .from(prompt)
    .innerJoin(useCase, eq(useCase.id, prompt.useCaseId))
    .innerJoin(label, and(eq(label.promptId, prompt.id), eq(label.name, sql.placeholder('name'))))
    .innerJoin(version, eq(version.id, label.versionId))
    .innerJoin(move, eq(move.id, label.moveId))
    .where(eq(prompt.slug, sql.placeholder('slug')))
    .prepare('reading_of_label');

  return async (slug, which) => {
    if (!('label' in which)) return versionOf(db, slug, which);
    const [row] = await held.execute({ slug, name: which.label });
    const mended = row?.state === 'paused' && WORKSHOP.includes(which.label);
    const stopped = row && !mended && stop(row);
    if (stopped) return stopped;
    if (row) return answer(slug, row, { name: which.label, moveId: row.moveId, at: row.releasedAt });
    const id = await promptId(db, slug);
    if (id === null) return { miss: 'prompt' };
    const labels = await db.select({ name: label.name }).from(label).where(eq(label.promptId, id)).orderBy(label.name);
    return { miss: 'label', labels: labels.map((one) => one.name) };
  };
}

async function versionOf(db: Db, slug: string, which: Exclude<Which, { label: string }>): Promise<Reading | Miss> {
  const wanted =
    'version' in which
      ? eq(version.number, which.version)
      : sql`starts_with(${version.fingerprint}, ${which.fingerprint})`;
  const rows = await db
    .select(shown)
    .from(version)
    .innerJoin(prompt, eq(prompt.id, version.promptId))
    .innerJoin(useCase, eq(useCase.id, prompt.useCaseId))
    .where(and(eq(prompt.slug, slug), wanted))
    .orderBy(asc(version.number))
    .limit(5);
  const [row, other] = rows;
  if (other) return { miss: 'ambiguous', versions: rows.map((one) => one.number) };
  if (row) return stop(row) ?? answer(slug, row, null);
  const id = await promptId(db, slug);
  if (id === null) return { miss: 'prompt' };
  const [newest] = await db
    .select({ number: version.number })
    .from(version)
    .where(eq(version.promptId, id))
    .orderBy(desc(version.number))
    .limit(1);
  return { miss: 'version', newest: newest?.number ?? null };
}

type State = {
  useCase: string;
  state: (typeof useCase.$inferSelect)['state'];
  failureResponse: string | null;
  since: Date;
  until: Date | null;
};

function stop({ state, until, ...row }: State): Miss | null {
  if (state !== 'paused' && state !== 'closed') return null;
  const { useCase: slug, failureResponse, since } = row;
  return { miss: 'stopped', state, useCase: slug, failureResponse, since, until: state === 'paused' ? until : null };
}

type Row = { promptId: number; number: number; fingerprint: string; content: string; createdAt: Date };

function answer(slug: string, row: Row, released: { name: string; moveId: number; at: Date } | null): Reading {
  const content = JSON.parse(row.content) as Content;
  const body = JSON.stringify({
    prompt: slug,
    version: row.number,
    fingerprint: row.fingerprint,
    label: released?.name ?? null,
    messages: content.messages,
    model: content.model,
    params: content.params,
    variables: content.variables,
    created_at: row.createdAt.toISOString(),
    released_at: released?.at.toISOString() ?? null,
  });
  // The move's number: a label that leaves a version and comes back to it has been released anew.
  const tail = released ? `${released.name}.${released.moveId}` : `v${row.number}`;
  const bytes = Buffer.byteLength(body);
  return {
    promptId: row.promptId,
    label: released?.name ?? null,
    // A short text goes out in one piece with the head; a long one would be encoded anew for every answer.
    body: bytes > LONG ? Buffer.from(body) : body,
    bytes,
    etag: `"${row.fingerprint}.${tail}"`,
  };
}
