import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FactsWorld, factsWorld } from '../store/facts-world.ts';
import { run } from './command-line.ts';

let world: FactsWorld;
let folder: string;
let id: number;

beforeAll(async () => {
  world = await factsWorld();
  id = await world.useCase();
  folder = await mkdtemp(join(tmpdir(), 'countersign-import-'));
});
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const today = new Date().toISOString().slice(0, 10);
const imported = async (kind: string, lines: string[], ...more: string[]) => {
  const file = join(folder, 'rows.csv');
  await writeFile(file, lines.join('\n'));
  return run('import', { DATABASE_URL: world.url }, [kind, file, ...more]);
};

test('a file of more rows than a batch holds is taken in, and again changes nothing', async () => {
  const rows = Array.from({ length: 1_500 }, (_, i) => `case-1,u-${i},${today}`);
  const lines = ['usecase,user,day', ...rows];
  expect(await imported('usage', lines)).toEqual({ code: 0, out: '1500 new (0 late), 0 known, 0 refused\n', err: '' });
  expect(await imported('usage', lines)).toMatchObject({ code: 0, out: '0 new (0 late), 1500 known, 0 refused\n' });
  const { histogram } = (await world.facts(id, ...monthOf(today))).concentration;
  expect(histogram).toEqual([{ days: 1, users: 1_500 }]);
});

test('good rows are kept and bad ones named by their line; the use case and the application may be named once', async () => {
  const lines = ['key;at;minutes', `d-1;${today};2,5`, `d-2;${today};-1`];
  const { code, out, err } = await imported('decisions', lines, '--usecase', 'case-1', '--application', 'shop');
  expect([code, out, err]).toEqual([
    1,
    '1 new (0 late), 0 known, 1 refused\n',
    'Line 3, minutes: The minutes are 0 or more.\n',
  ]);
  const rows = await world.sql`select key, application, minutes from decision`;
  expect(rows.slice()).toEqual([{ key: 'd-1', application: 'shop', minutes: '2.50' }]);
});

test.each<[string, string, string[], string]>([
  ['a kind nobody knows', 'votes', ['user'], 'There are no rows called "votes"'],
  ['an unknown column', 'usage', ['usr,day', 'a,b'], 'Did you mean user?'],
  ['an unknown use case', 'usage', ['usecase,user,day', `case-7,u,${today}`], 'There is no use case called case-7'],
])('%s is refused in one line', async (_what, kind, lines, said) => {
  const { code, err } = await imported(kind, lines);
  expect(code).toBe(1);
  expect(err).toContain(said);
  expect(err).not.toMatch(/\n {4}at /);
});

test('a file that is not there is named', async () => {
  const { code, err } = await run('import', { DATABASE_URL: world.url }, ['usage', '/nowhere.csv']);
  expect([code, err]).toEqual([1, expect.stringContaining('/nowhere.csv')]);
});

const monthOf = (day: string): [string, string] => {
  const [year, month] = day.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return [`${day.slice(0, 7)}-01`, last];
};
