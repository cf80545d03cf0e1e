import { hash } from 'node:crypto';
import { parseAccountKey } from '../rules/account.ts';
import { findAccount } from './accounts.ts';
import { alias, and, eq, gt, inArray, isNull, lte, sql } from './drizzle.ts';
import { becomeOne, betweenThem } from './one-human.ts';
import type { Db } from './open.ts';
import { getPeople, type Person } from './people.ts';
import { account, pairing, person, wrongCode } from './schema.ts';

/** One of the two accounts of a pairing, with the person it belongs to at this moment. */
export type Side = { accountId: number; key: string; email: string | null; person: Person };

/** One account asks to be one with another. `second`: who entered its code; null while nobody has. */
export type Pairing = {
  id: number;
  first: Side;
  second: Side | null;
  /** Until then the code may be entered; once it has been, until then the first may say yes. */
  until: Date;
  outcome: 'linked' | 'refused' | 'replaced' | null;
};

const hashed = (code: string): string => hash('sha256', code);

/** Keeps a code for an account. An earlier one that led to nothing yet is worth nothing any more. */
export async function keepCode(db: Db, of: { account: string; code: string; until: Date }): Promise<void> {
  const { id } = (await findAccount(db, parseAccountKey(of.account)!))!;
  await db
    .update(pairing)
    .set({ outcome: 'replaced' })
    .where(and(eq(pairing.accountId, id), isNull(pairing.outcome)));
  await db.insert(pairing).values({ accountId: id, hash: hashed(of.code), until: of.until });
}

/**
 * Enters a code from another account: it is used up by that.
 * @returns the number of the pairing; `own` when the code is the person's own, `null` when it is worth nothing
 */
export async function enterCode(
  db: Db,
  of: { account: string; code: string; personId: number; now: Date; until: Date },
): Promise<number | 'own' | null> {
  const known = (await findAccount(db, parseAccountKey(of.account)!))!;
  const open = and(
    eq(pairing.hash, hashed(of.code)),
    isNull(pairing.outcome),
    isNull(pairing.otherId),
    gt(pairing.until, of.now),
  );
  const mine = db.select({ id: account.id }).from(account).where(eq(account.personId, of.personId));
  const [own] = await db
    .select({ id: pairing.id })
    .from(pairing)
    .where(and(open, inArray(pairing.accountId, mine)));
  if (own) return 'own';
  const [row] = await db
    .update(pairing)
    .set({ otherId: known.id, until: of.until })
    .where(open)
    .returning({ id: pairing.id });
  return row?.id ?? null;
}

const one = alias(account, 'one');
const other = alias(account, 'other');
const keyOf = (of: typeof one | typeof other) =>
  sql<string>`${of.platform} || ':' || ${of.workspace} || '/' || ${of.userId}`;

/** A pairing by its number; null when there is none. */
export async function getPairing(db: Db, id: number): Promise<Pairing | null> {
  const [row] = await db
    .select({
      pairing,
      first: { accountId: one.id, key: keyOf(one), email: one.email, personId: one.personId },
      second: { accountId: other.id, key: keyOf(other), email: other.email, personId: other.personId },
    })
    .from(pairing)
    .innerJoin(one, eq(one.id, pairing.accountId))
    .leftJoin(other, eq(other.id, pairing.otherId))
    .where(eq(pairing.id, id));
  if (!row) return null;
  const ids = [row.first.personId, ...(row.second ? [row.second.personId] : [])];
  const people = await getPeople(db, ids);
  const side = ({ personId, ...rest }: typeof row.first): Side => ({ ...rest, person: people.get(personId)! });
  const { until, outcome } = row.pairing;
  return { id, first: side(row.first), second: row.second && side(row.second), until, outcome };
}

/** Notes how a pairing ended. */
export async function endPairing(db: Db, id: number, outcome: 'linked' | 'refused'): Promise<void> {
  await db.update(pairing).set({ outcome }).where(eq(pairing.id, id));
}

/**
 * Makes the two people of a pairing one, whose accounts stay together whatever their addresses become. Hold still before.
 * @returns the id of that person, or the prompts that one of them owns while the other stands in; then nothing is done
 */
export async function pairUp(db: Db, first: Side, second: Side): Promise<number | string[]> {
  const prompts = await betweenThem(db, first.person.id, second.person.id);
  if (prompts.length > 0) return prompts;
  const id = await becomeOne(db, first.person.id, second.person.id);
  await db
    .update(account)
    .set({ linked: 'code' })
    .where(inArray(account.id, [first.accountId, second.accountId]));
  return id;
}

/** How many codes a person entered in vain since a moment. Until the transaction ends nobody enters another one for them. */
export async function wrongCodes(db: Db, personId: number, since: Date): Promise<number> {
  await db.select({ id: person.id }).from(person).where(eq(person.id, personId)).for('no key update');
  await db.delete(wrongCode).where(and(eq(wrongCode.personId, personId), lte(wrongCode.at, since)));
  const rows = await db.select({ id: wrongCode.id }).from(wrongCode).where(eq(wrongCode.personId, personId));
  return rows.length;
}

/** Counts a code that led nowhere. */
export async function noteWrongCode(db: Db, personId: number, at: Date): Promise<void> {
  await db.insert(wrongCode).values({ personId, at });
}
