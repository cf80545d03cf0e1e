import type { Assessment } from '../rules/assessment.ts';
import type { CycleUnit } from '../rules/calendar.ts';
import type { Breaches, CycleFacts, Measures } from '../rules/cycle.ts';
import type { Verdict as Judgement } from '../rules/kill-switch.ts';
import type { MoveKind } from '../rules/move-kind.ts';
import type { Linked } from '../rules/one-human.ts';
import type { Policy } from '../rules/policy.ts';
import type { EscalationStep, ProposalState } from '../rules/proposal.ts';
import type { Reason } from '../rules/reasons.ts';
import type { KillKpi } from '../rules/threshold.ts';
import type { Step, UseCaseState } from '../rules/use-case.ts';
import type { WeeklyReport } from '../rules/weekly-report.ts';
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  serial,
  smallint,
  sql,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from './drizzle.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

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

/** A channel or a person's direct messages, named `slack:T1/C2`. A dead place is no longer posted to. */
export const place = pgTable('place', {
  id: text().primaryKey(),
  deadSince: at('dead_since'),
  deadWhy: text(),
});

/**
 * What a platform wants back when it is spoken to unasked: a ConversationReference of Teams, by the name of its place.
 * Renewed with everything that comes from there.
 */
export const conversation = pgTable('conversation', {
  placeId: text().primaryKey(),
  reference: jsonb().$type<Record<string, unknown>>().notNull(),
  at: at('at').notNull(),
});

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
    /** A sample that was measured: so many decisions took so many minutes less each. */
    hoursConfirmed: jsonb().$type<{ decisions: number; minutes: number; by: number; at: string }>(),
    /** When and why it came into its state; `pausedUntil`: when somebody means to resume it. */
    stateSince: at('state_since').notNull(),
    stateWhy: text(),
    stateBy: integer().references(() => person.id),
    pausedUntil: at('paused_until'),
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

export const prompt = pgTable(
  'prompt',
  {
    id: serial().primaryKey(),
    slug: text().notNull().unique(),
    useCaseId: integer()
      .notNull()
      .references(() => useCase.id),
    purpose: text().notNull(),
    ownerId: integer()
      .notNull()
      .references(() => person.id),
    deputyId: integer()
      .notNull()
      .references(() => person.id),
    policy: jsonb().$type<Policy>().notNull(),
    createdBy: integer()
      .notNull()
      .references(() => person.id),
    createdAt: at('created_at').notNull(),
  },
  (t) => [check('owner_is_not_deputy', sql`${t.ownerId} <> ${t.deputyId}`), index().on(t.useCaseId)],
);

/** People in a role of a prompt; a stakeholder may also be a place. */
export const member = pgTable(
  'member',
  {
    id: serial().primaryKey(),
    promptId: integer()
      .notNull()
      .references(() => prompt.id),
    role: text().$type<'contributor' | 'reviewer' | 'stakeholder'>().notNull(),
    personId: integer().references(() => person.id),
    placeId: text().references(() => place.id),
  },
  (t) => [
    unique().on(t.promptId, t.role, t.personId),
    unique().on(t.promptId, t.role, t.placeId),
    check('a_person_or_a_place', sql`(${t.personId} is null) <> (${t.placeId} is null)`),
  ],
);

/** Immutable content. `content` is the canonical JSON whose sha256 is the fingerprint. */
export const version = pgTable(
  'version',
  {
    id: serial().primaryKey(),
    promptId: integer()
      .notNull()
      .references(() => prompt.id),
    number: integer().notNull(),
    fingerprint: text().notNull(),
    content: text().notNull(),
    createdBy: integer()
      .notNull()
      .references(() => person.id),
    createdAt: at('created_at').notNull(),
  },
  (t) => [unique().on(t.promptId, t.number), unique().on(t.promptId, t.fingerprint)],
);

/** A named pointer to one version: a projection of the moves. */
export const label = pgTable(
  'label',
  {
    promptId: integer()
      .notNull()
      .references(() => prompt.id),
    name: text().notNull(),
    versionId: integer()
      .notNull()
      .references(() => version.id),
    moveId: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.promptId, t.name] })],
);

