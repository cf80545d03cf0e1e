import { afterAll, beforeAll, expect, test } from 'vitest';
import { slackLimits } from '../../src/bot/limits/slack.ts';
import { teamsLimits } from '../../src/bot/limits/teams.ts';
import { renderMessage as slackMessage } from '../../src/bot/slack/render/message.ts';
import { renderHome } from '../../src/bot/slack/render/view.ts';
import { opensIn } from '../../src/bot/teams/pressed.ts';
import { renderMessage as teamsMessage } from '../../src/bot/teams/render/message.ts';
import { waitingFor } from '../../src/commands/acts/waiting.ts';
import { homeCard } from '../../src/commands/cards/home.ts';
import { commandsByName } from '../../src/commands/index.ts';
import type { WeeklyReport } from '../../src/rules/report/weekly-report.ts';
import { openStore } from '../../src/store/open.ts';
import { whoActs } from '../../src/store/people.ts';
import { type Cases, useCasesWithFacts } from '../cycles-world.ts';
import { said } from '../said.ts';

type Review = {
  proposals: { proposal: number; usecase: string; may_keep: boolean; may_snooze: boolean; age_hours: number }[];
  criteria: { criterion: number; usecase: string; words: string; age_hours: number }[];
  changes: { change: number }[];
};

let cases: Cases;
let world: Cases['world'];
beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
});
afterAll(() => world?.close());

const review = (who: string, args = {}) => world.done<Review>(who, 'review', args);
const proposedTo = async (who: string) => (await review(who)).proposals.map((one) => one.usecase);
const homeOf = async (who: string) =>
  homeCard(world.store.db, await world.person(who), world.house.settings, world.now());
const home = async (who: string) => said((await homeOf(who))!);
/** The owner asks for the yes of the stop authority. */
const wanted = (usecase: string, words = 'Too many are taken back.', kpi = 'reversal_rate') =>
  world.done('olu', 'usecase-criteria', { usecase, kpi, threshold: 15, words });
const remind = () => world.tick('remind-proposals');

test('proposals that I am asked about come first, then criteria that want my yes, then changes, each with its age and its answers', async () => {
  for (const slug of ['first', 'second']) {
    const id = await cases.useCase(slug);
    await cases.criterion(slug, { cycles: 1 });
    await cases.week(id, 1, { decisions: 40, reversals: 10 });
  }
  cases.at('2026-03-16T06:00:00Z');
  const arrived = await world.queued(cases.close);
  // Whatever is posted brings the pages up to date that are open.
  expect(arrived.posts.map((one) => one.place)).toContain('slack:T1/USAM');
  cases.at('2026-03-17T06:00:00Z');
  await cases.useCase('third');
  await wanted('third');
  await world.prompt();
  await world.done('olu', 'reviewers', { prompt: 'support-reply', action: 'add', people: 'sam@example.com' });
  cases.at('2026-03-18T07:00:00Z');
  expect(await review('sam')).toMatchObject({
    proposals: [
      { usecase: 'first', may_keep: true, may_snooze: true, age_hours: 49 },
      { usecase: 'second', age_hours: 49 },
    ],
    criteria: [{ usecase: 'third', words: 'Too many are taken back.', age_hours: 25 }],
    changes: [{ age_hours: 25 }],
  });
  const row = (slug: string) =>
    `🛑 ${slug} should be stopped, by what was agreed for it: the proposal has waited for 2 days.\n[Pause] [Close] [Keep running] [Snooze one cycle] [Show the proposal]`;
  const rest = [
    'Olu asks you to agree on when third should be stopped: Decision reversal rate above 15 %, 2 cycles in a row. It has waited for 25 hours.',
    '> Too many are taken back.\n[Agree] [Not like this]',
    '#1 support-reply',
  ];
  const title = '2 proposals to stop, 1 criterion and 1 change wait for you';
  const card = [title, row('first'), row('second'), ...rest].join('\n');
  expect(await world.answer('sam', 'review')).toContain(card);
  expect(await home('sam')).toContain(card);
});

test('the report tells whoever answers for a use case of all of it, also where another one is meant', async () => {
  await cases.useCase('of-sam', { owner: 'sam', stop: 'grace' });
  const { proposals, criteria, actions } = await world.done<Pick<WeeklyReport, 'proposals' | 'criteria' | 'actions'>>(
    'sam',
    'report',
  );
  const asked = { may_keep: true, may_snooze: true };
  expect(proposals).toMatchObject([
    { use_case: 'first', days: 2, asked },
    { use_case: 'second', days: 2, asked },
  ]);
  expect(criteria).toMatchObject([{ use_case: 'third', by: 'Olu', days: 1 }]);
  expect(actions.slice(0, 3)).toEqual([
    'Decide whether first goes on: the proposal has waited for 2 days.',
    'Decide whether second goes on: the proposal has waited for 2 days.',
    'Say whether you agree on when third should be stopped: it has waited for 1 day.',
  ]);
  const ofOwner = await world.done<Pick<WeeklyReport, 'proposals' | 'criteria' | 'actions'>>('olu', 'report');
  expect(ofOwner.proposals).toMatchObject([
    { use_case: 'first', asked: null },
    { use_case: 'second', asked: null },
  ]);
  expect(ofOwner.criteria).toEqual([]);
});

