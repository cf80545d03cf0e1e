import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBooks } from '../../../src/store/books.ts';
import { cycleFacts } from '../../../src/store/cycle-facts.ts';
import { updateUseCase } from '../../../src/store/use-cases.ts';
import { readyUseCase } from '../../use-case.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

type Kind = 'usage' | 'decisions' | 'reversals';
type Refused = { index: number; line?: number; field: string; message: string };
type Taken = {
  taken: number;
  unchanged: number;
  late: number;
  refused: Refused[];
  error?: { code: string; message: string };
};

let world: HttpWorld;
let one: Awaited<ReturnType<HttpWorld['process']>>;
let token: string;
let useCase: number;

beforeAll(async () => {
  world = await httpWorld();
  one = await world.process();
  await world.prompt('support-reply', 'One');
  const [owner, deputy] = [await world.person('olu'), await world.person('dee')];
  useCase = await readyUseCase(world.store.db, { slug: 'refunds', owner, deputy, now: world.now() });
  await readyUseCase(world.store.db, { slug: 'letters', owner, deputy, now: world.now() });
  token = (await world.token(['facts'], 'ada', 'help-desk')).secret;
});
afterAll(() => world?.stop());

const post = async (path: string, body: string, type: string, secret = token) => {
  const headers = { 'content-type': type, authorization: `Bearer ${secret}` };
  const answer = await one.call(path, { method: 'POST', body, headers });
  return { status: answer.status, headers: answer.headers, json: answer.json as unknown as Taken };
};
const send = (kind: Kind, body: unknown, secret = token) =>
  post(`/v1/${kind}`, typeof body === 'string' ? body : JSON.stringify(body), 'application/json', secret);
const usage = (...rows: unknown[]) => send('usage', { usage: rows });
const decisions = (...rows: unknown[]) => send('decisions', { decisions: rows });
const reversals = (...rows: unknown[]) => send('reversals', { reversals: rows });
const csv = (kind: Kind, lines: string[], query = '') => post(`/v1/${kind}${query}`, lines.join('\n'), 'text/csv');

const MONDAY = '2026-10-26';
const TUESDAY = '2026-10-27';
const week = async (startsOn = MONDAY, endsOn = '2026-11-01') =>
  (await cycleFacts(world.store.db, [useCase], startsOn, endsOn)).get(useCase)!;

let n = 0;
const use = (of: Record<string, unknown> = {}) => ({ usecase: 'refunds', user: `u-${++n}`, day: MONDAY, ...of });
const decided = (of: Record<string, unknown> = {}) => ({
  usecase: 'refunds',
  key: `refund-${++n}`,
  at: `${MONDAY}T10:00:00Z`,
  ...of,
});
const ok = (taken: number, more: Partial<Taken> = {}) => ({ taken, unchanged: 0, late: 0, refused: [], ...more });

describe('usage', () => {
  test('tells who was enabled when and who used it on which day, in one row or in two', async () => {
    const before = await week();
    const enabled_on = '2026-10-01';
    expect(
      (await usage(use({ user: 'both', enabled_on }), use({ user: 'two', enabled_on, day: undefined }))).json,
    ).toEqual(ok(2));
    expect((await usage(use({ user: 'two' }))).json).toEqual(ok(1));
    const after = await week();
    expect(after.adoption).toMatchObject({
      enabled: before.adoption.enabled + 2,
      using: before.adoption.using + 2,
    });
  });

  test('keeps no name of a user, and the same name in another use case looks different', async () => {
    await usage(
      use({ user: 'ada.lovelace@example.com' }),
      use({ user: 'ada.lovelace@example.com', usecase: 'letters' }),
    );
    const rows = await world.sql`select who::text from usage_user`;
    expect(new Set(rows.map((row) => row.who)).size).toBe(rows.length);
    expect(JSON.stringify(rows)).not.toContain('lovelace');
    expect(JSON.stringify(one.lines)).not.toContain('lovelace');
  });

  test('of nobody says that the day was counted', async () => {
    const before = (await week()).adoption.reported.on;
    expect((await usage({ usecase: 'refunds', day: '2026-10-31' })).json).toEqual(ok(1));
    expect((await usage({ usecase: 'refunds', day: '2026-10-31' })).json).toEqual(ok(0, { unchanged: 1 }));
    expect((await week()).adoption.reported.on).toBe(before + 1);
  });

  test('of a user who was enabled twice is known, and the earlier day stands', async () => {
    const row = { usecase: 'refunds', user: 'twice', enabled_on: '2026-10-20' };
    expect((await usage(row, row, { ...row, enabled_on: '2026-10-25' })).json).toEqual(ok(1, { unchanged: 2 }));
    expect((await usage({ ...row, enabled_on: '2026-10-22' })).json).toEqual(ok(0, { unchanged: 1 }));
    expect((await usage({ ...row, enabled_on: '2026-10-19' })).json).toEqual(ok(1));
  });
});

