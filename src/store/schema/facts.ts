import {
  bigint,
  bigserial,
  boolean,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  serial,
  smallint,
  sql,
  text,
  unique,
  uuid,
} from '../drizzle.ts';
import { at } from './moment.ts';
import { person } from './people.ts';

/**
 * Somebody who uses a use case, or who was enabled to. `who` is a digest of the name an application knows them by. `used`
 * has a bit for each span of their cohort in which they used it, see the triggers; `countedFrom`: the first day that was
 * open when their enabling was told.
 */
export const usageUser = pgTable(
  'usage_user',
  {
    id: serial().primaryKey(),
    useCaseId: integer().notNull(),
    who: uuid().notNull(),
    enabledOn: date({ mode: 'string' }),
    countedFrom: date({ mode: 'string' }),
    used: smallint().notNull().default(0),
  },
  (t) => [unique('usage_user_who').on(t.useCaseId, t.who)],
);

/**
 * A user used it on a day. Of this and all facts below: what they point to was looked up and is not looked up again by
 * foreign keys; `countedOn` is their own day, or the first one that was open, where theirs lies in a closed cycle.
 */
export const usage = pgTable(
  'usage',
  {
    userId: integer().notNull(),
    day: date({ mode: 'string' }).notNull(),
    countedOn: date({ mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.day] }),
    index('usage_late').on(t.userId, t.countedOn).where(sql`counted_on <> day`),
  ],
);

/** Something that was decided with AI, by the application's own key. `minutes`: what it saved, where that was timed. */
export const decision = pgTable(
  'decision',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    useCaseId: integer().notNull(),
    application: text().notNull(),
    key: text().notNull(),
    versionId: integer(),
    minutes: numeric({ precision: 10, scale: 2 }),
    /** A masked excerpt of what was decided, erased when its time has run out. */
    summary: text(),
    /** Whether it was posted, so that its cards are kept up to date. */
    isShown: boolean().notNull().default(false),
    at: at('at').notNull(),
    countedOn: date({ mode: 'string' }).notNull(),
    late: boolean().notNull(),
  },
  (t) => [
    unique('decision_key').on(t.useCaseId, t.key, t.application),
    index('decision_texts').on(t.at).where(sql`summary is not null`),
  ],
);

/** The last word on whether a decision was taken back. */
export const reversal = pgTable('reversal', {
  decisionId: bigint({ mode: 'number' }).primaryKey(),
  reason: text().notNull(),
  /** What it took and what it cost, in the currency of the use case; null where that was not told. */
  minutes: numeric({ precision: 10, scale: 2 }),
  cost: numeric({ precision: 14, scale: 2 }),
  /** Who said so in a chat; null: the application. */
  personId: integer().references(() => person.id),
  at: at('at').notNull(),
  countedOn: date({ mode: 'string' }).notNull(),
  late: boolean().notNull(),
});

/** Facts counted per day: the only thing reports read. Written by the triggers of the facts. */
export const factDay = pgTable(
  'fact_day',
  {
    useCaseId: integer().notNull(),
    day: date({ mode: 'string' }).notNull(),
    uses: integer().notNull().default(0),
    lateUses: integer().notNull().default(0),
    /** Whether facts of the day itself were reported, or that there were none. */
    usageReported: boolean().notNull().default(false),
    decisions: integer().notNull().default(0),
    lateDecisions: integer().notNull().default(0),
    timedDecisions: integer().notNull().default(0),
    minutesSaved: numeric().notNull().default('0'),
    reversals: integer().notNull().default(0),
    lateReversals: integer().notNull().default(0),
    timedReversals: integer().notNull().default(0),
    reversalMinutes: numeric().notNull().default('0'),
    pricedReversals: integer().notNull().default(0),
    reversalCost: numeric().notNull().default('0'),
    decisionsReported: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.useCaseId, t.day] })],
);

/**
 * The people whose span ends on a day, and how many of them used it then: `week` 1 to 8 after being enabled, or 0 for the
 * days 24 to 30. Written by the triggers of `usage_user`.
 */
export const cohortDay = pgTable(
  'cohort_day',
  {
    useCaseId: integer().notNull(),
    day: date({ mode: 'string' }).notNull(),
    week: smallint().notNull(),
    enabled: integer().notNull(),
    used: integer().notNull(),
    late: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.useCaseId, t.day, t.week] })],
);

/** How many users used it on so many days of a week and of a month. Written by the triggers of `usage`. */
export const usageSpread = pgTable(
  'usage_spread',
  {
    useCaseId: integer().notNull(),
    unit: text().$type<'week' | 'month'>().notNull(),
    startsOn: date({ mode: 'string' }).notNull(),
    days: smallint().notNull(),
    users: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.useCaseId, t.unit, t.startsOn, t.days] })],
);
