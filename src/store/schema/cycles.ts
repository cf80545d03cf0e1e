import type { CycleUnit } from '../../rules/calendar.ts';
import type { Breaches, CycleFacts, Measures } from '../../rules/cycle.ts';
import type { Verdict as Judgement } from '../../rules/kill-switch.ts';
import type { EscalationStep, ProposalState } from '../../rules/proposal.ts';
import type { KillKpi } from '../../rules/threshold.ts';
import {
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  sql,
  text,
  unique,
  uniqueIndex,
} from '../drizzle.ts';
import { at } from './moment.ts';
import { person } from './people.ts';
import { useCase } from './use-cases.ts';

/**
 * When a use case should be stopped, in words that people agreed on beforehand. An agreement is never rewritten: a new
 * one is a new row, and takes the place of the old one once it is agreed. `unit`: the cycles it was agreed for.
 */
export const criterion = pgTable(
  'criterion',
  {
    id: serial().primaryKey(),
    useCaseId: integer()
      .notNull()
      .references(() => useCase.id),
    kpi: text().$type<KillKpi>().notNull(),
    threshold: doublePrecision().notNull(),
    cycles: integer().notNull(),
    unit: text().$type<CycleUnit>().notNull(),
    words: text().notNull(),
    setBy: integer()
      .notNull()
      .references(() => person.id),
    setAt: at('set_at').notNull(),
    agreedBy: integer().references(() => person.id),
    agreedAt: at('agreed_at'),
    endedBy: integer().references(() => person.id),
    endedAt: at('ended_at'),
  },
  (t) => [
    uniqueIndex('one_criterion_in_force').on(t.useCaseId, t.kpi).where(sql`agreed_at is not null and ended_at is null`),
    uniqueIndex('one_criterion_waiting').on(t.useCaseId, t.kpi).where(sql`agreed_at is null and ended_at is null`),
    index().on(t.useCaseId),
  ],
);

/** A closed cycle, append-only. What was counted and what that meant is kept as it was at the close. */
export const cycle = pgTable(
  'cycle',
  {
    id: serial().primaryKey(),
    useCaseId: integer()
      .notNull()
      .references(() => useCase.id),
    unit: text().$type<CycleUnit>().notNull(),
    startsOn: date({ mode: 'string' }).notNull(),
    endsOn: date({ mode: 'string' }).notNull(),
    closedAt: at('closed_at').notNull(),
    facts: jsonb().$type<CycleFacts>().notNull(),
    measures: jsonb().$type<Measures>().notNull(),
  },
  (t) => [unique('one_close').on(t.useCaseId, t.startsOn)],
);

/** What one criterion said of one closed cycle, append-only; `why`: for what reason it says nothing. */
export const judgement = pgTable(
  'judgement',
  {
    criterionId: integer()
      .notNull()
      .references(() => criterion.id),
    cycleId: integer()
      .notNull()
      .references(() => cycle.id),
    startsOn: date({ mode: 'string' }).notNull(),
    verdict: text().$type<Judgement>().notNull(),
    why: text(),
  },
  (t) => [primaryKey({ columns: [t.criterionId, t.startsOn] }), index().on(t.cycleId)],
);

/** At the close of a cycle somebody was warned, once: of these criteria, with the breaches so far by their first days. */
export const warning = pgTable('warning', {
  cycleId: integer()
    .primaryKey()
    .references(() => cycle.id),
  /** Null: there was nobody who could be told. */
  personId: integer().references(() => person.id),
  breaches: jsonb().$type<Breaches[]>().notNull(),
  at: at('at').notNull(),
});

/**
 * A use case whose cycles could not be closed when that was tried last, at `at`. Not `alone`: together with others, so that
 * the fault may be of any of them.
 */
export const closeFault = pgTable('close_fault', {
  useCaseId: integer()
    .primaryKey()
    .references(() => useCase.id),
  alone: boolean().notNull(),
  at: at('at').notNull(),
});

/** The bot proposed, at the close of a cycle, to stop a use case. `lapsed`: it was stopped without the proposal. */
export const proposal = pgTable(
  'proposal',
  {
    id: serial().primaryKey(),
    useCaseId: integer()
      .notNull()
      .references(() => useCase.id),
    cycleId: integer()
      .notNull()
      .references(() => cycle.id),
    state: text().$type<ProposalState>().notNull().default('open'),
    breaches: jsonb().$type<Breaches[]>().notNull(),
    maySnooze: boolean().notNull(),
    madeAt: at('made_at').notNull(),
    /** Who was asked so far, by their ids, and how far it went because nobody answered. */
    asked: jsonb().$type<number[]>().notNull().default([]),
    step: text().$type<EscalationStep>(),
    /** Nobody could be asked, so it was brought before everybody. */
    announced: boolean().notNull().default(false),
    decidedBy: integer().references(() => person.id),
    decidedAt: at('decided_at'),
    decidedWhy: text(),
    /** The first day of the cycle whose close proposes nothing, because somebody snoozed. */
    snoozes: date({ mode: 'string' }),
  },
  (t) => [
    unique('one_proposal_per_close').on(t.cycleId),
    uniqueIndex('one_open_proposal').on(t.useCaseId).where(sql`state = 'open'`),
    index().on(t.useCaseId),
  ],
);
