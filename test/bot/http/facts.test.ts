import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { versionVotes } from '../../../src/store/satisfaction.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

type Taken = {
  taken: number;
  unchanged: number;
  refused: { index: number; field: string; message: string }[];
  error?: { code: string; message: string; fields?: Record<string, string> };
};

let world: HttpWorld;
let one: Awaited<ReturnType<HttpWorld['process']>>;
let token: string;

beforeAll(async () => {
  world = await httpWorld();
  one = await world.process();
  await world.inProduction('support-reply', 'One', 'Two');
  token = (await world.token(['facts'], 'ada', 'help-desk')).secret;
});
afterAll(() => world.stop());

const send = async (kind: 'outputs' | 'votes', body: unknown, secret = token) => {
  const answer = await one.call(`/v1/${kind}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
  });
  return { status: answer.status, headers: answer.headers, json: answer.json as unknown as Taken };
};
const votes = (...rows: unknown[]) => send('votes', { votes: rows });
const outputs = (...rows: unknown[]) => send('outputs', { outputs: rows });

let n = 0;
const outputRow = (of: Record<string, unknown> = {}) => ({
  prompt: 'support-reply',
  version: 1,
  reference: `answer-${++n}`,
  input: 'When do you open?',
  output: 'At nine.',
  ...of,
});
const voteRow = (of: Record<string, unknown> = {}) => ({
  key: `key-${++n}`,
  prompt: 'support-reply',
  version: 1,
  user: `u-${n}`,
  vote: 'up',
  ...of,
});
// The clock of the world stands still.
const ago = (ms: number) => new Date(Date.parse('2026-11-02T09:00:00Z') - ms).toISOString();
const MINUTE = 60_000;
const DAY = 86_400_000;

const counts = async (version = 1) => {
  const [row] = await world.sql<{ id: number }[]>`select id from prompt where slug = 'support-reply'`;
  const all = await versionVotes(world.store.db, row!.id);
  const { up = 0, down = 0, excluded = 0 } = all.find((each) => each.version === version) ?? {};
  return { up, down, excluded };
};

describe('an output', () => {
  test('is kept once under its reference, whatever is repeated', async () => {
    const row = outputRow();
    expect(await outputs(row)).toMatchObject({ status: 200, json: { taken: 1, unchanged: 0, refused: [] } });
    expect((await outputs(row, { ...row, output: 'Otherwise' })).json).toEqual({ taken: 0, unchanged: 2, refused: [] });
    const kept = await world.sql`select * from output where reference = ${row.reference}`;
    expect(kept).toMatchObject([{ application: 'help-desk', input: 'When do you open?', output: 'At nine.' }]);
  });

  test('is told by a fingerprint as well as by a version, and belongs to the application that is named', async () => {
    const [two] = await world.sql<{ fingerprint: string }[]>`select fingerprint from version where number = 2`;
    const row = outputRow({ version: undefined, fingerprint: two!.fingerprint });
    expect((await send('outputs', { application: 'shop', outputs: [row] })).json.taken).toBe(1);
    const kept = await world.sql`
      select o.application, v.number from output o join version v on v.id = o.version_id where reference = ${row.reference}`;
    expect(kept).toEqual([{ application: 'shop', number: 2 }]);
    // Another application's output may be called the same.
    expect((await outputs(row)).json.taken).toBe(1);
  });

  test('that is known under another version is refused', async () => {
    const row = outputRow();
    await outputs(row);
    const { status, json } = await outputs({ ...row, version: 2 });
    expect([status, json.refused]).toMatchObject([422, [{ index: 0, field: 'reference' }]]);
  });

  test('loses its secrets at the door', async () => {
    const secret = `cs_${'x7'.repeat(12)}`;
    const row = outputRow({ input: `My token is ${secret}`, output: 'Card 4111 1111 1111 1111, thanks' });
    await outputs(row);
    const [kept] = await world.sql`select input, output from output where reference = ${row.reference}`;
    expect(kept).toEqual({ input: 'My token is [masked]', output: 'Card [masked], thanks' });
    expect(JSON.stringify(one.lines)).not.toContain('x7x7');
  });

  test('is posted once where it says so, and the transaction of others queues nothing', async () => {
    const row = outputRow({ place: 'slack:T1/CNEWS' });
    const { posts } = await world.queued(async () => {
      await outputs(row, outputRow());
      await outputs(row);
      await votes(voteRow());
    });
    const [kept] = await world.sql<{ id: string }[]>`select id from output where reference = ${row.reference}`;
    expect(posts).toEqual([{ subject: `output:${kept!.id}`, place: 'slack:T1/CNEWS', slot: 'card' }]);
  });
});

describe('a vote', () => {
  test('on an output counts for the version that wrote it, also after a rollback', async () => {
    const row = outputRow({ version: 2 });
    await outputs(row);
    await world.done('olu', 'rollback', { prompt: 'support-reply', reason: 'wrong' });
    const before = await counts(2);
    const vote = voteRow({ output: row.reference, version: undefined });
    expect((await votes(vote)).json).toEqual({ taken: 1, unchanged: 0, refused: [] });
    expect(await counts(2)).toEqual({ ...before, up: before.up + 1 });
  });

  test('of a user is theirs alone, however their applications are called', async () => {
    const before = await counts(2);
    const one = { application: 'a', votes: [voteRow({ key: 'k', version: 2, user: 'b/c' })] };
    const other = { application: 'a/b', votes: [voteRow({ key: 'k', version: 2, user: 'c', vote: 'down' })] };
    for (const body of [one, other]) expect((await send('votes', body)).json).toMatchObject({ taken: 1, unchanged: 0 });
    expect(await counts(2)).toMatchObject({ up: before.up + 1, down: before.down + 1 });
  });

  test('that changes is the last word', async () => {
    const before = await counts();
    const vote = voteRow({ at: ago(2 * MINUTE) });
    await votes(vote);
    const turned = { ...vote, key: 'turned', vote: 'down', reasons: ['tone'], comment: 'Rude', at: ago(MINUTE) };
    expect((await votes(turned)).json).toEqual({ taken: 1, unchanged: 0, refused: [] });
    expect(await counts()).toEqual({ ...before, down: before.down + 1 });
  });

  test('loses the secrets of its comment', async () => {
    const vote = voteRow({ vote: 'down', comment: 'It told me password=hunter22 !' });
    await votes(vote);
    const [kept] = await world.sql`select comment from vote where rater = ${`app:help-desk/${vote.user}`}`;
    expect(kept).toEqual({ comment: 'It told me password=[masked] !' });
  });

  test('of a clock that is a little fast is of now', async () => {
    const vote = voteRow({ at: ago(-2 * MINUTE) });
    await votes(vote);
    const [kept] = await world.sql`select at from vote where rater = ${`app:help-desk/${vote.user}`}`;
    expect(kept).toEqual({ at: world.now() });
  });
});

describe('a batch', () => {
  const thousand = () => Array.from({ length: 1_000 }, (_, i) => voteRow({ vote: i % 4 === 0 ? 'down' : 'up' }));

  test('sent three times counts once', async () => {
    const before = await counts();
    const batch = thousand();
    expect((await votes(...batch)).json).toEqual({ taken: 1_000, unchanged: 0, refused: [] });
    for (const _ of [2, 3]) expect((await votes(...batch)).json).toEqual({ taken: 0, unchanged: 1_000, refused: [] });
    expect(await counts()).toEqual({ ...before, up: before.up + 750, down: before.down + 250 });
  });

  test('sent three times at once counts once', async () => {
    const before = await counts();
    const batch = thousand();
    const shuffled = [batch, [...batch].reverse(), batch];
    const answers = await Promise.all(shuffled.map((rows) => votes(...rows)));
    expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
    expect(answers.reduce((sum, each) => sum + each.json.taken, 0)).toBe(1_000);
    expect(await counts()).toEqual({ ...before, up: before.up + 750, down: before.down + 250 });
  });

  test('with 999 good rows and a bad one keeps the good ones and names the bad one', async () => {
    const before = await counts();
    const batch: Record<string, unknown>[] = thousand();
    batch[417] = voteRow({ vote: 'sideways' });
    const { status, json } = await votes(...batch);
    expect([status, json]).toEqual([
      200,
      { taken: 999, unchanged: 0, refused: [{ index: 417, field: 'vote', message: 'A vote is up or down.' }] },
    ]);
    const after = await counts();
    expect(after.up + after.down).toBe(before.up + before.down + 999);
    // Put right, it is sent again as it was.
    batch[417] = voteRow();
    expect((await votes(...batch)).json).toEqual({ taken: 1, unchanged: 999, refused: [] });
  });

  test('names a row by its place among all, whatever is wrong with those before it', async () => {
    const { json } = await votes(
      voteRow({ vote: 'sideways' }),
      voteRow({ prompt: 'unheard-of' }),
      voteRow(),
      voteRow({ version: 99 }),
      null,
      voteRow({ output: 'nothing', version: undefined }),
    );
    expect(json).toMatchObject({
      taken: 1,
      refused: [
        { index: 0, field: 'vote' },
        { index: 1, field: 'prompt' },
        { index: 3, field: 'version' },
        { index: 4, field: '', message: 'A row is a JSON object.' },
        { index: 5, field: 'output' },
      ],
    });
  });
});

describe('refused is a row', () => {
  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['of an unknown prompt', { prompt: 'unheard-of' }, 'prompt', /no such prompt/],
    ['of an unknown version', { version: 99 }, 'version', /no such version/],
    ['of an unknown fingerprint', { version: undefined, fingerprint: 'ab'.repeat(32) }, 'version', /no such version/],
    ['of half a fingerprint', { version: undefined, fingerprint: 'abcdef0' }, 'fingerprint', /given whole/],
    ['of an unknown output', { version: undefined, output: 'unheard-of' }, 'output', /no such output/],
    ['about nothing', { version: undefined }, 'output', /what it is about/],
    ['about two things', { output: 'answer-1' }, 'output', /what it is about/],
    ['from the future', { at: ago(-6 * MINUTE) }, 'at', /in the future/],
    ['older than what is kept', { at: ago(91 * DAY) }, 'at', /older than 90 days/],
    ['of no time at all', { at: 'yesterday' }, 'at', /looks like/],
    ['of a time that does not exist', { at: '2026-02-30T00:00:00Z' }, 'at', /looks like/],
    ['with a comment of a million characters', { comment: 'x'.repeat(1_000_000) }, 'comment', /longer than 2000/],
    ['with a comment that cannot be stored', { comment: 'a\0b' }, 'comment', /NUL/],
    ['with half a character', { comment: '\ud800' }, 'comment', /half a character/],
    ['with a comment that is no text', { comment: { deep: [] } }, 'comment', /is a text/],
    ['with an unknown reason', { vote: 'down', reasons: ['ugly'] }, 'reasons', /Reasons are wrong, /],
    ['with reasons for a vote up', { reasons: ['wrong'] }, 'reasons', /vote down/],
    ['without a user', { user: '' }, 'user', /1 to 200/],
    ['without a key', { key: undefined }, 'key', /1 to 200/],
    ['with an endless key', { key: 'k'.repeat(201) }, 'key', /1 to 200/],
    ['with a field nobody knows', { colour: 'red' }, 'colour', /no such field/],
    ['with a version that is too large', { version: 2 ** 40 }, 'version', /no version/],
    ['with the name of something else', { prompt: '../etc' }, 'prompt', /prompt name/],
  ])('%s', async (_what, of, field, message) => {
    const before = await counts();
    const { status, json } = await votes(voteRow(of));
    expect([status, json]).toMatchObject([
      422,
      { taken: 0, refused: [{ index: 0, field, message: expect.stringMatching(message) }] },
    ]);
    expect(json.error).toMatchObject({ code: 'invalid', message: expect.stringContaining('Nothing was kept') });
    expect(await counts()).toEqual(before);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['of an unknown version', { version: 99 }, 'version'],
    ['without a version', { version: undefined }, 'version'],
    ['with a whole book in it', { input: 'x'.repeat(2_001) }, 'input'],
    ['with a place that is none', { place: 'general' }, 'place'],
    ['without a reference', { reference: '' }, 'reference'],
  ])('of outputs %s', async (_what, of, field) => {
    const { status, json } = await outputs(outputRow(of), outputRow());
    expect([status, json]).toMatchObject([200, { taken: 1, refused: [{ index: 0, field }] }]);
  });
});

describe('refused as a whole is', () => {
  test('what comes without the scope, before it is read', async () => {
    const { secret } = await world.token(['read', 'commands'], 'ada', 'reader');
    for (const kind of ['votes', 'outputs'] as const) {
      const { status, json, headers } = await send(kind, '{"half":', secret);
      expect([status, json.error!.message]).toEqual([403, expect.stringContaining('lacks the scope facts')]);
      expect(headers.get('www-authenticate')).toContain('scope="facts"');
      expect((await send(kind, {}, 'cs_nobody-knows-this-one')).status).toBe(401);
    }
  });

  test.each<[string, unknown, number, RegExp]>([
    ['a batch of nothing', { votes: [] }, 422, /1 to 1000 rows; this one is empty/],
    ['a batch of 1 001', { votes: Array.from({ length: 1_001 }, () => ({})) }, 422, /batch of their own/],
    ['rows without a batch', [{}], 422, /a list called votes/],
    ['nothing', '', 422, /a list called votes/],
    ['another list', { outputs: [{}] }, 422, /votes is a list/],
    ['an unknown word beside the list', { votes: [{}], app: 'x' }, 422, /no such field/],
    ['half a JSON', '{"votes":', 400, /not valid JSON/],
    ['more than fits', `{"votes":["${'x'.repeat(12_000_000)}"]}`, 413, /the most is 12 MB/],
  ])('%s', async (_what, body, status, message) => {
    const answer = await send('votes', body);
    expect([answer.status, answer.json.error!.message]).toEqual([status, expect.stringMatching(message)]);
  });
});
