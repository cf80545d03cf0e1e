import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readingLoader } from '../../src/store/prompt-reading.ts';
import { serving } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
let usecase: string;
let slug: string;
beforeAll(async () => {
  world = await createWorld({ drafts: true });
});
afterAll(() => world?.close());

beforeEach(async () => {
  ({ usecase, slug } = await serving(world, { team: '#slack:T1/CTEAM' }));
  await world.release(slug, 'Try this.', { label: 'staging' });
});

const pause = (more: Record<string, unknown> = {}, who = 'sam') =>
  [who, 'usecase-pause', { usecase, reason: 'It promises refunds', ...more }] as const;
const read = (label: string) => readingLoader(world.store.db)(slug, { label });

test('readers are stopped with the failure response, staging is still read', async () => {
  await world.done(...pause({ until: '2026-12-24' }));
  expect(await read('production')).toEqual({
    miss: 'stopped',
    state: 'paused',
    useCase: usecase,
    failureResponse: 'A colleague will answer you.',
    since: world.now(),
    until: new Date('2026-12-24T00:00:00Z'),
  });
  expect(await read('staging')).toMatchObject({ label: 'staging' });
});

test('it is announced once to everybody concerned, and the card says who, why, until and what readers get', async () => {
  await world.person('eve');
  const told = { people: 'eve@example.com', places: '#slack:T1/CHELP' };
  await world.done('olu', 'stakeholders', { prompt: slug, action: 'add', ...told });
  const { posts, refresh } = await world.queued(() => world.done(...pause()));
  const [step] = await world.sql<{ id: number }[]>`select max(id) as id from use_case_step`;
  const subject = `usecase:${(await world.sql`select id from use_case where slug = ${usecase}`)[0]!.id}`;
  expect(new Set(posts.map((one) => one.slot))).toEqual(new Set([`pause-${step!.id}`]));
  expect(posts.map((one) => one.place).sort()).toEqual([
    'slack:T1/CHELP',
    'slack:T1/CNEWS',
    'slack:T1/CTEAM',
    'slack:T1/UDEE',
    'slack:T1/UEVE',
    'slack:T1/UGRACE',
    'slack:T1/UOLU',
  ]);
  expect(refresh).toContain(subject);
});

test('consumers are told too: whoever made a token that reads it', async () => {
  await world.done('root', 'token', { action: 'create', name: `desk-of-${usecase}`, scopes: ['read'] });
  await world.sql`
    insert into reading (token_id, prompt_id, label, day, count, first_at, last_at)
    select t.id, p.id, 'production', ${world.now()}, 1, ${world.now()}, ${world.now()}
    from token t, prompt p where t.name = ${`desk-of-${usecase}`} and p.slug = ${slug}`;
  const { posts } = await world.queued(() => world.done(...pause()));
  expect(posts.map((one) => one.place)).toContain('slack:T1/UROOT');
});

test('every label notes it, and the audit trail', async () => {
  await world.done(...pause());
  const moves =
    await world.sql`select label, kind, why from move where kind = 'pause' and prompt_id = (select id from prompt where slug = ${slug}) order by label`;
  expect(moves).toEqual([
    { label: 'production', kind: 'pause', why: 'It promises refunds' },
    { label: 'staging', kind: 'pause', why: 'It promises refunds' },
  ]);
  const { entries } = await world.done<{ entries: object[] }>('eve', 'audit', { subject: `usecase:${usecase}` });
  expect(entries[0]).toMatchObject({ action: 'pause', by: 'Sam', detail: { from: 'active', to: 'paused' } });
  expect(await world.answer('eve', 'show', { prompt: slug })).toContain('paused on production');
});

test('submissions and releases go on, and say that readers are still stopped', async () => {
  const { change } = await world.submit(slug, 'Be kinder.');
  await world.done(...pause());
  const form = await world.asked('ada', 'submit', { prompt: slug });
  expect(JSON.stringify(form.parts)).toContain('is stopped. Its readers get the failure response');
  expect(await world.answer('ada', 'submit', { prompt: slug, text: 'Be.', why: 'Short', label: 'dev' })).toContain(
    'Paused:',
  );
  expect(await world.answer('eve', 'change', { change })).toContain('Paused:');
  const seen = await world.done<{ cycle: number; fingerprint: string }>('grace', 'change', { change });
  const { cycle, fingerprint } = seen;
  expect(await world.answer('grace', 'approve', { change, cycle, fingerprint })).toMatch(
    /is live on production[\s\S]*Paused:/,
  );
  expect(await read('production')).toMatchObject({ miss: 'stopped' });
});

test('a rollback waits for nobody, in a pause neither', async () => {
  await world.release(slug, 'Worse.');
  await world.done(...pause());
  expect(await world.done('ada', 'rollback', { prompt: slug, reason: 'wrong' })).toMatchObject({ to: 2 });
});

test.each(['sam', 'olu', 'dee', 'root'])('%s may stop it', async (who) => {
  expect(await world.done(...pause({}, who))).toMatchObject({ state: 'paused', why: 'It promises refunds' });
});

test('nobody else may, and no token', async () => {
  expect(await world.refused(...pause({}, 'grace'))).toBe(
    'You may not stop this use case. These can: Sam, Olu, Dee, the admins.',
  );
  const via = { door: 'http', token: { id: 1, name: 'ci' } } as const;
  expect(await world.refused(...pause(), { via })).toContain('A service token may not stop this use case');
});

test('of two who pause one is told who was faster', async () => {
  const both = await Promise.all([world.run(...pause()), world.run(...pause({}, 'olu'))]);
  expect(both.map((one) => one.kind).sort()).toEqual(['done', 'refused']);
  const refused = both.find((one) => one.kind === 'refused')!;
  expect(refused).toMatchObject({ refusal: { code: 'conflict' } });
  expect((refused as { refusal: Error }).refusal.message).toMatch(/is paused, since .* UTC: (Sam|Olu) did that/);
  const [steps] =
    await world.sql`select count(*)::int as n from use_case_step where step = 'pause' and use_case_id = (select id from use_case where slug = ${usecase})`;
  expect(steps!.n).toBe(1);
});

describe('until when', () => {
  test.each([
    ['yesterday', 'Write until when like 2026-12-31'],
    ['2026-02-30', 'Write until when'],
    ['2026-11-02', 'in the future'],
    ['2028-01-01', 'Close it instead'],
  ])('%s is refused at its field, and nothing is stopped', async (until, words) => {
    expect((await world.refusal(...pause({ until }))).fields.until).toContain(words);
    expect(await read('production')).toMatchObject({ label: 'production' });
  });

  test('a day begins in the time zone of the use case', async () => {
    await world.done('olu', 'usecase-edit', { usecase, timezone: 'America/New_York' });
    expect(await world.done(...pause({ until: '2026-12-24' }))).toMatchObject({ until: '2026-12-24T05:00:00.000Z' });
  });
});

test('the form shows what readers will get', async () => {
  const form = await world.asked('sam', 'usecase-pause', { usecase });
  expect(JSON.stringify(form.parts)).toContain('A colleague will answer you.');
  expect(form.fields.map((field) => [field.name, field.optional])).toEqual([
    ['reason', false],
    ['until', true],
  ]);
});

test('a draft has nobody to stop', async () => {
  await world.done('olu', 'usecase-create', { usecase: `draft-${usecase}` });
  expect(await world.refused('olu', 'usecase-pause', { usecase: `draft-${usecase}`, reason: 'To try' })).toContain(
    'is a draft',
  );
});
