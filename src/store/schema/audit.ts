import { bigint, index, pgTable, text } from '../drizzle.ts';
import { at } from './moment.ts';

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