describe('a decision', () => {
  test('is kept once under its key, with the version that made it', async () => {
    const row = decided({
      usecase: 'support-reply',
      prompt: 'support-reply',
      version: 1,
      minutes: 6,
      summary: 'Pay, card 4111 1111 1111 1111',
    });
    expect((await decisions(row)).json).toEqual(ok(1));
    expect((await decisions({ ...row, minutes: 9 })).json).toEqual(ok(0, { unchanged: 1 }));
    const [kept] = await world.sql`select application, minutes, summary, version_id is not null as known
      from decision where key = ${row.key}`;
    expect(kept).toEqual({ application: 'help-desk', minutes: '6.00', summary: 'Pay, card [masked]', known: true });
  });

  test('counts on its day in the zone of its use case', async () => {
    await updateUseCase(world.store.db, useCase, { timezone: 'Asia/Tokyo' });
    const before = await week('2026-10-19', '2026-10-25');
    await decisions(decided({ at: '2026-10-18T15:00:00Z' }), decided({ at: '2026-10-25T14:59:59Z' }));
    await decisions(decided({ at: '2026-10-18T14:59:59Z' }), decided({ at: '2026-10-25' }));
    const after = await week('2026-10-19', '2026-10-25');
    expect(after.reversal_rate.decisions).toBe(before.reversal_rate.decisions + 3);
    await updateUseCase(world.store.db, useCase, { timezone: 'UTC' });
  });

  test('is posted where it says so, once, or in the channel of its use case', async () => {
    await updateUseCase(world.store.db, useCase, { team: 'slack:T1/CREFUNDS' });
    const [there, team] = [decided({ place: 'slack:T1/CNEWS' }), decided({ post: true })];
    const { posts } = await world.queued(async () => {
      for (let i = 0; i < 2; i++) await decisions(there, team, decided());
    });
    const rows = await world.sql<{ id: string }[]>`
      select id from decision where key in (${there.key}, ${team.key}) order by key`;
    expect(posts).toEqual([
      { subject: `decision:${rows[0]!.id}`, place: 'slack:T1/CNEWS', slot: 'card' },
      { subject: `decision:${rows[1]!.id}`, place: 'slack:T1/CREFUNDS', slot: 'card' },
    ]);
    const { json } = await decisions(decided({ usecase: 'letters', post: true }));
    expect(json.refused).toMatchObject([{ field: 'post', message: expect.stringContaining('no channel') }]);
  });

  test('of none says that nothing was decided on that day', async () => {
    const before = (await week()).reversal_rate.reported.on;
    expect((await decisions({ usecase: 'refunds', day: '2026-10-30' })).json).toEqual(ok(1));
    expect((await week()).reversal_rate.reported.on).toBe(before + 1);
  });
});

describe('a reversal', () => {
  test('is the last word on a decision, and the cards of that decision show it', async () => {
    const [shown, other] = [decided({ place: 'slack:T1/CNEWS' }), decided()];
    await decisions(shown, other);
    const before = await week();
    const row = { usecase: 'refunds', reason: 'Paid twice', minutes: 25, cost: 40.5, at: `${TUESDAY}T09:00:00Z` };
    const rows = [shown, other].map(({ key }) => ({ ...row, decision: key }));
    const { refresh } = await world.queued(async () => {
      for (const taken of [2, 0]) {
        expect((await reversals(...rows)).json).toEqual(ok(taken, { unchanged: 2 - taken }));
      }
    });
    const [kept] = await world.sql<{ id: string }[]>`select id from decision where key = ${shown.key}`;
    expect(refresh).toEqual([`decision:${kept!.id}`]);
    expect((await reversals({ ...rows[0], cost: 60, at: `${TUESDAY}T10:00:00Z` })).json).toEqual(ok(1));
    expect((await reversals({ ...rows[0], cost: 1, at: `${TUESDAY}T08:00:00Z` })).json).toEqual(
      ok(0, { unchanged: 1 }),
    );
    const after = await week();
    expect(after.reversal_cost).toMatchObject({
      reversals: before.reversal_cost.reversals + 2,
      cost: before.reversal_cost.cost + 100.5,
    });
  });

  test('loses the secrets of its reason', async () => {
    const row = decided();
    await decisions(row);
    await reversals({ usecase: 'refunds', decision: row.key, reason: 'It told password=hunter22 !' });
    const [kept] =
      await world.sql`select reason from reversal r join decision d on d.id = decision_id where key = ${row.key}`;
    expect(kept).toEqual({ reason: 'It told password=[masked] !' });
  });

  test('finds the decision of another application, unless several have the key', async () => {
    const key = 'shared';
    await send('decisions', { application: 'shop', decisions: [decided({ key })] });
    const row = { usecase: 'refunds', decision: key, reason: 'Wrong' };
    expect((await reversals(row)).json).toEqual(ok(1));
    await send('decisions', { application: 'phone', decisions: [decided({ key })] });
    expect((await reversals(row)).json.refused).toMatchObject([
      { field: 'decision', message: expect.stringContaining('Several applications') },
    ]);
    expect((await send('reversals', { application: 'phone', reversals: [row] })).json).toEqual(ok(1));
  });
});

