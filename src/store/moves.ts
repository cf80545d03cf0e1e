import type { Step } from '../rules/last-known-good.ts';
import { goingKinds, type MoveKind } from '../rules/move-kind.ts';
import type { VersionHead } from './changes.ts';
import { alias, and, asc, desc, eq, gt, inArray, sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { getPeople, type Person } from './people.ts';
import { move, prompt, version } from './schema.ts';

/** One row of a label's history. */
export type Move = {
  id: number;
  promptId: number;
  slug: string;
  label: string;
  kind: MoveKind;
  from: VersionHead | null;
  to: VersionHead;
  by: Person;
  why: string;
  reasons: string[];
  changeId: number | null;
  at: Date;
};

/**
 * Moves a label: appends the move and points the label at its version. The prompt must be locked.
 * @returns the move's number
 */
export async function addMove(
  db: Db,
  made: {
    promptId: number;
    label: string;
    kind: MoveKind;
    fromId: number | null;
    toId: number;
    personId: number;
    why: string;
    reasons?: string[];
    changeId?: number | null;
    at: Date;
  },
): Promise<number> {
  const { reasons = [], changeId = null, at } = made;
  const values = { ...made, reasons: JSON.stringify(reasons), changeId, at: at.toISOString() };
  const [row] = await moveAndPoint(db, values);
  return row!.id;
}

const moveAndPoint = keptSql<{ id: number }>(sql`
  with moved as (
    insert into move (prompt_id, label, kind, from_id, to_id, person_id, why, reasons, change_id, at)
    values (${sql.placeholder('promptId')}, ${sql.placeholder('label')}, ${sql.placeholder('kind')},
      ${sql.placeholder('fromId')}, ${sql.placeholder('toId')}, ${sql.placeholder('personId')},
      ${sql.placeholder('why')}, ${sql.placeholder('reasons')}, ${sql.placeholder('changeId')}, ${sql.placeholder('at')})
    returning *)
  insert into label (prompt_id, name, version_id, move_id) select prompt_id, label, to_id, id from moved
  on conflict (prompt_id, name) do update set version_id = excluded.version_id, move_id = excluded.move_id
  returning move_id as id`);

/**
 * Notes at every label of a use case that its readers are stopped, or served again. The labels stay where they are. Its
 * prompts must be locked.
 */
export async function addStops(
  db: Db,
  made: { useCaseId: number; kind: 'pause' | 'resume' | 'close'; personId: number; why: string; at: Date },
): Promise<void> {
  await db.execute(sql`
    insert into move (prompt_id, label, kind, from_id, to_id, person_id, why, at)
    select l.prompt_id, l.name, ${made.kind}, l.version_id, l.version_id, ${made.personId}, ${made.why},
      ${made.at.toISOString()}::timestamptz
    from label l join prompt p on p.id = l.prompt_id where p.use_case_id = ${made.useCaseId}
    order by l.prompt_id, l.name`);
}

const from = alias(version, 'from_version');
const to = alias(version, 'to_version');

/** Moves, newest first unless asked otherwise: of one prompt, one label of it, by number, later than one, or all. */
export async function listMoves(
  db: Db,
  of: {
    promptId?: number;
    label?: string;
    /** Those by which the label came to hold another version, unless asked for by number. */
    kinds?: readonly MoveKind[];
    ids?: readonly number[];
    after?: number;
    oldestFirst?: true;
    limit: number;
  },
): Promise<Move[]> {
  const rows = await db
    .select({
      move,
      slug: prompt.slug,
      from: { id: from.id, number: from.number, fingerprint: from.fingerprint },
      to: { id: to.id, number: to.number, fingerprint: to.fingerprint },
    })
    .from(move)
    .innerJoin(prompt, eq(prompt.id, move.promptId))
    .innerJoin(to, eq(to.id, move.toId))
    .leftJoin(from, eq(from.id, move.fromId))
    .where(
      and(
        of.promptId === undefined ? undefined : eq(move.promptId, of.promptId),
        of.label === undefined ? undefined : eq(move.label, of.label),
        of.ids === undefined ? inArray(move.kind, [...(of.kinds ?? goingKinds)]) : undefined,
        of.ids === undefined ? undefined : inArray(move.id, [...of.ids]),
        of.after === undefined ? undefined : gt(move.id, of.after),
      ),
    )
    .orderBy(of.oldestFirst ? asc(move.id) : desc(move.id))
    .limit(of.limit);
  const people = await getPeople(
    db,
    rows.map((row) => row.move.personId),
  );
  return rows.map((row) => ({
    id: row.move.id,
    promptId: row.move.promptId,
    slug: row.slug,
    label: row.move.label,
    kind: row.move.kind,
    from: row.from,
    to: row.to,
    by: people.get(row.move.personId)!,
    why: row.move.why,
    reasons: row.move.reasons,
    changeId: row.move.changeId,
    at: row.move.at,
  }));
}

/** Where one label went, move by move, as the rule about last-known-good wants it, oldest first. */
export async function labelSteps(db: Db, promptId: number, name: string): Promise<Step[]> {
  const rows = await db
    .select({ kind: move.kind, from: move.fromId, to: move.toId })
    .from(move)
    .where(and(eq(move.promptId, promptId), eq(move.label, name), inArray(move.kind, [...goingKinds])))
    .orderBy(asc(move.id));
  return rows as Step[];
}