test('what is answered waits no more, and the pages that are open follow', async () => {
  const { proposals, criteria } = await review('sam');
  const answered = await world.queued(() =>
    world.done('sam', 'proposal-decide', { usecase: 'second', answer: 'snooze', proposal: proposals[1]!.proposal }),
  );
  expect(answered.refresh).toContain(`proposal:${proposals[1]!.proposal}`);
  const { criterion } = criteria[0]!;
  const agreed = await world.queued(() => world.done('sam', 'usecase-agree', { usecase: 'third', criterion }));
  expect(agreed.refresh).toContain(`criterion:${criterion}`);
  expect(await review('sam')).toMatchObject({ proposals: [{ usecase: 'first' }], criteria: [] });
  expect(await home('sam')).toContain('1 proposal to stop and 1 change wait for you');
});

test('it waits for whoever is asked by now, and for nobody else', async () => {
  for (const who of ['olu', 'dee', 'root', 'ada']) expect(await proposedTo(who), who).toEqual([]);
  cases.at('2026-03-23T06:00:00Z');
  await remind();
  expect([await proposedTo('dee'), await proposedTo('root')]).toEqual([['first'], []]);
  cases.at('2026-03-30T06:00:00Z');
  await remind();
  expect(await proposedTo('root')).toEqual(['first']);
  for (const who of ['olu', 'ada']) expect(await proposedTo(who), who).toEqual([]);
  await world.done('olu', 'usecase-pause', { usecase: 'first', reason: 'I saw it myself' });
  for (const who of ['sam', 'dee', 'root']) expect(await proposedTo(who), who).toEqual([]);
});

test('whoever wrote what is in production is offered to stop it, and not that it runs on', async () => {
  const id = await cases.useCase('own', { stop: 'ada' });
  await cases.criterion('own', { cycles: 1, stop: 'ada' });
  await world.sql`update prompt set use_case_id = ${id} where slug = 'support-reply'`;
  await world.release('support-reply', 'Kindly.');
  await cases.breaks(id, 5);
  expect((await review('ada')).proposals).toMatchObject([{ usecase: 'own', may_keep: false, may_snooze: false }]);
  expect(await world.answer('ada', 'review')).toContain('\n[Pause] [Close] [Show the proposal]');
  expect(await proposedTo('dee')).toEqual(['own']);
});

test('a criterion that takes no yes any more waits for nobody', async () => {
  const waits = async () => (await review('sam')).criteria.map((one) => one.usecase);
  for (const slug of ['monthly', 'over']) {
    await cases.useCase(slug);
    await wanted(slug);
  }
  expect(await waits()).toEqual(['monthly', 'over']);
  await world.sql`update use_case set period = 'month' where slug = 'monthly'`;
  await world.done('olu', 'usecase-close', { usecase: 'over', reason: 'Enough', confirm: 'over' });
  expect(await waits()).toEqual([]);
});

test('what does not fit is a click away, and each page fits on both platforms however long the words are', async () => {
  for (let n = 0; n < 20; n++) {
    await cases.useCase(`long-${n}`);
    await wanted(`long-${n}`, 'Words. '.repeat(142));
  }
  const cards = [];
  for (const page of [1, 2]) {
    const outcome = await world.run('sam', 'review', { page });
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    cards.push(outcome.card);
    expect(slackMessage(outcome.card, 'T1').blocks.length).toBeLessThanOrEqual(45);
    const teams = teamsMessage(outcome.card, { tenant: 't1', opens: opensIn(commandsByName) }).card;
    expect(Buffer.byteLength(JSON.stringify(teams))).toBeLessThanOrEqual(teamsLimits.message.cardBytes);
  }
  const [first, second] = cards.map(said) as [string, string];
  expect(first).toContain('20 criteria wait for you');
  expect(first).toMatch(/Showing 1 to 13 of 20, each kind from the oldest\.\n\[Show more\]$/);
  expect(first).toContain('when long-12 should');
  expect(second).toContain('when long-13 should');
  expect(second).toMatch(/Showing 14 to 20 of 20, each kind from the oldest\.$/);
  expect(await home('sam')).toMatch(/Showing 8 of 20\.\n\[All that waits\]/);
  expect(renderHome((await homeOf('sam'))!, 'T1').blocks.length).toBeLessThanOrEqual(slackLimits.view.blocks);
});

test('however much waits, it is read in a handful of statements', async () => {
  const statements: string[] = [];
  const store = openStore(world.url, (statement) => void statements.push(statement));
  const sam = (await whoActs(store.db, await world.person('sam'), null))!;
  statements.length = 0;
  expect(await waitingFor(store.db, world.house.settings, sam, world.now())).toHaveLength(20);
  await store.close();
  expect(statements.length).toBeLessThanOrEqual(12);
});
