import type { Linked } from '../../rules/one-human.ts';
import { type AnyPgColumn, boolean, index, integer, pgTable, serial, text, unique } from '../drizzle.ts';
import { at } from './moment.ts';

/**
 * A human. All rules compare people, never accounts. A person who was found to be another one stays as a row, because
 * what is append-only names it, and points to that one by `sameAs`, always in one step. An address leads to one person.
 */
export const person = pgTable(
  'person',
  {
    id: serial().primaryKey(),
    name: text().notNull(),
    email: text().unique(),
    sameAs: integer().references((): AnyPgColumn => person.id),
  },
  (t) => [index().on(t.sameAs)],
);

/** One chat identity of a person. `checkedAt`: when the platform last told us who this is. */
export const account = pgTable(
  'account',
  {
    id: serial().primaryKey(),
    personId: integer()
      .notNull()
      .references(() => person.id),
    platform: text().notNull(),
    workspace: text().notNull(),
    userId: text().notNull(),
    /** Why this account may not act (`deleted`, `bot`, `guest`, `foreign`), null when it may. */
    barred: text(),
    /** The address the platform last vouched for, in lower case. */
    email: text(),
    linked: text().$type<Linked>().notNull().default('email'),
    checkedAt: at('checked_at'),
    /** When its human last acted with it, to the minute or so. */
    usedAt: at('used_at'),
  },
  (t) => [unique().on(t.platform, t.workspace, t.userId), index().on(t.personId)],
);

/** An account left the person `wasId` for `personId`. `told`: its human knows. */
export const parting = pgTable(
  'parting',
  {
    id: serial().primaryKey(),
    accountId: integer()
      .notNull()
      .references(() => account.id),
    personId: integer()
      .notNull()
      .references(() => person.id),
    wasId: integer()
      .notNull()
      .references(() => person.id),
    told: boolean().notNull(),
    at: at('at').notNull(),
  },
  (t) => [index().on(t.accountId), index().on(t.at)],
);

/**
 * One account asks to be one with whoever enters its code. Only the sha256 of the code is kept. `otherId`: the account
 * that entered it; from then on `until` is the time left for saying yes.
 */
export const pairing = pgTable(
  'pairing',
  {
    id: serial().primaryKey(),
    accountId: integer()
      .notNull()
      .references(() => account.id),
    hash: text().notNull().unique(),
    until: at('until').notNull(),
    otherId: integer().references(() => account.id),
    outcome: text().$type<'linked' | 'refused' | 'replaced'>(),
  },
  (t) => [index().on(t.accountId)],
);

/** Codes that somebody entered and nobody had: too many, and they have to wait. */
export const wrongCode = pgTable(
  'wrong_code',
  {
    id: serial().primaryKey(),
    personId: integer()
      .notNull()
      .references(() => person.id),
    at: at('at').notNull(),
  },
  (t) => [index().on(t.personId)],
);
