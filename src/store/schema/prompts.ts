import type { MoveKind } from '../../rules/move-kind.ts';
import type { Policy } from '../../rules/policy.ts';
import {
  boolean,
  check,
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
import { place } from './posts.ts';
import { useCase } from './use-cases.ts';

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

/**
 * Somebody had the whole diff of a change before them. A reader waits for nobody, so what it points to was looked up and is
 * not looked up again by foreign keys, which would wait for whoever decides on the change.
 */
export const diffOpened = pgTable(
  'diff_opened',
  { changeId: integer().notNull(), personId: integer().notNull(), at: at('at').notNull() },
  (t) => [primaryKey({ columns: [t.changeId, t.personId] })],
);
