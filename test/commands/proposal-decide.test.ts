import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { daysAfter } from '../../src/rules/calendar.ts';
import { readingLoader } from '../../src/store/prompt-reading.ts';
import { type Cases, monday, useCasesWithFacts, WEDNESDAY } from '../cycles-world.ts';
import { expectCalm, sorted, together } from './races.ts';

let cases: Cases;
let world: Cases['world'];

beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
});
afterAll(() => world?.close());
beforeEach(() => cases.at(WEDNESDAY));

const decide = (who: string, usecase: string, answer: string, more: Record<string, unknown> = {}) =>
  world.done<{ state: string }>(who, 'proposal-decide', { usecase, answer, ...more });
const refused = (who: string, usecase: string, answer: string, more: Record<string, unknown> = {}) =>
  world.refused(who, 'proposal-decide', { usecase, answer, ...more });
const states = async (id: number) =>
  (await world.sql<{ state: string }[]>`select state from proposal where use_case_id = ${id} order by id`).map(
    (row) => row.state,
  );
/** A prompt of Ada's in production, in that use case. */
async function inProduction(id: number, slug: string, author = 'ada') {
  await world.prompt(slug);
  await world.sql`update prompt set use_case_id = ${id} where slug = ${slug}`;
  const opened = await world.submit(slug, 'Kindly.', author);
  const outcome = await world.approve('grace', opened.change);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
}

test('a pause takes effect at once, is told, and settles the card', async () => {
  const { id, usecase, proposal } = await cases.proposed('paused');
  await inProduction(id, 'paused-reply');
  const queued = await world.queued(() => decide('sam', usecase, 'pause', { proposal }));
  expect(queued.refresh).toContain(`proposal:${proposal}`);
  expect(queued.posts.some((one) => one.subject === `usecase:${id}` && one.place === 'slack:T1/UOLU')).toBe(true);
  expect(await readingLoader(world.store.db)('paused-reply', { label: 'production' })).toMatchObject({
    miss: 'stopped',
    state: 'paused',
    failureResponse: 'A colleague will answer you.',
  });
  expect(await states(id)).toEqual(['paused']);
  const settled = await cases.copy(proposal, 'sam');
  expect(settled).toContain('The proposal to stop paused is settled: it is paused');
  expect(settled).not.toContain('[Pause]');
});

test('nothing leaves what is proposed to be stopped before that is answered', async () => {
  const { id, usecase } = await cases.proposed('evaded');
  await inProduction(id, 'evaded-reply');
  await cases.useCase('harbour');
  const move = { usecase: 'harbour', prompt: 'evaded-reply' };
  const refusal = await world.refusal('olu', 'usecase-add', move);
  expect(refusal.message).toBe(
    'Whether evaded is stopped has not been answered yet: its prompts stay where they are until then.',
  );
  expect(refusal.offers).toEqual([{ label: 'Show the proposal', command: 'proposal', args: { usecase } }]);
  await decide('sam', usecase, 'keep_running', { why: 'The handbook is new.' });
  await world.done('olu', 'usecase-add', move);
});

test.each(['  \n', '\u200b\u2060', '\u00ad \u2800'])('a reason that nobody can see is none: %j', async (why) => {
  const usecase = `unseen-${why.length}-${why.codePointAt(0) ?? 0}`;
  const { id } = await cases.proposed(usecase);
  expect(await refused('sam', usecase, 'keep_running', { why })).toContain('needs some words');
  expect(await states(id)).toEqual(['open']);
});

test('close closes for good', async () => {
  const { id, usecase } = await cases.proposed('closed');
  await decide('sam', usecase, 'close', { why: 'It was never right.' });
  expect(await states(id)).toEqual(['closed']);
  expect((await world.sql`select state from use_case where id = ${id}`)[0]).toEqual({ state: 'closed' });
});

