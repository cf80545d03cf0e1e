import { inject } from 'vitest';
import { type FreshDatabase, newDatabase } from './new-database.ts';

export type { FreshDatabase };

/** A database as the program leaves it at its first start, on the server that serves this test run. */
export const freshDatabase = (): Promise<FreshDatabase> =>
  newDatabase(inject('databaseUrl'), inject('migratedDatabase'));

/** A database with nothing in it. */
export const emptyDatabase = (): Promise<FreshDatabase> => newDatabase(inject('databaseUrl'), 'template1');
