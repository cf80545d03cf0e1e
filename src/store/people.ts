import { type AccountKey, parseAccountKey } from '../rules/account.ts';
import { adopt } from './adopt.ts';
import { and, eq, type SQL, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { account, person } from './schema.ts';

/** A human; `accounts` are their chat identities as keys, `slack:T1/U1`. */
export type Person = { id: number; name: string; email: string | null; accounts: readonly string[] };

/** What a platform says about an account; `email` only where the platform vouches for it. */
export type Profile = { name: string; email: string | null; barred: 'deleted' | 'bot' | 'guest' | 'foreign' | null };

export type Account = AccountKey & { personId: number; barred: string | null; checkedAt: Date | null };

export async function findAccount(db: Db, key: AccountKey): Promise<Account | null> {
  const [row] = await db
    .select()
    .from(account)
    .where(
      and(eq(account.platform, key.platform), eq(account.workspace, key.workspace), eq(account.userId, key.userId)),
    );
  return row ?? null;
}

/**
 * Remembers what a platform says about an account and returns whose it is.
 * An account of which the platform says for the first time whose it is belongs to the person who already has that e-mail.
 * `profile` null: the platform could not be asked, so only the existence is remembered and it is asked again later.
 */
export async function rememberAccount(
  db: Db,
  key: AccountKey,
  profile: Profile | null,
  now: Date,
): Promise<{ personId: number; barred: string | null }> {
  const known = await findAccount(db, key);
  if (known && !profile) return known;
  const personId = known ? await belongs(db, known, profile) : await personFor(db, key, profile);
  // The person before the account, in every case: two that met in the opposite order would wait for each other.
  if (profile) await describe(db, personId, profile);
  const facts = { barred: profile?.barred ?? null, checkedAt: profile ? now : null };
  const [row] = await db
    .insert(account)
    .values({ ...key, personId, ...facts })
    .onConflictDoUpdate({
      target: [account.platform, account.workspace, account.userId],
      set: profile ? { ...facts, personId } : { userId: key.userId },
    })
    .returning({ personId: account.personId });
  return { personId: row!.personId, barred: facts.barred };
}

// Somebody was mentioned while the platform did not say who that is, and turns out to be a person we know.
async function belongs(db: Db, { personId, checkedAt }: Account, profile: Profile | null): Promise<number> {
  const email = profile?.email?.toLowerCase();
  if (checkedAt || !email) return personId;
  const [same] = await db.select({ id: person.id }).from(person).where(eq(person.email, email));
  if (!same || same.id === personId) return personId;
  await adopt(db, personId, same.id);
  return same.id;
}

async function personFor(db: Db, key: AccountKey, profile: Profile | null): Promise<number> {
  const email = profile?.email?.toLowerCase() ?? null;
  const [row] = await db
    .insert(person)
    .values({ name: profile?.name ?? key.userId, email })
    .onConflictDoUpdate({ target: person.email, set: { email } })
    .returning({ id: person.id });
  return row!.id;
}

// The name follows the platform; an e-mail is taken over only while nobody else has it.
async function describe(db: Db, id: number, profile: Profile): Promise<void> {
  const email = profile.email?.toLowerCase() ?? null;
  await db
    .update(person)
    .set({
      name: profile.name,
      email: sql`case when ${email}::text is not null and not exists (select 1 from ${person} p where p.email = ${email} and p.id <> ${id}) then ${email} else ${person.email} end`,
    })
    .where(eq(person.id, id));
}

/** Within a larger statement: people as one JSON value. `ids` selects whose. */
export const peopleJson = (ids: SQL) => sql<Person[]>`(
  select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'email', p.email, 'accounts', (
    select coalesce(json_agg(a.platform || ':' || a.workspace || '/' || a.user_id order by a.id), '[]')
    from account a where a.person_id = p.id))), '[]')
  from person p where p.id in (${ids}))`;

/** People by id, in no particular order; unknown ids are left out. */
export async function getPeople(db: Db, ids: readonly number[]): Promise<Map<number, Person>> {
  if (ids.length === 0) return new Map();
  const [row] = await peopleOf(db, { ids: idList(ids) });
  return byId(row!.people);
}

const peopleOf = keptSql<{ people: Person[] }>(
  sql`select ${peopleJson(sql`select unnest(${sql.placeholder('ids')}::int[])`)} as people`,
);

/** People by their ids. */
export const byId = (people: readonly Person[]): Map<number, Person> => new Map(people.map((one) => [one.id, one]));

/** The person behind an e-mail address or an account key such as `slack:T1/U1`; null when nobody is known by it. */
export async function findPerson(db: Db, reference: string): Promise<Person | null> {
  const key = parseAccountKey(reference);
  const [row] = key
    ? await db
        .select({ id: account.personId })
        .from(account)
        .where(
          and(eq(account.platform, key.platform), eq(account.workspace, key.workspace), eq(account.userId, key.userId)),
        )
    : await db.select({ id: person.id }).from(person).where(eq(person.email, reference.toLowerCase()));
  return row ? ((await getPeople(db, [row.id])).get(row.id) ?? null) : null;
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