test('keep running needs a reason, tells it, and comes back with the next breach', async () => {
  const { id, usecase, proposal } = await cases.proposed('kept');
  expect(await refused('sam', usecase, 'keep_running')).toMatch(/It takes a reason/);
  const form = await world.asked(
    'sam',
    'proposal-decide',
    { usecase, answer: 'keep_running', proposal },
    { ask: true },
  );
  expect(form.fields.map(({ name, optional }) => [name, optional])).toEqual([['why', false]]);
  const queued = await world.queued(() => decide('sam', usecase, 'keep running', { why: 'A new handbook comes.' }));
  expect(queued.posts.map((one) => one.place)).toEqual(['slack:T1/UOLU']);
  expect(await cases.copy(proposal, 'olu', 'answer')).toContain('> A new handbook comes.');
  await cases.breaks(id, 2);
  expect(await states(id)).toEqual(['kept', 'open']);
});

test('snooze silences one close, once', async () => {
  const { id, usecase } = await cases.proposed('snoozed');
  await decide('sam', usecase, 'snooze');
  await cases.breaks(id, 2);
  expect(await states(id)).toEqual(['snoozed']);
  await cases.breaks(id, 3);
  expect(await states(id)).toEqual(['snoozed', 'open']);
  const [last] = await world.sql<{ id: number }[]>`select max(id) as id from proposal where use_case_id = ${id}`;
  expect(await cases.copy(last!.id, 'sam')).toContain('[Pause] [Close] [Keep running]\n');
  expect(await refused('sam', usecase, 'snooze')).toMatch(/^It was snoozed before, and that is possible once\./);
});

test('whoever wrote what is in production may stop it, and somebody else says that it runs on', async () => {
  const id = await cases.useCase('own', { stop: 'ada' });
  await cases.criterion('own', { cycles: 1, stop: 'ada' });
  await inProduction(id, 'own-reply');
  await cases.breaks(id, 1);
  const [row] = await world.sql<
    { id: number; asked: number[] }[]
  >`select id, asked from proposal where use_case_id = ${id}`;
  expect(row!.asked).toEqual([await world.person('ada'), await world.person('dee')]);
  expect(await cases.copy(row!.id, 'ada')).toContain(
    'You wrote what is in production: you may stop it. To let it run on takes somebody else: Dee.',
  );
  expect(await cases.copy(row!.id, 'ada')).toContain('[Pause] [Close]\n');
  for (const answer of ['keep_running', 'snooze'])
    expect(await refused('ada', 'own', answer, { why: 'I like it' })).toBe(
      'You wrote what own has in production: you may stop it, but not say that it runs on. That takes somebody else: Dee.',
    );
  await decide('dee', 'own', 'keep_running', { why: 'I looked at it' });
  expect(await states(id)).toEqual(['kept']);
});

test('the author may pause all the same', async () => {
  const id = await cases.useCase('own-pause', { stop: 'ada' });
  await cases.criterion('own-pause', { cycles: 1, stop: 'ada' });
  await inProduction(id, 'own-pause-reply');
  await cases.breaks(id, 1);
  await decide('ada', 'own-pause', 'pause');
  expect(await states(id)).toEqual(['paused']);
});

test.each(['answer', 'command'])('but not resume it then, by %s: that too is to say that it runs on', async (way) => {
  const [usecase, changed] = [`own-${way}`, 'Nothing'];
  const id = await cases.useCase(usecase, { stop: 'ada' });
  await cases.criterion(usecase, { cycles: 1, stop: 'ada' });
  await inProduction(id, `${usecase}-reply`);
  await cases.breaks(id, 1);
  if (way === 'answer') await decide('ada', usecase, 'pause');
  else await world.done('ada', 'usecase-pause', { usecase, reason: 'To think' });
  const why = `You wrote what ${usecase} has in production, and it was proposed to be stopped`;
  expect(await world.refused('ada', 'usecase-resume', { usecase, changed })).toContain(why);
  expect(await world.refused('ada', 'usecase-resume', { usecase }, { canAsk: true })).toContain(why);
  await world.done('root', 'usecase-edit', { usecase, stop_authority: 'grace@example.com' });
  expect(await world.done('grace', 'usecase-resume', { usecase, changed })).toMatchObject({ state: 'active' });
  // What had nothing to do with a proposal is theirs again.
  world.pass(60_000);
  await world.done('root', 'usecase-edit', { usecase, stop_authority: 'ada@example.com' });
  await world.done('ada', 'usecase-pause', { usecase, reason: 'To think' });
  expect(await world.done('ada', 'usecase-resume', { usecase, changed })).toMatchObject({ state: 'active' });
});

