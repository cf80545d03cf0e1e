import { type AccountKey, parseAccountKey } from '../rules/account.ts';
import { and, eq, type SQL, sql } from './drizzle.ts';
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
  /** Addresses that platforms vouch for, each by an account that may act. */
  emails: readonly string[];
  /** Chat identities that may act, as keys (`slack:T1/U1`), the one used last first. */
  accounts: readonly string[];
};

/** `of`: the id that was asked for; the person may have turned out to be another one. */
export type PersonJson = Person & { of: number };

/** Within a larger statement: people as one JSON value. `ids` selects whose. */
export const peopleJson = (ids: SQL) => sql<PersonJson[]>`(
  select coalesce(json_agg(json_build_object('of', p.id, 'id', s.id, 'name', s.name,
    'email', coalesce(s.email, own.emails->>0),
    'emails', coalesce(own.emails, case when s.email is null or exists (select from account a where a.person_id = s.id)
      then '[]' else json_build_array(s.email) end),
    'accounts', coalesce(own.accounts, '[]'))), '[]')
  from person p join person s on s.id = coalesce(p.same_as, p.id) left join lateral (
    select json_agg(distinct a.email) filter (where a.email is not null) as emails,
      json_agg(a.platform || ':' || a.workspace || '/' || a.user_id order by a.used_at desc nulls last, a.id) as accounts
    from account a where a.person_id = s.id and a.barred is null) own on true
  where p.id in (${ids}))`;

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
export async function whoActs(db: Db, id: number, key: AccountKey | null): Promise<Person | null> {
  const { platform = null, workspace = null, userId = null } = key ?? {};
  const [row] = await acting(db, { id, platform, workspace, userId });
  return [...byId(row!.people).values()][0] ?? null;
}

const acting = keptSql<{ people: PersonJson[] }>(
  sql`select ${peopleJson(sql`select coalesce((
    select person_id from account where platform = ${sql.placeholder('platform')}
      and workspace = ${sql.placeholder('workspace')} and user_id = ${sql.placeholder('userId')}),
    ${sql.placeholder('id')}::int)`)} as people`,
);

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
