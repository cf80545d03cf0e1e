import { type AccountKey, accountKey } from '../rules/account.ts';
import { emailStep, type Linked } from '../rules/one-human.ts';
import { appendAudit } from './audit.ts';
import { and, eq, getTableColumns, sql } from './drizzle.ts';
import {
  becomeOne,
  betweenThem,
  dropAddress,
  holderOf,
  holdName,
  holdStill,
  keepAddress,
  otherAddresses,
  part,
} from './one-human.ts';
import type { Db } from './open.ts';
import { account, parting, person } from './schema.ts';

/** What a platform says about an account; `email` only where the platform vouches for it. */
export type Profile = { name: string; email: string | null; barred: 'deleted' | 'bot' | 'guest' | 'foreign' | null };

/** An account left a person and its human has not been told: `was` is that person's name, `on` where they are. */
export type Left = { parting: number; was: string; on: string | null };

export type Account = AccountKey & {
  id: number;
  personId: number;
  barred: string | null;
  email: string | null;
  linked: Linked;
  checkedAt: Date | null;
  left: Left | null;
};

/** What is known of an account after its platform was asked. */
export type Met = Pick<Account, 'personId' | 'barred' | 'email' | 'left'> & {
  /** Its address is that of somebody it cannot become one with: they own and stand in for the same prompts. */
  clash?: { email: string; name: string; prompts: string[] };
};

const left = sql<Left | null>`(
  select json_build_object('parting', t.id, 'was', p.name, 'on', (
    select a.platform from account a where a.person_id = coalesce(p.same_as, p.id) and a.barred is null
    order by a.used_at desc nulls last limit 1))
  from parting t join person p on p.id = t.was_id
  where t.account_id = "account"."id" and not t.told order by t.id desc limit 1)`;

/** An account with whose it is; null when nobody has come from it. */
export async function findAccount(db: Db, key: AccountKey): Promise<Account | null> {
  const [row] = await db
    .select({ ...getTableColumns(account), left })
    .from(account)
    .where(
      and(eq(account.platform, key.platform), eq(account.workspace, key.workspace), eq(account.userId, key.userId)),
    );
  return row ?? null;
}

/** An account that may not act vouches for nothing: somebody else's platform may have given it any address. */
const vouched = (profile: Profile | null): string | null =>
  profile && !profile.barred ? (profile.email?.toLowerCase() ?? null) : null;

/**
 * Remembers what a platform says about an account and returns whose it is.
 * A new account whose e-mail the platform vouches for belongs to the person who already has that e-mail; one whose
 * address has changed follows it, or leaves the others it no longer shares it with.
 * @param profile null: the platform could not be asked, so only the existence is remembered
 * @param more.used its human is acting with it at this moment
 */
export async function rememberAccount(
  db: Db,
  key: AccountKey,
  profile: Profile | null,
  now: Date,
  more: { used?: boolean } = {},
): Promise<Met> {
  const known = await findAccount(db, key);
  if (!known) return meet(db, key, profile, now, more);
  if (!profile) return known;
  const says = vouched(profile);
  if (says !== null && says !== known.email) return readdress(db, key, { ...profile, email: says }, now, more);
  // The person before the account, in every case: two that met in the opposite order would wait for each other.
  await callThem(db, known, profile.name);
  const { barred } = profile;
  await note(db, known.id, { barred, now, ...more });
  return { ...known, barred };
}

async function meet(
  db: Db,
  key: AccountKey,
  profile: Profile | null,
  now: Date,
  more: { used?: boolean },
): Promise<Met> {
  const email = vouched(profile);
  await holdName(db, accountKey(key));
  if (await findAccount(db, key)) return rememberAccount(db, key, profile, now, more);
  if (email) await holdName(db, email);
  const holder = email === null ? null : await holderOf(db, email, true);
  const personId = holder ?? (await newPerson(db, profile?.name ?? key.userId, email));
  const barred = profile?.barred ?? null;
  const at = { checkedAt: profile ? now : null, usedAt: more.used ? now : null };
  await db.insert(account).values({ ...key, personId, barred, email, ...at });
  if (holder !== null) await record(db, 'join', key, personId, holder, now);
  return { personId, barred, email, left: null };
}