test('the owner may stop their use case, but not say that it runs on; nor may who has no part in it', async () => {
  const { usecase, id } = await cases.proposed('owned');
  const sentence = 'Whether owned runs on is not for you to say. That takes somebody else: Sam.';
  expect(await refused('olu', usecase, 'keep_running', { why: 'Please' })).toBe(sentence);
  expect(await refused('dee', usecase, 'snooze')).toBe(sentence);
  expect(await refused('eve', usecase, 'pause')).toMatch(/^You may not stop this use case\./);
  expect(await states(id)).toEqual(['open']);
  await decide('olu', usecase, 'pause');
  expect(await states(id)).toEqual(['paused']);
});

test('the deputy and the admins decide once they are asked', async () => {
  const { usecase, id } = await cases.proposed('escalated');
  cases.at(`${daysAfter(monday(2), 14)}T06:00:00Z`);
  await world.tick('remind-proposals');
  await decide('root', usecase, 'keep_running', { why: 'Until Friday' });
  expect(await states(id)).toEqual(['kept']);
});

test.each(['pause', 'close', 'snooze', 'keep_running'])(
  'of 20 clicks at once on %s one wins and the others are told who',
  async (answer) => {
    const { usecase, proposal } = await cases.proposed(`raced-${answer.replace('_', '-')}`);
    const mixed = ['pause', answer];
    const clicks = Array.from(
      { length: 20 },
      (_, n) => () =>
        world.run('sam', 'proposal-decide', { usecase, proposal, answer: mixed[n % 2], why: 'It is time.' }),
    );
    const { won, told, lost } = sorted(await together(clicks));
    expect([won.length, told.length, lost.length]).toEqual([1, 19, 0]);
    for (const sentence of told)
      expect(sentence).toMatch(
        /^Sam (paused it|closed it|snoozed it|let it keep running) at 2026-03-16 06:00 UTC: the proposal/,
      );
    await expectCalm(world);
  },
);

test.each(['pause', 'close'])('a use case that was stopped without the proposal: %s settles it too', async (step) => {
  const { usecase, proposal, id } = await cases.proposed(`lapsed-${step}`);
  const confirm = step === 'close' ? { confirm: usecase } : {};
  const queued = await world.queued(() =>
    world.done('olu', `usecase-${step}`, { usecase, reason: 'I saw it myself', ...confirm }),
  );
  expect(queued.refresh).toContain(`proposal:${proposal}`);
  expect(await states(id)).toEqual(['lapsed']);
  expect(await cases.copy(proposal, 'sam')).toContain('Olu stopped it before this was answered');
  expect(await refused('sam', usecase, 'keep_running', { why: 'No' })).toMatch(/^Olu stopped it at/);
});

test('an answer to an older proposal is refused with what became of it', async () => {
  const { usecase, proposal, id } = await cases.proposed('older');
  await decide('sam', usecase, 'keep_running', { why: 'Once more' });
  await cases.breaks(id, 2);
  expect(await refused('sam', usecase, 'pause', { proposal })).toBe(
    'Sam let it keep running at 2026-03-16 06:00 UTC: the proposal about older is settled. Nothing was changed by you.',
  );
  expect(await refused('sam', usecase, 'pause', { proposal: 99999 })).toMatch(/^There is no such proposal about older/);
  expect(await refused('sam', usecase, 'later')).toMatch(/Answer is one of pause, close, keep_running, snooze/);
});