describe('a batch', () => {
  test('sent three times at once counts once, and again nothing', async () => {
    const before = await week();
    const rows = Array.from({ length: 1_000 }, (_, i) =>
      use({ user: `many-${i % 500}`, day: i < 500 ? MONDAY : TUESDAY }),
    );
    const answers = await Promise.all([rows, rows.toReversed(), rows].map((batch) => usage(...batch)));
    expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
    expect(answers.reduce((sum, each) => sum + each.json.taken, 0)).toBe(1_000);
    expect((await usage(...rows)).json).toEqual(ok(0, { unchanged: 1_000 }));
    const two = (facts: typeof before) => facts.concentration.histogram.find((each) => each.days === 2)?.users ?? 0;
    expect(two(await week())).toBe(two(before) + 500);
  });

  test('with good rows and bad ones keeps the good ones and names the bad ones by their place', async () => {
    const { json } = await usage(
      use({ user: '' }),
      use({ usecase: 'refund' }),
      use(),
      null,
      use({ day: '2031-01-01' }),
      use(),
    );
    expect(json).toMatchObject({
      taken: 2,
      refused: [
        { index: 0, field: 'user' },
        { index: 1, field: 'usecase', message: 'There is no use case called refund. Did you mean refunds?' },
        { index: 3, field: '', message: expect.stringContaining('A row is a JSON object') },
        { index: 4, field: 'day', message: 'This is in the future: it is 2026-11-02 in UTC.' },
      ],
    });
  });

  test('after the close of a cycle counts in the present one, and the answer says how many', async () => {
    const owner = await world.person('olu');
    const id = await readyUseCase(world.store.db, { slug: 'closed', owner, deputy: await world.person('dee') });
    await decisions(decided({ usecase: 'closed', key: 'known' }));
    await world.store.transaction((db) => closeBooks(db, [id], '2026-11-01'));
    const late = { usecase: 'closed' };
    expect((await usage(use(late), use({ ...late, day: '2026-11-02' }))).json).toEqual(ok(2, { late: 1 }));
    expect((await decisions(decided(late))).json).toEqual(ok(1, { late: 1 }));
    const reversal = { ...late, decision: 'known', reason: 'Wrong', at: MONDAY };
    expect((await reversals(reversal)).json).toEqual(ok(1, { late: 1 }));
    const found = await cycleFacts(world.store.db, [id], '2026-11-02', '2026-11-08');
    expect(found.get(id)).toMatchObject({ late: 3, reversal_rate: { decisions: 1, reversals: 1 } });
  });
});

const MILLION = 'x'.repeat(1_000_000);

