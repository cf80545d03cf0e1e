import { afterAll, beforeAll, expect, test } from 'vitest';
import { viewOf } from '../../src/commands/cards/subjects.ts';
import { daysAfter } from '../../src/rules/calendar.ts';
import { type Cases, useCasesWithFacts, WEEK_ONE } from '../cycles-world.ts';
import { said } from '../said.ts';

// What becomes of the reports that list a proposal when somebody answers it.

const TEAM = 'slack:T1/CTEAM';
let cases: Cases;
let world: Cases['world'];
/** The reports of the last Monday, by where they were posted; and that of the Monday before, which lists no proposal. */
let [olu, sam, team, before] = ['', '', '', ''];

const reports = async () => {
  await cases.close();
  const { posts } = await world.queued(() => world.done(null, 'report-due', {}, { via: { door: 'clock' } }));
  return (place: string) => posts.find((one) => one.place === place)!.subject;
};
const monday = (weeks: number) => `${daysAfter(WEEK_ONE, 7 * weeks)}T09:00:00Z`;
const card = async (subject: string) =>
  said((await viewOf(world.store.db, subject, 'card', world.now(), world.house.settings))!.card);

beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
  for (const slug of ['one', 'two', 'three']) {
    // The third is owned by whoever may stop it.
    const id = await cases.useCase(slug, slug === 'three' ? { owner: 'sam', stop: 'sam' } : {});
    await world.sql`update use_case set team = ${TEAM} where id = ${id}`;
    if (slug === 'three') await cases.criterion(slug, { cycles: 1, by: 'dee', stop: 'sam' });
    else await cases.criterion(slug, { cycles: 1 });
    await cases.week(id, 1, { decisions: 40, reversals: 10 });
  }
  cases.at(monday(1));
  before = (await reports())('slack:T1/UOLU');
  cases.at(monday(2));
  const posted = await reports();
  [olu, sam, team] = [posted('slack:T1/UOLU'), posted('slack:T1/USAM'), posted(TEAM)];
});
afterAll(() => world?.close());

test('each report that lists it is edited: the row says what became of it, and has no buttons', async () => {
  expect(await card(olu)).toMatch(/2 proposals to stop wait for an answer[\s\S]*one should be stopped/);
  expect(await card(sam)).toMatch(/\d\. Decide whether one goes on/);
  // The answer is not the owner's.
  expect(await card(olu)).not.toContain('Decide whether');
  const { refresh } = await world.queued(() =>
    world.done('sam', 'proposal-decide', { usecase: 'one', answer: 'keep_running', why: 'A new handbook comes.' }),
  );
  expect(refresh.filter((subject) => subject.startsWith('report:')).sort()).toEqual([olu, sam, team].sort());
  expect(refresh).not.toContain(before);
  const text = await card(olu);
  expect(text).toContain('☑️ one, which was to be stopped: Sam let it keep running');
  expect(text).toMatch(/: 1 proposal to stop waits for an answer/);
  expect(text).not.toMatch(/one should be stopped/);
  expect(await card(sam)).not.toContain('Decide whether one goes on');
  // The other one still waits.
  expect(text).toMatch(/two should be stopped[^\n]*\n\[Show the proposal\]/);
  expect(await card(sam)).toMatch(/\d\. Decide whether two goes on/);
  expect(await card(team)).toMatch(/☑️ one, which was to be stopped: [\s\S]*two should be stopped/);
});

test('the numbers stay as they were; what is read on from it says the same', async () => {
  const args = { report: Number(olu.split(':')[1]), page: 1 };
  expect(await world.answer('olu', 'report', args)).toBe(await card(olu));
  expect(await card(olu)).toMatch(/one: Decision reversal rate \| ⚠️ 25 %/);
});

test('stopped without the proposal it is settled too', async () => {
  const { refresh } = await world.queued(() =>
    world.done('olu', 'usecase-pause', { usecase: 'two', reason: 'I saw it' }),
  );
  expect(refresh).toEqual(expect.arrayContaining([olu, sam, team]));
  const text = await card(olu);
  expect(text).toContain('☑️ two, which was to be stopped: Olu stopped it before this was answered, at');
  expect(text).toMatch(/until 2026-03-16: 2 of 2 use cases beyond what was agreed/);
  expect(text).not.toMatch(/Show the proposal/);
  expect(await card(sam)).not.toContain('Decide whether two goes on');
});

test('whoever was offered the answers there is offered none any more', async () => {
  // Sam was asked about all three.
  expect(await card(sam)).toMatch(
    /three should be stopped.*\n\[Pause\] \[Close\] \[Keep running\] \[Snooze one cycle\]/,
  );
  expect(await card(sam)).toMatch(/☑️ one[\s\S]*☑️ two|☑️ two[\s\S]*☑️ one/);
  const { refresh } = await world.queued(() =>
    world.done('sam', 'proposal-decide', { usecase: 'three', answer: 'pause' }),
  );
  expect(refresh).toContain(sam);
  expect(await card(sam)).toContain('☑️ three, which was to be stopped: Sam paused it, at');
  expect(await card(sam)).not.toMatch(/\[Pause\]|\[Show the proposal\]/);
});

test('whoever comes too late changes nothing', async () => {
  const { refresh } = await world.queued(() =>
    world.run('sam', 'proposal-decide', { usecase: 'one', answer: 'pause' }),
  );
  expect(refresh).toEqual([]);
});
