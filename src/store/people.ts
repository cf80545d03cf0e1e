import { type AccountKey, parseAccountKey } from '../rules/account.ts';
import { and, eq, or, type SQL, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import { holderOf } from './one-human.ts';
import type { Db } from './open.ts';
import { account, person } from './schema.ts';

/** A human. */
export type Person = {
  id: number;
  name: string;
  email: string | null;
  /** Chat identities that may act, as keys (`slack:T1/U1`), the one used last first. */
  accounts: readonly string[];
};

/** Somebody who acts. `emails`: addresses that platforms vouch for, each by an account that may act. */
export type Actor = Person & { emails: readonly string[] };

/** `of`: the id that was asked for; the person may have turned out to be another one. */
export type PersonJson = Person & { of: number };

/** Within a larger statement: people as one JSON value. `ids` selects whose. */
export const peopleJson = (ids: SQL) => sql<PersonJson[]>`(
  select coalesce(json_agg(json_build_object('of', p.id, 'id', s.id, 'name', s.name, 'email', s.email, 'accounts', (
    select coalesce(json_agg(a.platform || ':' || a.workspace || '/' || a.user_id
      order by a.used_at desc nulls last, a.id), '[]')
    from account a where a.person_id = s.id and a.barred is null))), '[]')
  from person p join person s on s.id = coalesce(p.same_as, p.id) where p.id in (${ids}))`;

/** People by the ids they are named by, whoever those turned out to be; unknown ids are left out. */
export async function getPeople(db: Db, ids: readonly number[]): Promise<Map<number, Person>> {
  if (ids.length === 0) return new Map();
  const [row] = await peopleOf(db, { ids: idList(ids) });
  return byId(row!.people);
}

const peopleOf = keptSql<{ people: PersonJson[] }>(
  sql`select ${peopleJson(sql`select unnest(${sql.placeholder('ids')}::int[])`)} as people`,
);

/** People by the ids they were asked for. */
export const byId = (people: readonly PersonJson[]): Map<number, Person> =>
  new Map(people.map(({ of, ...one }) => [of, one]));

/** Each of them once. */
export const distinct = (people: readonly Person[]): Person[] => [
  ...new Map(people.map((one) => [one.id, one])).values(),
];

/**
 * Who acts: the person behind the account as it stands at this moment, whatever was known of it before; without an
 * account the person of that id. Null: nobody.
 */
export async function whoActs(db: Db, id: number, key: AccountKey | null): Promise<Actor | null> {
  const { platform = null, workspace = null, userId = null } = key ?? {};
  const [row] = await acting(db, { id, platform, workspace, userId });
  const [person] = [...byId(row?.people ?? []).values()];
  return person ? { ...person, emails: row!.emails } : null;
}

// Whoever is known by an address alone, such as an admin who makes tokens on the server, has that one.
const acting = keptSql<{ people: PersonJson[]; emails: string[] }>(sql`
  select ${peopleJson(sql`select whose.id`)} as people, (
    select coalesce(json_agg(e.email), '[]') from (
      select a.email from account a where a.person_id = s.id and a.barred is null and a.email is not null
      union select s.email where s.email is not null and not exists (select from account a where a.person_id = s.id)) e
    ) as emails
  from (select coalesce((
    select person_id from account where platform = ${sql.placeholder('platform')}
      and workspace = ${sql.placeholder('workspace')} and user_id = ${sql.placeholder('userId')}),
    ${sql.placeholder('id')}::int) as id) as whose
  join person p on p.id = whose.id join person s on s.id = coalesce(p.same_as, p.id)`);

/** The person behind an e-mail address or an account key such as `slack:T1/U1`; null when nobody is known by it. */
export async function findPerson(db: Db, reference: string): Promise<Person | null> {
  const key = parseAccountKey(reference);
  const id = key ? await personOf(db, key) : await holderOf(db, reference.toLowerCase());
  return id === null ? null : ((await getPeople(db, [id])).get(id) ?? null);
}

async function personOf(db: Db, { platform, workspace, userId }: AccountKey): Promise<number | null> {
  const [row] = await db
    .select({ id: account.personId })
    .from(account)
    .where(and(eq(account.platform, platform), eq(account.workspace, workspace), eq(account.userId, userId)));
  return row?.id ?? null;
}

/** All ids by which a person is named, their own first. */
export async function idsOf(db: Db, id: number): Promise<number[]> {
  const rows = await db
    .select({ id: person.id })
    .from(person)
    .where(or(eq(person.id, id), eq(person.sameAs, id)))
    .orderBy(person.id);
  return rows.map((row) => row.id);
}

/** Remembers somebody known by e-mail only, such as an admin named in the configuration who has not written yet. */
export async function rememberByEmail(db: Db, email: string): Promise<number> {
  const lower = email.toLowerCase();
  const [row] = await db
    .insert(person)
    .values({ name: lower, email: lower })
    .onConflictDoUpdate({ target: person.email, set: { email: lower } })
    .returning({ id: person.id });
  return row!.id;
}
