import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FactsWorld, factsWorld } from '../store/facts-world.ts';

let world: FactsWorld;
let useCase: number;
let n = 0;

beforeAll(async () => {
  world = await factsWorld();
  useCase = await world.useCase();
  await world.sql`update use_case set context_owner_id = ${await world.person('grace')},
    stop_authority_id = ${await world.person('ada')} where id = ${useCase}`;
});
afterAll(() => world?.close());

/** A decision of today, which is posted. */
async function decided(of: { key?: string; application?: string; summary?: string; isShown?: boolean } = {}) {
  const key = of.key ?? `refund-${++n}`;
  const [kept] = await world.decide(useCase, [{ key, day: '2026-11-02', isShown: true, ...of }]);
  return { id: kept!.id, key, name: `#${kept!.id}` };
}
const card = async (id: number) => {
  return world.says(`decision:${id}`);
};
const week = () => world.week(useCase, '2026-11-02');

describe('a decision card', () => {
  test('has a button that opens a form, and shows afterwards who reversed it, why and what it took', async () => {
    const { id, key, name } = await decided({ summary: 'Refund 40 EUR' });
    expect(await card(id)).toContain('Refund 40 EUR');
    expect(await card(id)).toContain('[Reverse]');
    const form = await world.asked('grace', 'reverse', { decision: name }, { ask: true });
    expect(form.fields.map((field) => [field.name, field.label, field.optional])).toEqual([
      ['reason', 'Why it is reversed', false],
      ['minutes', 'Minutes that people spent on it', true],
      ['cost', 'What it cost, in EUR', true],
    ]);
    const before = await week();
    const given = { ...form.args, reason: 'Paid twice, password=hunter22 !', minutes: '25', cost: '1 200,50' };
    const { refresh } = await world.queued(() => world.done('grace', 'reverse', given));
    expect(refresh).toEqual([`decision:${id}`]);
    const shown = await card(id);
    for (const words of [`Reversed: ${key}`, 'Grace', 'password=[masked]', '25 minutes', '1,200.5 EUR', '[Correct]']) {
      expect(shown).toContain(words);
    }
    expect((await week()).reversal_cost).toMatchObject({
      reversals: before.reversal_cost.reversals + 1,
      cost: before.reversal_cost.cost + 1200.5,
    });
  });

  test('is corrected with what was said before in the form, and the last word counts once', async () => {
    const { name } = await decided();
    await world.done('grace', 'reverse', { decision: name, reason: 'Wrong', minutes: 5 });
    const before = await week();
    world.pass(1_000);
    const form = await world.asked('ada', 'reverse', { decision: name }, { ask: true });
    expect(form.fields.map((field) => field.value)).toEqual(['Wrong', '5', undefined]);
    const corrected = { decision: name, reason: 'Wrong', minutes: 5, cost: 30 };
    expect(await world.done('ada', 'reverse', corrected)).toMatchObject({ new: true, cost: 30 });
    expect(await world.answer('ada', 'reverse', corrected)).toContain('That is known');
    expect((await week()).reversal_cost).toMatchObject({
      reversals: before.reversal_cost.reversals,
      cost: before.reversal_cost.cost + 30,
    });
  });

  test('says so where its text is erased', async () => {
    const { id } = await decided({ summary: 'About Ada' });
    world.pass(91 * 86_400_000);
    const { refresh } = await world.queued(() => world.tick('erase'));
    expect(refresh).toContain(`decision:${id}`);
    expect(await card(id)).toContain('is erased');
    expect(await card(id)).not.toContain('About Ada');
    world.pass(-91 * 86_400_000);
  });
});

test('a decision is named by its key, or by its number where a key looks like one', async () => {
  const { id, key } = await decided({ key: '12' });
  expect(await world.done('ada', 'reverse', { decision: 12, reason: 'Wrong' })).toMatchObject({ decision: id, key });
  expect(await world.done('ada', 'reverse', { decision: `#${id}`, reason: 'Wrong' })).toMatchObject({ new: false });
});

describe('somebody who does not work on the use case', () => {
  const place = 'slack:T1/CDESK';
  const post = (id: number) => world.sql`
    insert into post (key, subject, place_id, slot, state, at)
    values (${`key-${id}`}, ${`decision:${id}`}, ${place}, 'card', 'sent', now())`;

  test('takes nothing back, and is not shown what was said of it', async () => {
    const { id, name } = await decided();
    await post(id);
    const elsewhere = { via: { door: 'slack' as const, place: 'slack:T1/CNEWS' } };
    const message = /You may not take back decisions of this use case[.] These can: Olu, Dee, Grace, Ada, the admins/;
    expect(await world.refused('eve', 'reverse', { decision: name, reason: 'Wrong' }, elsewhere)).toMatch(message);
    expect(await world.refused('eve', 'reverse', { decision: name }, { ...elsewhere, ask: true })).toMatch(message);
    const token = { id: 1, name: 'robot' };
    const far = { via: { door: 'http' as const, place, token } };
    expect(await world.refused('eve', 'reverse', { decision: name, reason: 'Wrong' }, far)).toMatch(message);
  });

  test('may where the decision was posted', async () => {
    const { id, name } = await decided();
    await post(id);
    const here = { via: { door: 'slack' as const, place } };
    expect(await world.done('eve', 'reverse', { decision: name, reason: 'Wrong' }, here)).toMatchObject({ new: true });
  });
});

test('of several decisions with one key it is asked which is meant', async () => {
  const [one, other] = [await decided({ key: 'shared' }), await decided({ key: 'shared', application: 'shop' })];
  const refusal = await world.refusal('ada', 'reverse', { decision: 'shared', reason: 'Wrong' });
  expect(refusal.message).toContain('Which one?');
  expect(refusal.offers.map((offer) => [offer.command, offer.args, offer.ask])).toEqual([
    ['reverse', { decision: one.name }, true],
    ['reverse', { decision: other.name }, true],
  ]);
});

test('is written into the trail with what it took, and its card is not edited where there is none', async () => {
  const { id, name } = await decided({ isShown: false });
  const { refresh } = await world.queued(() =>
    world.done('grace', 'reverse', { decision: name, reason: 'Secret words', minutes: 3 }),
  );
  expect(refresh).toEqual([]);
  const [row] = await world.sql`select action, subject, detail from audit order by id desc limit 1`;
  expect(row).toEqual({ action: 'reverse', subject: `decision:${id}`, detail: '{"minutes":3,"cost":null}' });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['of an unknown decision', { decision: 'unheard-of' }, /no decision called "unheard-of"/],
  ['of an unknown number', { decision: '#999999' }, /no decision called "#999999"/],
  ['of an endless key', { decision: 'x'.repeat(201) }, /named by its key/],
  ['without a reason', { reason: '  ' }, /needs some words/],
  ['with a reason of a million characters', { reason: 'x'.repeat(1_000_000) }, /2000 characters/],
  ['with negative minutes', { minutes: '-1' }, /is a number from 0/],
  ['with a cost in words', { cost: 'much' }, /is a number from 0/],
  ['with a cost of a thousand or one', { cost: '1.200' }, /"1.200" may be 1200 or 1.2: write one of these/],
  ['with an endless cost', { cost: 1e10 }, /is a number from 0/],
])('a reversal %s is refused, and nothing is done', async (_what, of, message) => {
  const { name } = await decided();
  const before = await world.effects();
  expect(await world.refused('ada', 'reverse', { decision: name, reason: 'Wrong', ...of })).toMatch(message);
  expect(await world.effects()).toEqual(before);
});
