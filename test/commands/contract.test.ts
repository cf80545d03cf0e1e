import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WeeklyReport } from '../../src/rules/report/weekly-report.ts';
import { getUseCase, setInputs, updateUseCase } from '../../src/store/use-cases.ts';
import { type ReportWorld, reportWorld } from '../report-world.ts';

let world: ReportWorld;
const ids = new Map<string, number>();
beforeAll(async () => {
  world = await reportWorld();
  const people = { refunds: 'olu', returns: 'olu', 'shop-refunds': 'grace' };
  for (const [slug, owner] of Object.entries(people)) {
    await world.prompt(slug);
    const [row] = await world.sql<{ id: number }[]>`select id from use_case where slug = ${slug}`;
    ids.set(slug, row!.id);
    await setInputs(world.store.db, row!.id, []);
    const set = { ownerId: await world.person(owner), contextOwnerId: await world.person(owner) };
    await updateUseCase(world.store.db, row!.id, {
      ...set,
      decisionClass: slug === 'returns' ? 'Refund  Requests.' : 'refund requests',
    });
  }
  const ownerId = await world.person('olu');
  const handbook = { name: 'Handbook', source: 'the wiki', ownerId, freshnessDays: 30 };
  await setInputs(world.store.db, ids.get('refunds')!, [handbook]);
  await updateUseCase(world.store.db, ids.get('refunds')!, { contextReviewDays: 90 });
});
afterAll(() => world?.close());

const separate = async (who: string) => (await world.done<WeeklyReport>(who, 'report')).separate;
const inputs = async (slug: string) =>
  (await getUseCase(world.store.db, ids.get(slug)!)).inputs.map(({ name }) => name);

test('the report names teams that keep separate prompts for the same decision, to all of them', async () => {
  const found = [{ decision_class: 'refund requests', use_cases: ['refunds', 'returns', 'shop-refunds'], prompts: 3 }];
  expect(await separate('olu')).toEqual(found);
  expect(await separate('grace')).toEqual(found);
  expect(await world.answer('grace', 'report')).toMatch(
    /Not learning from each other: refunds, returns and shop-refunds decide about “refund requests” with 3 separate prompts\.\n\[Open a shared contract\]/,
  );
});

test('a context that lacks something is not shared: what is at work stays complete', async () => {
  const lead = ids.get('refunds')!;
  const { contextStopCriteria } = await getUseCase(world.store.db, lead);
  await updateUseCase(world.store.db, lead, { contextStopCriteria: null });
  const refusal = await world.refusal('olu', 'contract', { class: 'refund requests', lead: 'refunds' });
  expect(refusal.message).toBe('refunds has not said how often its context is reviewed, or what stops it.');
  expect(refusal.offers).toMatchObject([{ command: 'usecase-edit', args: { usecase: 'refunds', section: 'context' } }]);
  expect(await inputs('returns')).toEqual([]);
  await updateUseCase(world.store.db, lead, { contextStopCriteria });
});

test('the form offers the contexts that can be shared', async () => {
  const form = await world.asked('olu', 'contract', { class: 'Refund requests' });
  expect(form.fields).toMatchObject([
    { name: 'lead', value: 'refunds', input: { choices: [{ value: 'refunds', label: 'refunds: 1 input' }] } },
  ]);
  expect(await world.refused('olu', 'contract', { class: 'weather' })).toBe(
    'No use case decides about “weather”. There are: refund requests, Refund  Requests..',
  );
  expect(await world.refused('zoe', 'contract', { class: 'refund requests', lead: 'refunds' })).toContain('These can');
});

test('mine share it at once; whoever answers for the others is asked, and nobody’s context changes over their head', async () => {
  const { posts } = await world.queued(async () => {
    expect(await world.done('olu', 'contract', { class: 'refund requests', lead: 'refunds' })).toEqual({
      lead: 'refunds',
      joined: ['returns'],
      asked: ['shop-refunds'],
      left: null,
    });
  });
  expect(await inputs('returns')).toEqual(['Handbook']);
  expect(await getUseCase(world.store.db, ids.get('returns')!)).toMatchObject({ contextReviewDays: 90 });
  expect(await inputs('shop-refunds')).toEqual([]);
  const asked = posts.find(({ subject }) => subject.startsWith('contract:'))!;
  expect(asked.place).toBe('slack:T1/UGRACE');
  const look = () => world.says(asked.subject, asked.slot);
  expect(await look()).toMatch(
    /share one context contract\?[\s\S]*Handbook: the wiki, at most 30 days old[\s\S]*\[Share it\]/,
  );
  const shared = { class: 'refund requests', lead: 'refunds', usecase: 'shop-refunds' };
  expect(await world.refused('ada', 'contract', shared)).toContain('These can: Grace');
  const told = await world.queued(() => world.done('grace', 'contract', shared));
  expect(told.posts).toContainEqual({
    subject: `contract:${ids.get('refunds')}/${ids.get('shop-refunds')}`,
    place: 'slack:T1/UOLU',
    slot: 'dm:shared',
  });
  expect(await look()).toContain('shop-refunds decides by the context of refunds now');
  expect(await separate('olu')).toEqual([]);
  expect(await world.answer('eve', 'usecase-show', { usecase: 'returns' })).toContain(
    'Context: the one of refunds, which it shares',
  );
});

test('what others at work decide by is rewritten, not emptied, also where its own use case is a draft', async () => {
  await world.sql`update use_case set state = 'draft' where slug = 'refunds'`;
  const empty = { usecase: 'refunds', section: 'context', action: 'set' };
  const kept = { review_days: 60, stop_criteria: 'It is older than a year' };
  expect(await world.refused('olu', 'usecase-edit', { ...empty, ...kept })).toMatch(
    /^returns .*decides? by the context of refunds, and needs? the inputs of the context contract\. Nothing was changed\.$/,
  );
  expect(await inputs('returns')).toEqual(['Handbook']);
  await world.done('olu', 'usecase-edit', { usecase: 'refunds', review_days: 90 });
  await world.sql`update use_case set state = 'active' where slug = 'refunds'`;
});

test('a shared context is changed where it belongs, and whoever leaves has one of their own again', async () => {
  const id = ids.get('returns')!;
  await expect(setInputs(world.store.db, id, [])).rejects.toThrow('returns decides by the context of refunds');
  await expect(updateUseCase(world.store.db, id, { contextReviewDays: 10 })).rejects.toThrow('leave the contract');
  expect(await world.refused('ada', 'contract', { leave: 'returns' })).toContain('These can');
  await world.done('olu', 'contract', { leave: 'returns' });
  // It is at work, so it keeps what it decided by.
  expect(await inputs('returns')).toEqual(['Handbook']);
  await updateUseCase(world.store.db, id, { contextReviewDays: 10 });
  expect(await world.refused('olu', 'contract', { leave: 'returns' })).toContain('by its own context already');
});

test('one use case alone has nobody to share with, and is told so', async () => {
  await updateUseCase(world.store.db, await world.useCase('weather-desk', {}), { decisionClass: 'the weather' });
  expect(await world.refused('olu', 'contract', { class: 'The weather' })).toBe(
    'Only weather-desk decides about “The weather”, so there is nobody to share a context with yet.',
  );
});
