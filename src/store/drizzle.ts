import { createRequire } from 'node:module';

// drizzle's ESM build costs 400 ms and 300 MB at start, its CommonJS build 57 ms and 71 MB (measured): the one door to it
// is therefore here, and the types come along. What speaks to the database with it is in drizzle-driver.ts, so that
// drizzle-kit can read the tables without a driver.
const load = createRequire(import.meta.url);
const orm = load('drizzle-orm') as typeof import('drizzle-orm');
const pg = load('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');

export type AnyPgColumn = import('drizzle-orm/pg-core').AnyPgColumn;
export type SQL<T = unknown> = import('drizzle-orm').SQL<T>;
export const { and, asc, desc, eq, getTableColumns, gt, gte, inArray, isNull, like, lt, lte, ne, or, sql } = orm;
export const {
  alias,
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
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} = pg;
