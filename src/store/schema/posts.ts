import { index, jsonb, pgTable, sql, text } from '../drizzle.ts';
import { at } from './moment.ts';

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
