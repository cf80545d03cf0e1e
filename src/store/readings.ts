import { and, eq, gte, isNull, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { distinct, getPeople, type Person } from './people.ts';
import { prompt, reading, token } from './schema.ts';

/** Reads of one label by one token since they were last written down. */
export type Tally = {
  tokenId: number;
  promptId: number;
  label: string;
  day: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
};

/** Adds tallies to the counts per day, all in one statement. */
export async function addReadings(db: Db, tallies: readonly Tally[]): Promise<void> {
  if (tallies.length === 0) return;
  await db
    .insert(reading)
    .values([...tallies])
    .onConflictDoUpdate({
      target: [reading.tokenId, reading.promptId, reading.label, reading.day],
      set: {
        count: sql`${reading.count} + excluded.count`,
        firstAt: sql`least(${reading.firstAt}, excluded.first_at)`,
        lastAt: sql`greatest(${reading.lastAt}, excluded.last_at)`,
      },
    });
}

/** Who reads a label: one row per token; `everySeconds` is the mean gap between reads, null after a single one. */
export type Reader = { token: string; count: number; lastAt: Date; everySeconds: number | null; revoked: boolean };

/** Tokens that read a label since a moment, busiest first. */
export async function readersOf(db: Db, promptId: number, name: string, since: Date): Promise<Reader[]> {
  const rows = await db
    .select({
      token: token.name,
      revoked: sql<boolean>`${token.revokedAt} is not null`,
      count: sql<number>`sum(${reading.count})::int`,
      lastAt: sql<string>`max(${reading.lastAt})`,
      // Gaps within days only: a night without traffic says nothing about how soon a reader comes back.
      everySeconds: sql<
        number | null
      >`(sum(extract(epoch from ${reading.lastAt} - ${reading.firstAt})) / nullif(sum(${reading.count} - 1), 0))::float`,
    })
    .from(reading)
    .innerJoin(token, eq(token.id, reading.tokenId))
    .where(and(eq(reading.promptId, promptId), eq(reading.label, name), gte(reading.lastAt, since)))
    .groupBy(token.id, token.name, token.revokedAt)
    .orderBy(sql`sum(${reading.count}) desc, ${token.name}`);
  return rows.map((row) => ({ ...row, lastAt: new Date(row.lastAt) }));
}

/** The people whose tokens read a prompt of a use case since a moment; without those whose token was revoked. */
export async function consumersOf(db: Db, useCaseId: number, since: Date): Promise<Person[]> {
  const rows = await db
    .selectDistinct({ id: token.personId })
    .from(reading)
    .innerJoin(token, eq(token.id, reading.tokenId))
    .innerJoin(prompt, eq(prompt.id, reading.promptId))
    .where(and(eq(prompt.useCaseId, useCaseId), gte(reading.lastAt, since), isNull(token.revokedAt)));
  const people = await getPeople(
    db,
    rows.map((row) => row.id),
  );
  return distinct([...people.values()]);
}