/** A request to point a label at a version. A follow-up looks at a rollback that has already happened. */
export const change = pgTable(
  'change',
  {
    id: serial().primaryKey(),
    promptId: integer()
      .notNull()
      .references(() => prompt.id),
    kind: text().$type<'proposal' | 'follow_up'>().notNull(),
    label: text().notNull(),
    /** The version the label held when the present cycle began; null before the first release. */
    baseId: integer().references(() => version.id),
    versionId: integer()
      .notNull()
      .references(() => version.id),
    authorId: integer()
      .notNull()
      .references(() => person.id),
    why: text().notNull(),
    cycle: integer().notNull().default(1),
    review: text()
      .$type<'open' | 'changes_requested' | 'approved' | 'declined' | 'withdrawn' | 'expired' | 'stale'>()
      .notNull(),
    application: text().$type<'pending' | 'applied' | 'dropped'>().notNull(),
    policy: jsonb().$type<Policy>().notNull(),
    openedAt: at('opened_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    decidedAt: at('decided_at'),
    decidedBy: integer().references(() => person.id),
    decidedWhy: text(),
    /** Its card showed the whole difference, so that nobody had to open it. */
    shownWhole: boolean().notNull().default(false),
    /** The move this change led to, or, for a follow-up, the rollback it looks at. */
    moveId: integer(),
  },
  (t) => [index().on(t.promptId, t.label), index().on(t.review)],
);

/** Everyone who put words into a change; none of them may approve it. */
export const coauthor = pgTable(
  'coauthor',
  {
    changeId: integer()
      .notNull()
      .references(() => change.id),
    personId: integer()
      .notNull()
      .references(() => person.id),
  },
  (t) => [primaryKey({ columns: [t.changeId, t.personId] })],
);

/** One person's decision on one review cycle of a change. */
export const verdict = pgTable(
  'verdict',
  {
    id: serial().primaryKey(),
    changeId: integer()
      .notNull()
      .references(() => change.id),
    cycle: integer().notNull(),
    personId: integer()
      .notNull()
      .references(() => person.id),
    verdict: text().$type<'approve' | 'request_changes' | 'decline' | 'comment'>().notNull(),
    reason: text(),
    fingerprint: text().notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    uniqueIndex('one_verdict_per_person_and_cycle')
      .on(t.changeId, t.cycle, t.personId)
      .where(sql`verdict <> 'comment'`),
    index().on(t.changeId),
  ],
);

/** Append-only: a label went from version to version. */
export const move = pgTable(
  'move',
  {
    id: serial().primaryKey(),
    promptId: integer()
      .notNull()
      .references(() => prompt.id),
    label: text().notNull(),
    kind: text().$type<MoveKind>().notNull(),
    fromId: integer().references(() => version.id),
    toId: integer()
      .notNull()
      .references(() => version.id),
    personId: integer()
      .notNull()
      .references(() => person.id),
    why: text().notNull(),
    reasons: jsonb().$type<string[]>().notNull().default([]),
    changeId: integer().references(() => change.id),
    at: at('at').notNull(),
  },
  (t) => [index().on(t.promptId, t.label, t.id)],
);

/** One posted copy of a card or one reply; `key` makes a second post impossible. */
export const post = pgTable(
  'post',
  {
    key: text().primaryKey(),
    subject: text().notNull(),
    placeId: text().notNull(),
    slot: text().notNull(),
    state: text().$type<'sending' | 'sent' | 'gone'>().notNull(),
    /** Where the platform keeps it: `{ channel, ts }` on Slack. */
    ref: jsonb().$type<Record<string, string>>(),
    /** Digest of what was last sent, so that an edit without a difference is not sent. */
    digest: text(),
    at: at('at').notNull(),
  },
  (t) => [index().on(t.subject), index('post_ref').using('hash', sql`(${t.ref}->>'activity')`)],
);

/** Deliveries from a platform that already had their effect. */
export const invocation = pgTable(
  'invocation',
  { id: text().primaryKey(), at: at('at').notNull(), answer: jsonb() },
  (t) => [index().on(t.at)],
);

/** A service token acts for the person who made it; only its sha256 is kept. */
export const token = pgTable('token', {
  id: serial().primaryKey(),
  name: text().notNull(),
  hash: text().notNull().unique(),
  scopes: jsonb().$type<string[]>().notNull(),
  personId: integer()
    .notNull()
    .references(() => person.id),
  createdAt: at('created_at').notNull(),
  revokedAt: at('revoked_at'),
});

/** Who reads which label, counted per day. */
export const reading = pgTable(
  'reading',
  {
    tokenId: integer()
      .notNull()
      .references(() => token.id),
    promptId: integer()
      .notNull()
      .references(() => prompt.id),
    label: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    count: integer().notNull(),
    firstAt: at('first_at').notNull(),
    lastAt: at('last_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tokenId, t.promptId, t.label, t.day] })],
);

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

/**
 * What somebody, or the channel of a team, set of their weekly report; null: as usual. A slot before `since` is none of
 * theirs: there was no audience yet, or it was to come at another time.
 */
export const reportSetting = pgTable(
  'report_setting',
  {
    id: serial().primaryKey(),
    personId: integer().references(() => person.id),
    placeId: text(),
    weekday: integer(),
    hour: integer(),
    zone: text(),
    muted: boolean().notNull().default(false),
    short: boolean().notNull().default(false),
    since: at('since').notNull(),
  },
  (t) => [
    unique().on(t.personId, t.placeId).nullsNotDistinct(),
    check('a_person_or_a_place', sql`(${t.personId} is null) <> (${t.placeId} is null)`),
  ],
);

/** A weekly report as it was made: one for each audience and slot, whoever makes it. `slot`: its local day. */
export const report = pgTable(
  'report',
  {
    id: serial().primaryKey(),
    personId: integer().references(() => person.id),
    placeId: text(),
    slot: date({ mode: 'string' }).notNull(),
    dueAt: at('due_at').notNull(),
    madeAt: at('made_at').notNull(),
    late: boolean().notNull(),
    content: jsonb().$type<WeeklyReport>().notNull(),
  },
  (t) => [
    unique('one_report_per_slot').on(t.personId, t.placeId, t.slot).nullsNotDistinct(),
    check('a_person_or_a_place', sql`(${t.personId} is null) <> (${t.placeId} is null)`),
    index().on(t.madeAt),
  ],
);

/** When it was last looked which reports are due; the one row is locked by whoever looks. */
export const reportLook = pgTable('report_look', { id: integer().primaryKey(), at: at('at').notNull() }, (t) => [
  check('one_look', sql`${t.id} = 1`),
]);

/**
 * Somebody had the whole diff of a change before them. A reader waits for nobody, so what it points to was looked up and is
 * not looked up again by foreign keys, which would wait for whoever decides on the change.
 */
export const diffOpened = pgTable(
  'diff_opened',
  { changeId: integer().notNull(), personId: integer().notNull(), at: at('at').notNull() },
  (t) => [primaryKey({ columns: [t.changeId, t.personId] })],
);

/** The hash chain. Ids, `prev` and `hash` are set by a trigger under a lock; update and delete are refused by another. */
export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'number' }).primaryKey(),
    at: at('at').notNull(),
    actor: text().notNull(),
    via: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    detail: text().notNull(),
    prev: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [index().on(t.subject)],
);

export const schema = {
  person,
  account,
  parting,
  pairing,
  wrongCode,
  place,
  conversation,
  useCase,
  contextInput,
  criterion,
  cycle,
  judgement,
  warning,
  proposal,
  prompt,
  member,
  version,
  label,
  change,
  coauthor,
  verdict,
  move,
  post,
  invocation,
  token,
  reading,
  output,
  vote,
  voteDay,
  voteReasonDay,
  triage,
  changeFeedback,
  feedbackTold,
  muted,
  worse,
  usageUser,
  usage,
  decision,
  reversal,
  factDay,
  cohortDay,
  usageSpread,
  reportSetting,
  report,
  reportLook,
  diffOpened,
  audit,
};
