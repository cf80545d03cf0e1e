import { createRequire } from 'node:module';

// drizzle's ESM build costs 400 ms and 300 MB at start, its CommonJS build 57 ms and 71 MB (measured):
// the one door to it is therefore here, and the types come along.
const load = createRequire(import.meta.url);
const orm = load('drizzle-orm') as typeof import('drizzle-orm');
const pg = load('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');
const driver = load('drizzle-orm/postgres-js') as typeof import('drizzle-orm/postgres-js');
const migrator = load('drizzle-orm/postgres-js/migrator') as typeof import('drizzle-orm/postgres-js/migrator');

export const {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  not,
  notInArray,
  or,
  sql,
} = orm;
export const {
  alias,
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
} = pg;
export const { drizzle } = driver;
export const { migrate } = migrator;
