import type { Reason } from '../../rules/reasons.ts';
import {
  bigint,
  bigserial,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  sql,
  text,
  unique,
} from '../drizzle.ts';
import { at } from './moment.ts';
import { person } from './people.ts';
import { change, prompt, version } from './prompts.ts';

/**
 * One answer of an application, by a name of its own. `input` and `output` are masked excerpts, erased when their time
 * has run out; what was counted stays.
 */
export const output = pgTable(
  'output',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    versionId: integer()
      .notNull()
      .references(() => version.id),
    promptId: integer()
      .notNull()
      .references(() => prompt.id),
    application: text().notNull(),
    reference: text().notNull(),
    input: text(),
    output: text(),
    at: at('at').notNull(),
  },
  (t) => [
    unique('output_reference').on(t.reference, t.promptId, t.application),
    index('output_texts').on(t.at).where(sql`input is not null or output is not null`),
  ],
);

/**
 * A person's or a user's last word on one output, or on a version where no output is known. Triggers keep the counts
 * below; so every statement that changes votes counts right. Millions come in, so what they point to was looked up and
 * is not looked up again by foreign keys: neither outputs nor versions are ever deleted.
 */
export const vote = pgTable(
  'vote',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    outputId: bigint({ mode: 'number' }),
    versionId: integer().notNull(),
    /** Whose output it is; `chat` where somebody typed the vote. */
    application: text().notNull(),
    /** `person:7`, or `app:help-desk/u-81`: a user whom only the application knows. */
    rater: text().notNull(),
    up: boolean().notNull(),
    /** Null: nothing was said. */
    reasons: jsonb().$type<Reason[]>(),
    comment: text(),
    at: at('at').notNull(),
    /** The application's own keys of what it sent, newest first: what comes again changes nothing. */
    keys: text().array().notNull().default([]),
    /**
     * Why it is left out of every rate: its rater or the owner say that it is not about the prompt, or it is the twin of
     * a vote by somebody who turned out to be the same person.
     */
    excluded: text().$type<'rater' | 'owner' | 'twin'>(),
  },
  (t) => [
    unique('last_word').on(t.outputId, t.versionId, t.rater).nullsNotDistinct(),
    index().on(t.versionId, t.at),
    index('vote_low').on(t.versionId, t.at).where(sql`not up and excluded is null`),
    index('vote_comment').on(t.at).where(sql`comment is not null`),
    index('vote_person').on(t.rater).where(sql`rater like 'person:%'`),
  ],
);

/** Votes counted per day (UTC): the only thing reports read. Written by the triggers of `vote`. */
export const voteDay = pgTable(
  'vote_day',
  {
    versionId: integer().notNull(),
    day: date({ mode: 'string' }).notNull(),
    application: text().notNull(),
    up: integer().notNull(),
    down: integer().notNull(),
    excluded: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.versionId, t.day, t.application] })],
);

/** Reasons of votes that count, per day. Written by the triggers of `vote`. */
export const voteReasonDay = pgTable(
  'vote_reason_day',
  {
    versionId: integer().notNull(),
    day: date({ mode: 'string' }).notNull(),
    application: text().notNull(),
    reason: text().$type<Reason>().notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.versionId, t.day, t.application, t.reason] })],
);

/** What was decided about a low vote. */
export const triage = pgTable(
  'triage',
  {
    voteId: bigint({ mode: 'number' })
      .primaryKey()
      .references(() => vote.id),
    versionId: integer()
      .notNull()
      .references(() => version.id),
    decision: text().$type<'prompt' | 'context' | 'not_about_the_prompt' | 'known'>().notNull(),
    why: text(),
    personId: integer()
      .notNull()
      .references(() => person.id),
    at: at('at').notNull(),
  },
  (t) => [index().on(t.versionId, t.at)],
);

/** A change answers what a vote said. */
export const changeFeedback = pgTable(
  'change_feedback',
  {
    changeId: integer()
      .notNull()
      .references(() => change.id),
    voteId: bigint({ mode: 'number' })
      .notNull()
      .references(() => vote.id),
  },
  (t) => [primaryKey({ columns: [t.changeId, t.voteId] }), index().on(t.voteId)],
);

/** Somebody was told, once, what became of the feedback that a change answers. */
export const feedbackTold = pgTable(
  'feedback_told',
  {
    changeId: integer()
      .notNull()
      .references(() => change.id),
    personId: integer()
      .notNull()
      .references(() => person.id),
    news: text().$type<'released' | 'rolled_back'>().notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.changeId, t.personId, t.news] })],
);

/** Who wants to hear nothing of what became of their feedback. */
export const muted = pgTable('muted', {
  personId: integer()
    .primaryKey()
    .references(() => person.id),
  at: at('at').notNull(),
});

/** A version was found to be worse than the one before; its owner is told once. */
export const worse = pgTable('worse', {
  versionId: integer()
    .primaryKey()
    .references(() => version.id),
  thanId: integer()
    .notNull()
    .references(() => version.id),
  at: at('at').notNull(),
});
