import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AuditReport, appendAudit, auditHash, auditTrail, verifyAudit } from '../../src/store/audit.ts';
import { sql } from '../../src/store/drizzle.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { change } = await world.prompt('support-reply', 'one');
  await world.approve('grace', change);
  await world.release('support-reply', 'two');
  await world.done('ada', 'rollback', { prompt: 'support-reply', reason: 'wrong' });
});
afterAll(() => world.close());
beforeEach(() => append(3));

const entry = (n: number, detail = '{}') => ({
  actor: 'person:1',
  via: 'slack',
  action: 'test',
  subject: `prompt:${n}`,
  detail,
  at: world.now(),
});
const append = (n: number) =>
  world.store.transaction((db) =>
    appendAudit(
      db,
      Array.from({ length: n }, (_, i) => entry(i)),
    ),
  );
const rows = () =>
  world.sql<{ id: number; prev: string; hash: string }[]>`select id::int, prev, hash from audit order by id`;

/** What the verification finds after somebody who owns the tables has tampered with them; the tampering is undone. */
async function afterTampering(...statements: string[]): Promise<AuditReport> {
  let report: AuditReport | undefined;
  const undo = new Error('undo');
  await world.store
    .transaction(async (db) => {
      await db.execute(sql.raw('alter table audit disable trigger user'));
      for (const one of statements) await db.execute(sql.raw(one));
      report = await verifyAudit(db);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return report!;
}

test('the chain of everything that was done holds, from the first row to the last', async () => {
  const all = await rows();
  expect(await verifyAudit(world.store.db)).toEqual({ rows: all.length, head: all.at(-1)!.hash, broken: null });
  expect(all.map((row) => row.id)).toEqual(all.map((_, i) => i + 1));
  expect(all[0]!.prev).toBe('');
  for (const [i, row] of all.slice(1).entries()) expect(row.prev).toBe(all[i]!.hash);
});

test('the link is the same whether the database or the verification makes it, whatever the fields hold', async () => {
  const odd = 'Zoë\n12:x – "quoted" \u202e \u{1f600}\\';
  const made = {
    ...entry(1),
    actor: odd,
    action: odd,
    detail: JSON.stringify({ odd }),
    at: new Date('2026-02-28T23:59:59.007Z'),
  };
  await world.store.transaction((db) => appendAudit(db, [made]));
  const [row] = await auditTrail(world.store.db, ['prompt:1'], 1);
  expect(row).toMatchObject(made);
  expect(row!.hash).toBe(auditHash(row!));
});

test('two rows whose fields only divide differently have different links', () => {
  const row = { ...entry(1), id: 1, prev: '' };
  const shifted = { ...row, actor: 'person:1\n5:slack', via: '' };
  expect(auditHash(row)).not.toBe(auditHash(shifted));
  expect(auditHash({ ...row, actor: 'ab', via: 'c' })).not.toBe(auditHash({ ...row, actor: 'a', via: 'bc' }));
});

test.each(['at', 'actor', 'via', 'action', 'subject', 'detail'])('a changed "%s" is found', async (column) => {
  const value = column === 'at' ? `at + interval '1 ms'` : `${column} || ' '`;
  expect((await afterTampering(`update audit set ${column} = ${value} where id = 4`)).broken).toEqual({
    id: 4,
    why: 'its content was changed',
  });
});

test('a changed row with a link made anew breaks the row after it', async () => {
  const [row] = await auditTrail(world.store.db, ['prompt:support-reply'], 1000);
  const forged = { ...row!, detail: '{"forged":true}' };
  const report = await afterTampering(
    `update audit set detail = '${forged.detail}', hash = '${auditHash(forged)}' where id = ${forged.id}`,
  );
  expect(report.broken).toEqual({ id: forged.id + 1, why: 'it does not follow from the row before it' });
});

test('a deleted row is missed, also the first one', async () => {
  expect((await afterTampering('delete from audit where id = 5')).broken).toEqual({ id: 6, why: 'row 5 is missing' });
  expect((await afterTampering('delete from audit where id in (1, 2)')).broken).toEqual({
    id: 3,
    why: 'row 1 is missing',
  });
});

test('rows that changed places are found', async () => {
  const report = await afterTampering(
    'update audit set id = -1 where id = 4',
    'update audit set id = 4 where id = 5',
    'update audit set id = 5 where id = -1',
  );
  expect(report.broken).toMatchObject({ id: 4 });
});

test('an inserted row is found: at the end, in between, and before the beginning', async () => {
  const insert = (id: string, prev: string, hash: string) =>
    `insert into audit select ${id}, now(), 'person:1', 'slack', 'forged', 'prompt:x', '{}', ${prev}, ${hash}`;
  const end = await afterTampering(insert('max(id) + 1', 'max(hash)', `max(hash) from audit`));
  expect(end.broken?.id).toBe((await rows()).length + 1);
  const between = await afterTampering(
    'update audit set id = -id where id > 4',
    'update audit set id = 1 - id where id < 0',
    insert('5', `''`, `''`),
  );
  expect(between.broken).toEqual({ id: 5, why: 'it does not follow from the row before it' });
  const before = await afterTampering(insert('0', `''`, `''`));
  expect(before.broken).toEqual({ id: 0, why: 'no row has such a number' });
});

test('the report counts what held before the break', async () => {
  expect(await afterTampering(`update audit set detail = 'x' where id = 4`)).toMatchObject({ rows: 3 });
});

test.each(['audit', 'move', 'verdict', 'version'])(
  'rows of "%s" are neither changed, deleted nor truncated',
  async (table) => {
    const tried = (statement: string) =>
      world.sql.unsafe(statement).then(
        () => 'done',
        (error: { code: string; message: string }) => `${error.code} ${error.message}`,
      );
    const refusal = `23001 ${table} is append-only`;
    expect(await tried(`update ${table} set id = id`)).toBe(refusal);
    expect(await tried(`update ${table} set id = id where false`)).toBe(refusal);
    expect(await tried(`delete from ${table}`)).toBe(refusal);
    expect(await tried(`truncate ${table} cascade`)).toBe(refusal);
  },
);

test('whoever appends cannot choose number, link or predecessor', async () => {
  await world.sql`insert into audit (id, at, actor, via, action, subject, detail, prev, hash)
    values (999999, now(), 'person:1', 'slack', 'test', 'prompt:x', '{}', 'mine', 'mine')`;
  expect((await verifyAudit(world.store.db)).broken).toBeNull();
});

test('fifty transactions that append at the same moment leave one chain without gaps', async () => {
  const before = (await rows()).length;
  await Promise.all(Array.from({ length: 50 }, (_, i) => append((i % 3) + 1)));
  const report = await verifyAudit(world.store.db);
  expect(report.broken).toBeNull();
  expect(report.rows).toBe(before + [...Array(50).keys()].reduce((sum, i) => sum + (i % 3) + 1, 0));
});

test('a transaction that is undone leaves no gap', async () => {
  const before = (await rows()).length;
  await world.store
    .transaction(async (db) => {
      await appendAudit(db, [entry(1)]);
      throw new Error('undo');
    })
    .catch(() => {});
  await append(1);
  expect(await verifyAudit(world.store.db)).toMatchObject({ rows: before + 1, broken: null });
});

test('a chain of several thousand rows is walked page by page', async () => {
  await append(2_500);
  expect((await verifyAudit(world.store.db)).broken).toBeNull();
  const [{ id }] = (await world.sql`select max(id)::int - 3 as id from audit`) as unknown as [{ id: number }];
  expect((await afterTampering(`update audit set detail = 'x' where id = ${id}`)).broken).toEqual({
    id,
    why: 'its content was changed',
  });
});

test('an empty trail holds', async () => {
  expect(await afterTampering('delete from audit')).toEqual({ rows: 0, head: '', broken: null });
});
