import { and, asc, desc, eq, gt, sql } from './drizzle.ts';
import { announceMoves, announceToken } from './listen.ts';
import type { Db, Store } from './open.ts';
import { getPeople, type Person } from './people.ts';
import { change, move, prompt, reading, token } from './schema.ts';

/** Something that happened to a prompt; people are accounts (`slack:T1/U1`). */
type Happening = { prompt: string; at: Date } & (
  | { kind: 'submitted'; by: string }
  | { kind: 'released'; by: string; author: string | null }
  | { kind: 'rolled_back'; by: string }
  | { kind: 'read'; token: string }
);

const MOST = 200;

/** What happened after a moment, oldest first: changes opened, moves, and the last reading of each token. */
export async function happenedSince(db: Db, since: Date): Promise<Happening[]> {
  const [opened, moved, read] = await Promise.all([
    db
      .select({ prompt: prompt.slug, at: change.openedAt, by: change.authorId })
      .from(change)
      .innerJoin(prompt, eq(prompt.id, change.promptId))
      .where(and(gt(change.openedAt, since), eq(change.kind, 'proposal')))
      .orderBy(asc(change.id))
      .limit(MOST),
    db
      .select({ prompt: prompt.slug, at: move.at, kind: move.kind, by: move.personId, author: change.authorId })
      .from(move)
      .innerJoin(prompt, eq(prompt.id, move.promptId))
      .leftJoin(change, eq(change.id, move.changeId))
      .where(gt(move.at, since))
      .orderBy(asc(move.id))
      .limit(MOST),
    db
      .select({ prompt: prompt.slug, at: reading.lastAt, token: token.name })
      .from(reading)
      .innerJoin(prompt, eq(prompt.id, reading.promptId))
      .innerJoin(token, eq(token.id, reading.tokenId))
      .where(gt(reading.lastAt, since))
      .orderBy(desc(reading.lastAt))
      .limit(MOST),
  ]);
  const ids = [
    ...opened.map(({ by }) => by),
    ...moved.flatMap(({ by, author }) => (author === null ? [by] : [by, author])),
  ];
  const people = await getPeople(db, ids);
  const account = (id: number): string => accountOf(people.get(id));
  const happenings: Happening[] = [
    ...opened.map((one) => ({ kind: 'submitted' as const, ...one, by: account(one.by) })),
    ...moved.map(({ kind, author, ...one }): Happening => {
      const by = account(one.by);
      if (kind === 'rollback') return { ...one, kind: 'rolled_back', by };
      return { ...one, kind: 'released', by, author: author === null ? null : account(author) };
    }),
    ...read.map((one) => ({ kind: 'read' as const, ...one })),
  ];
  return happenings.sort((a, b) => a.at.getTime() - b.at.getTime());
}

const accountOf = (person: Person | undefined): string => person?.accounts[0] ?? '';

/** Everything but people and their accounts, which the bot may have in mind. */
const FORGOTTEN = sql.raw(
  'audit, change, coauthor, invocation, label, member, move, place, post, prompt, reading, token, verdict, version',
);
const GUARDED = ['audit', 'move', 'verdict', 'version'];

/**
 * Forgets every prompt, change, move, token, reading, audit row and undelivered message; readers learn of it at once.
 * For the playground alone, whose database holds nothing but its story.
 */
export async function forgetEverything(store: Store): Promise<void> {
  await store.background.transaction(async (db) => {
    const [prompts, tokens] = await Promise.all([
      db.select({ id: prompt.id }).from(prompt),
      db.select({ id: token.id }).from(token),
    ]);
    for (const table of GUARDED) await db.execute(sql.raw(`alter table ${table} disable trigger append_only`));
    // Numbers are not given out again: whoever still remembers one must not meet another thing under it.
    await db.execute(sql`truncate ${FORGOTTEN}`);
    for (const table of GUARDED) await db.execute(sql.raw(`alter table ${table} enable trigger append_only`));
    await db.execute(sql`delete from graphile_worker._private_jobs where locked_at is null`);
    await announceMoves(
      db,
      prompts.map(({ id }) => id),
    );
    for (const { id } of tokens) await announceToken(db, id);
  });
}