describe('refused is a row', () => {
  test.each<[string, Kind, Record<string, unknown>, string, RegExp]>([
    ['of an unknown use case', 'usage', { usecase: 'lettres' }, 'usecase', /Did you mean letters\?/],
    ['of a use case that is nothing like any', 'usage', { usecase: 'zzz' }, 'usecase', /no use case called zzz\.$/],
    ['of no use case', 'usage', { usecase: undefined }, 'usecase', /name of a use case/],
    ['of tomorrow', 'usage', { day: '2026-11-03' }, 'day', /in the future/],
    ['enabled tomorrow', 'usage', { enabled_on: '2026-11-03' }, 'enabled_on', /in the future/],
    ['of three years ago', 'usage', { day: '2023-11-02' }, 'day', /more than two years/],
    ['of a day that does not exist', 'usage', { day: '2026-02-29' }, 'day', /no such day in the calendar/],
    ['of no day', 'usage', { day: undefined }, 'day', /on which day/],
    ['of a moment where a day is due', 'usage', { day: '2026-10-26T10:00:00Z' }, 'day', /looks like/],
    ['enabling nobody', 'usage', { user: undefined, enabled_on: MONDAY }, 'user', /who was enabled/],
    ['of a user with a million characters', 'usage', { user: MILLION }, 'user', /1 to 200/],
    ['of a user that cannot be stored', 'usage', { user: 'a\0b' }, 'user', /NUL/],
    ['with a field nobody knows', 'usage', { colour: 'red' }, 'colour', /no such field/],
    ['without a key', 'decisions', { key: undefined }, 'key', /a key, or name a day/],
    ['with a key and a silent day', 'decisions', { day: MONDAY }, 'key', /a key, or name a day/],
    ['of the future', 'decisions', { at: '2026-11-02T09:06:00Z' }, 'at', /in the future/],
    ['of long ago', 'decisions', { at: '2024-10-30T00:00:00Z' }, 'at', /more than two years/],
    ['of no moment', 'decisions', { at: 'yesterday' }, 'at', /A time looks like/],
    ['on no day of the calendar', 'decisions', { at: '2026-02-30' }, 'at', /no such day in the calendar/],
    ['saving negative minutes', 'decisions', { minutes: -1 }, 'minutes', /0 or more/],
    ['saving a word', 'decisions', { minutes: 'many' }, 'minutes', /a number/],
    ['with a summary of a million characters', 'decisions', { summary: MILLION }, 'summary', /longer than 2000/],
    ['of an unknown prompt', 'decisions', { prompt: 'unheard-of', version: 1 }, 'prompt', /no such prompt/],
    [
      'of an unknown version',
      'decisions',
      { usecase: 'support-reply', prompt: 'support-reply', version: 9 },
      'version',
      /no such version/,
    ],
    [
      'of a prompt of another use case',
      'decisions',
      { usecase: 'letters', prompt: 'support-reply', version: 1 },
      'prompt',
      /another use case/,
    ],
    ['of a version of nothing', 'decisions', { version: 1 }, 'prompt', /of which prompt/],
    ['of no version', 'decisions', { prompt: 'support-reply' }, 'version', /which version/],
    ['with a place that is none', 'decisions', { place: 'general' }, 'place', /looks like/],
    ['of an unknown decision', 'reversals', { decision: 'unheard-of' }, 'decision', /no decision with this key/],
    ['without a reason', 'reversals', { reason: '' }, 'reason', /Say why/],
    ['of negative minutes', 'reversals', { minutes: -0.01 }, 'minutes', /0 or more/],
    ['of a negative cost', 'reversals', { cost: -1 }, 'cost', /0 or more/],
    ['of an endless cost', 'reversals', { cost: 1e300 }, 'cost', /at most/],
    ['with a reason of a million characters', 'reversals', { reason: MILLION }, 'reason', /longer than 2000/],
    ['reversed tomorrow', 'reversals', { at: '2026-11-03' }, 'at', /in the future/],
  ])('%s', async (_what, kind, of, field, message) => {
    const base = {
      usage: use(),
      decisions: decided(),
      reversals: { usecase: 'refunds', decision: 'any', reason: 'Wrong' },
    };
    if (kind === 'reversals') await decisions(decided({ key: 'any' }));
    const { status, json } = await send(kind, { [kind]: [{ ...base[kind], ...of }] });
    expect([status, json]).toMatchObject([
      422,
      { taken: 0, refused: [{ index: 0, field, message: expect.stringMatching(message) }] },
    ]);
    expect(json.error).toMatchObject({ code: 'invalid', message: expect.stringContaining('Nothing was kept') });
  });

  test('of a clock that is a little fast is of now', async () => {
    expect((await decisions(decided({ at: '2026-11-02T09:04:00Z' }))).json).toEqual(ok(1));
  });
});

