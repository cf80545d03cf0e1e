import { date, integer, jsonb, pgTable, primaryKey, serial, text } from '../drizzle.ts';
import { at } from './moment.ts';
import { person } from './people.ts';
import { prompt } from './prompts.ts';

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
