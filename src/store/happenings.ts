import { goingKinds } from '../rules/move-kind.ts';
import { alias, and, asc, eq, gt, inArray, like, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { account, change, move, post, prompt, reading, token, version, vote } from './schema.ts';

/** Where a platform keeps a post: `{ channel, ts }` on Slack. */
type Ref = Readonly<Record<string, string>>;

/** Something that happened to a prompt; people by their first account, `slack:T1/U1`. */
type Happening = { prompt: string; at: Date } & (
  | { kind: 'submitted'; by: string }
  /** With the posts that told of it so far, as their platforms know them. */
  | { kind: 'rolled_back'; by: string; posts: readonly Ref[] }
  | { kind: 'released'; by: string; author: string | null }
  | { kind: 'read'; token: string }
  /** Somebody said in a chat what was wrong with an answer. */
  | { kind: 'complained'; by: string }
  /** Somebody was told what their feedback led to, in a post that its platform knows by `ref`. */
  | { kind: 'answered'; ref: Ref }
);

const firstAccount = (personId: unknown) =>
  sql<string>`coalesce((select ${account.platform} || ':' || ${account.workspace} || '/' || ${account.userId} from ${account} where ${account.personId} = (select coalesce(p.same_as, p.id) from person p where p.id = ${personId}) order by ${account.id} limit 1), '')`;

const origin = alias(change, 'origin');

const told = sql<Ref[]>`coalesce((select jsonb_agg(${post.ref} order by ${post.key}) from ${post}
  where ${post.subject} = 'move:' || ${move.id} and ${post.state} = 'sent' and ${post.ref} is not null), '[]')`;

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
      posts: told,
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
  const saidWhy = sql`(${vote.comment} is not null or jsonb_array_length(${vote.reasons}) > 0)`;
  const complained = await db
    .select({ prompt: prompt.slug, at: vote.at, by: firstAccount(sql`substr(${vote.rater}, 8)::int`) })
    .from(vote)
    .innerJoin(version, eq(version.id, vote.versionId))
    .innerJoin(prompt, eq(prompt.id, version.promptId))
    .where(and(gt(vote.at, since), like(vote.rater, 'person:%'), eq(vote.up, false), saidWhy));
  const answered = await db
    .select({ prompt: prompt.slug, at: post.at, ref: post.ref })
    .from(post)
    .innerJoin(change, eq(change.id, sql`substring(${post.subject} from 'answered:(\\d+)/')::int`))
    .innerJoin(prompt, eq(prompt.id, change.promptId))
    .where(and(gt(post.at, since), like(post.subject, 'answered:%'), eq(post.state, 'sent')));
  const all: Happening[] = [
    ...submitted.map((one) => ({ ...one, kind: 'submitted' as const })),
    ...moves.map(({ kind, author, posts, ...one }) =>
      kind === 'rollback'
        ? { ...one, posts, kind: 'rolled_back' as const }
        : { ...one, kind: 'released' as const, author: author || null },
    ),
    ...reads.map((one) => ({ ...one, kind: 'read' as const })),
    ...complained.map((one) => ({ ...one, kind: 'complained' as const })),
    ...answered.flatMap(({ ref, ...one }) => (ref ? [{ ...one, ref, kind: 'answered' as const }] : [])),
  ];
  return all.sort((a, b) => a.at.getTime() - b.at.getTime());
}
