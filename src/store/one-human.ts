import { and, eq, inArray, isNull, ne, sql } from './drizzle.ts';
import { LOCK_SEED } from './line.ts';
import type { Db } from './open.ts';
import { account, parting, person } from './schema.ts';
import { joinRaters } from './votes.ts';

/**
 * Until the transaction ends nobody else decides anything, nor takes or gives a role; readers go on. Comes before every
 * other lock: whoever decides holds a prompt and would wait for what we hold.
 */
export const holdStill = (db: Db) => db.execute(sql`lock table prompt in exclusive mode`);

/** Waits for every other transaction that is about the same address or account, and lets the next ones wait. */
export const holdName = (db: Db, name: string) =>
  db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`whose ${name}`}, ${LOCK_SEED}))`);

/** The person an address leads to; null when it leads to nobody. `lock`: they become nobody else in the meantime. */
export async function holderOf(db: Db, email: string, lock = false): Promise<number | null> {
  const id = sql<number>`coalesce(${person.sameAs}, ${person.id})`;
  const query = db.select({ id }).from(person).where(eq(person.email, email));
  const [row] = lock ? await query.for('share') : await query;
  return row?.id ?? null;
}

/** Prompts and use cases that one of two people owns while the other stands in: were they one, nobody would stand in. */
export async function betweenThem(db: Db, one: number, other: number): Promise<string[]> {
  const rows = await db.execute<{ slug: string }>(sql`
    select distinct slug from (
      select slug, owner_id, deputy_id from prompt
      union all select slug, owner_id, deputy_id from use_case where state <> 'closed') as kept
    join person owner on owner.id = owner_id join person deputy on deputy.id = deputy_id
    where (coalesce(owner.same_as, owner.id), coalesce(deputy.same_as, deputy.id)) in ((${one}, ${other}), (${other}, ${one}))
    order by slug`);
  return [...rows].map((row) => row.slug);
}

/**
 * Two people are one from now on: whatever names either of them means the one who was known first. Hold still before.
 * @returns the id of that one
 */
export async function becomeOne(db: Db, one: number, other: number): Promise<number> {
  const [to, from] = one < other ? [one, other] : [other, one];
  // A new account on its way to either of them is waited for here, and moves with the others.
  const both = db
    .select({ id: person.id })
    .from(person)
    .where(inArray(person.id, [to, from]));
  await both.orderBy(person.id).for('no key update');
  await db.update(person).set({ sameAs: to }).where(sql`${person.id} = ${from} or ${person.sameAs} = ${from}`);
  await db.update(account).set({ personId: to }).where(eq(account.personId, from));
  await joinRaters(db, from, to);
  return to;
}

/**
 * Takes an account from its person, with nothing but itself. Hold still before.
 * @param to whose it is now; null makes a new person
 * @returns whose it is, and the number of the parting
 */
export async function part(
  db: Db,
  of: {
    accountId: number;
    was: number;
    to: number | null;
    name: string;
    linked: 'email' | 'apart';
    told: boolean;
    at: Date;
  },
): Promise<{ personId: number; parting: number }> {
  const [made] = of.to === null ? await db.insert(person).values({ name: of.name }).returning({ id: person.id }) : [];
  const personId = of.to ?? made!.id;
  await db.update(account).set({ personId, linked: of.linked }).where(eq(account.id, of.accountId));
  const [row] = await db
    .insert(parting)
    .values({ accountId: of.accountId, personId, wasId: of.was, told: of.told, at: of.at })
    .returning({ id: parting.id });
  return { personId, parting: row!.id };
}

/** An address that none of a person's accounts has any more leads to them no longer: somebody else may get it one day. */
export async function dropAddress(db: Db, personId: number, email: string): Promise<void> {
  await db
    .update(person)
    .set({ email: null })
    .where(
      and(
        eq(person.email, email),
        sql`coalesce(${person.sameAs}, ${person.id}) = ${personId}`,
        sql`not exists (select from ${account} a where a.person_id = ${personId} and a.email = ${email} and a.barred is null)`,
      ),
    );
}

/** From now on an address that leads to nobody yet leads to this person. */
export async function keepAddress(db: Db, personId: number, email: string): Promise<void> {
  if ((await holderOf(db, email)) !== null) return;
  const rows = await db
    .update(person)
    .set({ email })
    .where(and(eq(person.id, personId), isNull(person.email)))
    .returning({ id: person.id });
  if (rows.length > 0) return;
  const [{ name }] = (await db.select({ name: person.name }).from(person).where(eq(person.id, personId))) as [
    { name: string },
  ];
  await db.insert(person).values({ name, email, sameAs: personId });
}

/** Addresses of a person's other accounts that may act. */
export async function otherAddresses(db: Db, personId: number, except: number): Promise<(string | null)[]> {
  const rows = await db
    .select({ email: account.email })
    .from(account)
    .where(and(eq(account.personId, personId), ne(account.id, except), isNull(account.barred)));
  return rows.map((row) => row.email);
}
