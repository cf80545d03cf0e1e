import { afterAll, beforeAll, expect, test } from 'vitest';
import { decide, decidedVotes, decisionOn, undecidedVotes } from '../../src/store/triage.ts';
import { castVotes, type Thumb } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from './feedback-world.ts';

let world: FeedbackWorld;
let personId: number;
beforeAll(async () => {
  world = await feedbackWorld();
  personId = await world.person('olu');
});
afterAll(() => world.close());

let n = 0;
const DAY = 86_400_000;
const ago = (days: number) => new Date(world.now().getTime() - days * DAY);
const low = async (of: Partial<Thumb> = {}) => {
  const [id] = await castVotes(world.store.db, [
    world.thumb({ outputId: await world.output(), rater: `app:help-desk/t-${++n}`, up: false, ...of }),
  ]);
  return id!;
};
const since = { since: new Date('2026-08-04T09:00:00Z') };
const waiting = async () => undecidedVotes(world.store.db, { promptId: world.promptId, ...since, now: world.now() });
const decided = (voteId: number, decision: Parameters<typeof decide>[1]['decision'], why: string | null = null) =>
  decide(world.store.db, { voteId, versionId: world.version(1), decision, why, personId, at: world.now() });

test('low votes wait from all weeks, one of each rater in a week, and none that is up, old, or decided', async () => {
  const now = await low({ reasons: ['tone', 'wrong'] });
  const lastWeek = await low({ at: ago(10), application: 'shop' });
  await low({ rater: 'app:a/loud', at: ago(1) });
  const said = await low({ rater: 'app:a/loud', at: ago(2), comment: 'Because' });
  const loudBefore = await low({ rater: 'app:a/loud', at: ago(8) });
  const oldest = await low({ at: since.since });
  await low({ at: new Date(since.since.getTime() - 1) });
  await low({ up: true });
  await low({ reasons: ['not_about_the_prompt'] });
  const known = await low();
  await decided(known, 'known');
  expect(await waiting()).toEqual([
    { id: now, rater: expect.any(String), application: 'help-desk', reason: 'tone', week: 0 },
    { id: lastWeek, rater: expect.any(String), application: 'shop', reason: null, week: 1 },
    { id: said, rater: 'app:a/loud', application: 'help-desk', reason: null, week: 0 },
    { id: loudBefore, rater: 'app:a/loud', application: 'help-desk', reason: null, week: 1 },
    { id: oldest, rater: expect.any(String), application: 'help-desk', reason: null, week: 12 },
  ]);
});

test('what was decided today is known, and what was decided before is not asked for', async () => {
  const of = { promptId: world.promptId, now: world.now() };
  const before = await decidedVotes(world.store.db, { ...of, since: world.now() });
  const vote = await low({ at: ago(9), reasons: ['wrong'] });
  await decided(vote, 'prompt');
  const today = await decidedVotes(world.store.db, { ...of, since: world.now() });
  expect(today).toEqual([
    ...before,
    { id: vote, rater: expect.any(String), application: 'help-desk', reason: 'wrong', week: 1 },
  ]);
  expect(await decidedVotes(world.store.db, { ...of, since: new Date(world.now().getTime() + 1) })).toEqual([]);
});

test('what the owner finds to be not about the prompt is left out, stays so, and counts again when taken back', async () => {
  const of = world.thumb({ outputId: await world.output(), rater: 'app:a/mistaken', up: false });
  const [id] = await castVotes(world.store.db, [of]);
  const before = await world.counts();
  await decided(id!, 'not_about_the_prompt', 'The network was down');
  const out = { ...before, down: before.down - 1, excluded: before.excluded + 1 };
  expect(await world.counts()).toEqual(out);
  await castVotes(world.store.db, [{ ...of, at: new Date(of.at.getTime() + 1), reasons: ['wrong'] }]);
  expect(await world.counts()).toEqual(out);
  expect(await decisionOn(world.store.db, id!)).toMatchObject({ why: 'The network was down', personId });
  await decided(id!, 'prompt');
  expect(await world.counts()).toEqual({
    ...before,
    reasons: { ...before.reasons, wrong: (before.reasons.wrong ?? 0) + 1 },
  });
});

test('a busy week leaves room for others: of each no more than two hundred are looked at', async () => {
  const rows = Array.from({ length: 400 }, (_, i) =>
    world.thumb({ versionId: world.version(2), rater: `app:busy/${i}`, up: false, at: ago(i % 2 ? 20 : 30) }),
  );
  await castVotes(world.store.db, [...rows, ...rows.map((row) => ({ ...row, rater: `${row.rater}b` }))]);
  const busy = (await waiting()).filter((one) => one.rater.startsWith('app:busy/'));
  expect(busy.filter((one) => one.week === 2)).toHaveLength(200);
  expect(busy.filter((one) => one.week === 4)).toHaveLength(200);
});
