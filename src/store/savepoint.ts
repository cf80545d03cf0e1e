import type { Db } from './open.ts';

type Transaction = { transaction<T>(work: (db: Db) => Promise<T>): Promise<T> };

/** A part of a transaction: when it throws, what it wrote is undone, and what was written before it stays. */
export const savepoint = <T>(tx: Db, part: (db: Db) => Promise<T>): Promise<T> =>
  (tx as Db & Transaction).transaction(part);