describe('a table', () => {
  test('is read with commas, semicolons or tabs, as spreadsheets write it', async () => {
    expect(
      (await csv('usage', ['\ufeffusecase,user,Enabled on,day', `refunds,csv-1,2026-10-01,${MONDAY}`, ''])).json,
    ).toEqual(ok(1));
    expect((await csv('decisions', ['Key;At;Minutes;Usecase', 'csv-1;26.10.2026;7,5;refunds'])).json).toEqual(ok(1));
    const table = ['decision\treason\tminutes\tcost', 'csv-1\t"Paid ""twice"", again"\t\t12,50'];
    expect((await csv('reversals', table, '?usecase=refunds')).json).toEqual(ok(1));
    const [kept] = await world.sql`
      select d.minutes as saved, r.reason, r.minutes, r.cost from decision d join reversal r on d.id = decision_id where key = 'csv-1'`;
    expect(kept).toEqual({ saved: '7.50', reason: 'Paid "twice", again', minutes: null, cost: '12.50' });
  });

  test('is answered as JSON is, with the lines of what was refused', async () => {
    const lines = [
      'user,day',
      `csv-2,${MONDAY}`,
      '',
      'csv-3,2031-01-01',
      'csv-4',
      `csv-5,${MONDAY},more`,
      `csv-6,${MONDAY}`,
    ];
    expect((await csv('usage', lines, '?usecase=refunds')).json).toEqual({
      taken: 2,
      unchanged: 0,
      late: 0,
      refused: [
        { index: 1, line: 4, field: 'day', message: 'This is in the future: it is 2026-11-02 in UTC.' },
        { index: 2, line: 5, field: '', message: expect.stringContaining('more or fewer values') },
        { index: 3, line: 6, field: '', message: expect.stringContaining('more or fewer values') },
      ],
    });
    expect((await csv('usage', lines, '?usecase=refunds')).json).toMatchObject({ taken: 0, unchanged: 2 });
  });

  test('is of the application that is named', async () => {
    await csv('decisions', ['usecase,key', 'refunds,csv-9'], '?application=shop');
    expect((await world.sql`select application from decision where key = 'csv-9'`).slice()).toEqual([
      { application: 'shop' },
    ]);
  });

  test.each<[string, Kind, string[], RegExp]>([
    [
      'with an unknown column',
      'usage',
      ['usr,day', 'a,b'],
      /no column "usr". Did you mean user\?.*usecase, user, enabled_on, day/,
    ],
    ['without names of columns', 'usage', [`u-1,${MONDAY}`], /There is no column "u-1"/],
    ['without rows', 'usage', ['user,day'], /no rows/],
    ['with an open quotation mark', 'usage', ['user,day', `"u-1,${MONDAY}`], /never closed/],
    [
      'of 1 001 rows',
      'usage',
      ['user,day', ...Array.from({ length: 1_001 }, () => `u,${MONDAY}`)],
      /1001 rows, and a batch 1000/,
    ],
    ['of nothing', 'usage', [''], /no rows/],
  ])('%s is refused as a whole', async (_what, kind, lines, message) => {
    const { status, json } = await csv(kind, lines, '?usecase=refunds');
    expect([status, json.error!.message]).toEqual([422, expect.stringMatching(message)]);
  });
});

describe('refused as a whole is', () => {
  test('what comes without the scope, before it is read', async () => {
    const { secret } = await world.token(['read', 'commands'], 'ada', 'reader');
    for (const kind of ['usage', 'decisions', 'reversals'] as const) {
      const { status, json } = await send(kind, '{"half":', secret);
      expect([status, json.error!.message]).toEqual([403, expect.stringContaining('lacks the scope facts')]);
      expect((await send(kind, {}, 'cs_nobody-knows-this-one')).status).toBe(401);
    }
  });

  test.each<[string, unknown, number, RegExp]>([
    ['a batch of nothing', { usage: [] }, 422, /1 to 1000 rows; this one is empty/],
    ['a batch of 1 001', { usage: Array.from({ length: 1_001 }, () => ({})) }, 422, /batch of their own/],
    ['another list', { decisions: [{}] }, 422, /usage is a list/],
    ['half a JSON', '{"usage":', 400, /not valid JSON/],
    ['more than fits', `{"usage":["${'x'.repeat(12_000_000)}"]}`, 413, /the most is 12 MB/],
  ])('%s', async (_what, body, status, message) => {
    const answer = await send('usage', body);
    expect([answer.status, answer.json.error!.message]).toEqual([status, expect.stringMatching(message)]);
  });

  test('what is neither JSON nor a table, and a table where none is taken', async () => {
    expect((await post('/v1/usage', '<usage/>', 'application/xml')).status).toBe(415);
    expect((await post('/v1/votes', 'key\n1', 'text/csv')).status).toBe(415);
  });
});
