import type { Assessment } from '../../rules/assessment.ts';
import type { Step, UseCaseState } from '../../rules/use-case.ts';
import {
  type AnyPgColumn,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  sql,
  text,
  unique,
  uuid,
} from '../drizzle.ts';
import { at } from './moment.ts';
import { person } from './people.ts';

/**
 * One decision class that AI helps with: who answers for it, what it may do and when it stops. What is not yet known is
 * null; nothing of it reaches production before all of it is known.
 */
export const useCase = pgTable(
  'use_case',
  {
    id: serial().primaryKey(),
    slug: text().notNull().unique(),
    state: text().$type<UseCaseState>().notNull().default('draft'),
    decision: text(),
    limits: text(),
    ownerId: integer().references(() => person.id),
    deputyId: integer().references(() => person.id),
    contextOwnerId: integer().references(() => person.id),
    stopAuthorityId: integer().references(() => person.id),
    stepFunction: text(),
    stepInput: text(),
    stepOutput: text(),
    failureMode: text(),
    errorReach: text(),
    qualityStandard: text(),
    escalation: text(),
    /** What readers are answered while it is paused. */
    failureResponse: text(),
    contextReviewDays: integer(),
    contextStopCriteria: text(),
    assessment: jsonb().$type<Assessment & { by: number; at: string }>(),
    /** Use cases of one class decide about the same thing; see where teams keep prompts of their own for it. */
    decisionClass: text(),
    timezone: text().notNull(),
    period: text().$type<'week' | 'month'>().notNull().default('week'),
    currency: text().notNull().default('EUR'),
    /** The use case whose context it decides by, where several share one contract. */
    contractOf: integer().references((): AnyPgColumn => useCase.id),
    /** The channel of the team, `slack:T1/C2`, which gets the report too. */
    team: text(),
    pilotUntil: date({ mode: 'string' }),
    /** What one decision saves, who says so and how they know. */
    minutesPerDecision: doublePrecision(),
    hoursMethod: text(),
    hoursBy: integer().references(() => person.id),
    /** When and why it came into its state; `pausedUntil`: when somebody means to resume it. */
    stateSince: at('state_since').notNull(),
    stateWhy: text(),
    stateBy: integer().references(() => person.id),
    pausedUntil: at('paused_until'),
    /** The step whose time has run out, once that was told. */
    toldStep: integer(),
    /** When it last began to run: it left the draft, or was resumed. Written by a trigger, whoever changes the state. */
    runningSince: at('running_since'),
    /** The last day of its last closed cycle: what happened until then counts afterwards, as late. */
    closedThrough: date({ mode: 'string' }),
    /** Names of its users are kept as digests made with this. */
    userSalt: uuid().notNull().defaultRandom(),
    createdBy: integer()
      .notNull()
      .references(() => person.id),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    check('use_case_owner_is_not_deputy', sql`${t.ownerId} <> ${t.deputyId}`),
    check('use_case_period', sql`${t.period} in ('week', 'month')`),
    index().on(t.decisionClass),
  ],
);

/** Append-only: how a use case came from one state to another. `until`: when somebody means to end a pause. */
export const useCaseStep = pgTable(
  'use_case_step',
  {
    id: serial().primaryKey(),
    useCaseId: integer()
      .notNull()
      .references(() => useCase.id),
    step: text().$type<Step>().notNull(),
    from: text().$type<UseCaseState>().notNull(),
    to: text().$type<UseCaseState>().notNull(),
    why: text(),
    until: at('until'),
    personId: integer()
      .notNull()
      .references(() => person.id),
    at: at('at').notNull(),
  },
  (t) => [index().on(t.useCaseId, t.id)],
);

/** Something a use case decides by: where it comes from, who answers for it, and how old it may be. */
export const contextInput = pgTable(
  'context_input',
  {
    id: serial().primaryKey(),
    useCaseId: integer()
      .notNull()
      .references(() => useCase.id),
    name: text().notNull(),
    source: text().notNull(),
    ownerId: integer()
      .notNull()
      .references(() => person.id),
    freshnessDays: integer().notNull(),
    reviewedAt: at('reviewed_at'),
  },
  (t) => [unique().on(t.useCaseId, t.name)],
);
