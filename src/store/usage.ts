import { sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { textList } from './text-list.ts';

/** A user of a use case; `who` is a digest of the name that an application knows them by. */
type User = { useCaseId: number; who: string };
/** What is new: `late` where it counts after its own day, because a cycle has closed in between. */
export type Kept = { userId: number; day: string; late: boolean };

/** The numbers of users, in the same order; whoever is new gets one. The books of their use cases must be held. */
export async function keepUsers(db: Db, users: readonly User[]): Promise<number[]> {
  const columns = columnsOf(users);
  const known = await find(db, columns);
  const missing = users.filter((_, i) => known[i]!.id === null);
  if (missing.length > 0) await add(db, columnsOf(missing));
  return (missing.length > 0 ? await find(db, columns) : known).map((row) => row.id!);
}

const columnsOf = (users: readonly User[]) => ({
  useCases: idList(users.map((one) => one.useCaseId)),
  whos: textList(users.map((one) => one.who)),
});
const users = sql`unnest(${sql.placeholder('useCases')}::int[], ${sql.placeholder('whos')}::uuid[])`;

const find = keptSql<{ id: number | null }>(sql`
  select u.id from ${users} with ordinality as given(use_case_id, who, ord)
  left join usage_user u using (use_case_id, who) order by ord`);
const add = keptSql(sql`
  insert into usage_user (use_case_id, who) select distinct use_case_id, who from ${users} as given(use_case_id, who)`);

type Days = readonly { userId: number; day: string }[];
const daysOf = (days: Days) => ({
  users: idList(days.map((one) => one.userId)),
  days: textList(days.map((one) => one.day)),
});
const days = sql`unnest(${sql.placeholder('users')}::int[], ${sql.placeholder('days')}::date[])`;

/**
 * Keeps that users used it on these days; counts follow in the same transaction. A day of a user counts once. The books
 * must be held.
 * @returns what is new
 */
export const keepUsage = async (db: Db, used: Days): Promise<Kept[]> =>
  used.length === 0 ? [] : await insertUsage(db, daysOf(used));

const insertUsage = keptSql<Kept>(sql`
  insert into usage (user_id, day, counted_on)
  select u.id, given.day, greatest(given.day, closed_through + 1)
  from ${days} as given(user_id, day) join usage_user u on u.id = given.user_id join use_case c on c.id = u.use_case_id
  on conflict do nothing
  returning user_id as "userId", day::text, counted_on <> day as late`);

/**
 * Keeps from when on users were enabled. Whoever was enabled already keeps the earlier day; an earlier one than is known
 * corrects it, until a closed cycle has counted the user. The books must be held.
 * @returns what is new
 */
export async function enableUsers(db: Db, enabled: Days): Promise<Kept[]> {
  const first = new Map<number, string>();
  for (const { userId, day } of enabled) if (day < (first.get(userId) ?? '9')) first.set(userId, day);
  const days = [...first].map(([userId, day]) => ({ userId, day }));
  return days.length === 0 ? [] : await enable(db, daysOf(days));
}

const enable = keptSql<Kept>(sql`
  update usage_user u set enabled_on = given.day
  from ${days} as given(user_id, day), use_case c
  where u.id = given.user_id and c.id = u.use_case_id and (u.enabled_on is null or given.day < u.enabled_on
    and (c.closed_through is null or greatest(u.enabled_on + 7, u.counted_from) > c.closed_through))
  returning u.id as "userId", u.enabled_on::text as day, coalesce(u.counted_from > u.enabled_on + 7, false) as late`);

/**
 * Keeps that facts of a kind are reported of these days, though there were none. Of a day in a closed cycle that says
 * nothing any more. The books must be held.
 * @returns for each, in the same order, null when that was known
 */
export async function keepSilentDays(
  db: Db,
  kind: 'usage' | 'decisions',
  silent: readonly { useCaseId: number; day: string }[],
): Promise<({ late: false } | null)[]> {
  if (silent.length === 0) return [];
  const rows = await { usage: noUsage, decisions: noDecisions }[kind](db, {
    useCases: idList(silent.map((one) => one.useCaseId)),
    days: textList(silent.map((one) => one.day)),
  });
  const fresh = new Set(rows.map((row) => `${row.useCaseId} ${row.day}`));
  return silent.map((one) => (fresh.delete(`${one.useCaseId} ${one.day}`) ? { late: false } : null));
}

const silentDays = (column: string) =>
  keptSql<{ useCaseId: number; day: string }>(sql`
    insert into fact_day as kept (use_case_id, day, ${sql.raw(column)})
    select distinct use_case_id, given.day, true
    from unnest(${sql.placeholder('useCases')}::int[], ${sql.placeholder('days')}::date[]) as given(use_case_id, day)
    join use_case c on c.id = use_case_id where given.day > c.closed_through or c.closed_through is null
    on conflict (use_case_id, day) do update set ${sql.raw(column)} = true where not kept.${sql.raw(column)}
    returning use_case_id as "useCaseId", day::text`);
const noUsage = silentDays('usage_reported');
const noDecisions = silentDays('decisions_reported');
