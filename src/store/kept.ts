import type { SQL } from './drizzle.ts';
import type { Db } from './open.ts';

type Values = Record<string, unknown>;
type Prepared<R> = { execute(values: Values): Promise<R> };
type Session = { client: object; prepareQuery(query: unknown, fields: undefined, name: string, raw: false): unknown };

const sessionOf = (db: Db) => (db as unknown as { session: Session }).session;

/**
 * A statement that drizzle builds once instead of at each use, which would cost more than all else we do for it
 * (measured). What differs from use to use stands in it as `sql.placeholder('name')`.
 */
export function kept<R>(
  build: (db: Db) => { prepare(name: string): Prepared<R> },
): (db: Db, values: Values) => Promise<R> {
  let made: Prepared<R> | undefined;
  return (db, values) => {
    made ??= build(db).prepare('kept');
    return elsewhere(made, db).execute(values);
  };
}

/** The same for a statement in SQL; its rows come as the driver reads them. */
export function keptSql<Row = never>(text: SQL): (db: Db, values: Values) => Promise<Row[]> {
  let made: Prepared<Row[]> | undefined;
  return (db, values) => {
    const { dialect } = db as unknown as { dialect: { sqlToQuery(text: SQL): unknown } };
    made ??= sessionOf(db).prepareQuery(dialect.sqlToQuery(text), undefined, 'kept', false) as Prepared<Row[]>;
    return elsewhere(made, db).execute(values);
  };
}

// What drizzle prepared knows the connection it is sent over, and nothing else that differs between transactions.
const elsewhere = <R>(made: Prepared<R>, db: Db): Prepared<R> =>
  Object.create(made, { client: { value: sessionOf(db).client } });
