import { goingKinds } from '../rules/move-kind.ts';
import { alias, and, asc, eq, gt, inArray, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { account, change, move, prompt, reading, token } from './schema.ts';

/** Something that happened to a prompt; people by their first account, `slack:T1/U1`. */
export type Happening = { prompt: string; at: Date } & (
  | { kind: 'submitted' | 'rolled_back'; by: string }
  | { kind: 'released'; by: string; author: string | null }
  | { kind: 'read'; token: string }
);

const firstAccount = (personId: unknown) =>
  sql<string>`coalesce((select ${account.platform} || ':' || ${account.workspace} || '/' || ${account.userId} from ${account} where ${account.personId} = (select coalesce(p.same_as, p.id) from person p where p.id = ${personId}) order by ${account.id} limit 1), '')`;

const origin = alias(change, 'origin');

/** What happened after a moment, oldest first. A label that was read often since then is one fact, at its last read. */
export async function happenedSince(db: Db, since: Date): Promise<Happening[]> {
  const submitted = await db
    .select({ prompt: prompt.slug, at: change.openedAt, by: firstAccount(change.authorId) })
    .from(change)
    .innerJoin(prompt, eq(prompt.id, change.promptId))
    .where(sql`${change.openedAt} > ${since.toISOString()} and ${change.kind} = 'proposal'`)
    .orderBy(asc(change.id));
  const moves = await db
    .select({
      prompt: prompt.slug,
      at: move.at,
      kind: move.kind,
      by: firstAccount(move.personId),
      author: firstAccount(origin.authorId),
    })
    .from(move)
    .innerJoin(prompt, eq(prompt.id, move.promptId))
    .leftJoin(origin, eq(origin.id, move.changeId))
    .where(and(gt(move.at, since), inArray(move.kind, [...goingKinds])))
    .orderBy(asc(move.id));
  const reads = await db
    .select({ prompt: prompt.slug, at: reading.lastAt, token: token.name })
    .from(reading)
    .innerJoin(prompt, eq(prompt.id, reading.promptId))
    .innerJoin(token, eq(token.id, reading.tokenId))
    .where(gt(reading.lastAt, since));
  const all: Happening[] = [
    ...submitted.map((one) => ({ ...one, kind: 'submitted' as const })),
    ...moves.map(({ kind, author, ...one }) =>
      kind === 'rollback'
        ? { ...one, kind: 'rolled_back' as const }
        : { ...one, kind: 'released' as const, author: author || null },
    ),
    ...reads.map((one) => ({ ...one, kind: 'read' as const })),
  ];
  return all.sort((a, b) => a.at.getTime() - b.at.getTime());
}