async function newPerson(db: Db, name: string, email: string | null): Promise<number> {
  const [row] = await db.insert(person).values({ name, email }).returning({ id: person.id });
  return row!.id;
}

/** The platform vouches for another address than before. */
async function readdress(
  db: Db,
  key: AccountKey,
  profile: Profile & { email: string },
  now: Date,
  more: { used?: boolean },
): Promise<Met> {
  const { email } = profile;
  await holdStill(db);
  await holdName(db, email);
  const known = (await findAccount(db, key))!;
  const holder = await holderOf(db, email, true);
  const elsewhere = holder === known.personId ? null : holder;
  const step = emailStep(known, email, await otherAddresses(db, known.personId, known.id));
  let { personId } = known;
  if (step === 'follow' && elsewhere !== null) {
    const prompts = await betweenThem(db, elsewhere, personId);
    // Not noted, so that the platform is asked again, and this said again, until it is settled.
    if (prompts.length > 0) return { ...known, clash: { email, name: await nameOf(db, elsewhere), prompts } };
    personId = await becomeOne(db, elsewhere, personId);
    await record(db, 'join', key, personId, elsewhere === personId ? known.personId : elsewhere, now);
  }
  if (step === 'leave' && holder !== known.personId) {
    const from = { accountId: known.id, was: known.personId, to: holder, name: profile.name };
    ({ personId } = await part(db, { ...from, linked: 'email', told: false, at: now }));
    await record(db, 'leave', key, personId, known.personId, now);
  }
  await note(db, known.id, { barred: null, email, now, ...more });
  if (known.email) await dropAddress(db, step === 'leave' ? known.personId : personId, known.email);
  await keepAddress(db, personId, email);
  await callThem(db, { id: known.id, personId }, profile.name);
  return (await findAccount(db, key))!;
}

// The name follows the platform of the account that came first: names differ between platforms and would go to and fro.
async function callThem(db: Db, of: { id: number; personId: number }, name: string): Promise<void> {
  await db
    .update(person)
    .set({ name })
    .where(
      sql`${person.id} = ${of.personId} and ${person.name} <> ${name}
        and not exists (select from account a where a.person_id = ${of.personId} and a.id < ${of.id} and a.barred is null)`,
    );
}

async function note(
  db: Db,
  id: number,
  of: { barred: string | null; email?: string; now: Date; used?: boolean },
): Promise<void> {
  const { barred, email, now, used } = of;
  await db
    .update(account)
    .set({ barred, checkedAt: now, ...(email && { email }), ...(used && { usedAt: now }) })
    .where(eq(account.id, id));
}

async function nameOf(db: Db, id: number): Promise<string> {
  const [row] = await db.select({ name: person.name }).from(person).where(eq(person.id, id));
  return row!.name;
}

/** `other`: the person it joins or leaves. Addresses are not written where nothing can be deleted. */
async function record(
  db: Db,
  action: 'join' | 'leave',
  key: AccountKey,
  personId: number,
  other: number,
  at: Date,
): Promise<void> {
  const detail = JSON.stringify({ account: accountKey(key), person: personId, by: 'email' });
  const entry = { actor: `person:${personId}`, via: key.platform, action, subject: `person:${other}`, detail, at };
  await appendAudit(db, [entry]);
}

/** Notes that the human of an account learns of its parting now; false when they have learned of it already. */
export async function tellParting(db: Db, id: number): Promise<boolean> {
  const untold = and(eq(parting.id, id), eq(parting.told, false));
  return (await db.update(parting).set({ told: true }).where(untold).returning({ id: parting.id })).length > 0;
}

/** An account as its human sees it. */
export type OwnAccount = { id: number; key: string; email: string | null; linked: Linked; barred: string | null };

/** All accounts of a person, those that may not act included, the first that came first. */
export async function accountsOf(db: Db, personId: number): Promise<OwnAccount[]> {
  const rows = await db.select().from(account).where(eq(account.personId, personId)).orderBy(account.id);
  return rows.map((row) => ({
    id: row.id,
    key: accountKey(row),
    email: row.email,
    linked: row.linked,
    barred: row.barred,
  }));
}
