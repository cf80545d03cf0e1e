import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  answerFeedback,
  answeringChanges,
  claimTelling,
  feedbackOf,
  isMuted,
  saidBy,
  setMuted,
  unansweredFeedback,
} from '../../src/store/feedback-loop.ts';
import { castVote, castVotes, type Thumb } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from './feedback-world.ts';

let world: FeedbackWorld;
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world.close());

const db = () => world.store.db;
const later = (ms: number) => new Date(world.now().getTime() + ms);
const complain = async (who: string, of: Partial<Thumb> = {}) => {
  const thumb = world.thumb({ outputId: await world.output(), up: false, comment: `${who} says so`, ...of });
  return (await castVote(db(), { ...thumb, personId: await world.person(who) })).id;
};
const unanswered = async () => (await unansweredFeedback(db(), world.promptId, 50)).map((one) => one.voteId);

test('what can be answered is what says something, latest first, and names nobody', async () => {
  const first = await complain('ada');
  const second = await complain('grace', { comment: null, reasons: ['tone'], at: later(1) });
  await complain('ada', { comment: null });
  await complain('ada', { reasons: ['not_about_the_prompt'] });
  await complain('ada', { up: true });
  expect(await unansweredFeedback(db(), world.promptId, 50)).toEqual([
    {
      ...{ voteId: second, version: 1, application: 'help-desk', reasons: ['tone'], comment: null, at: later(1) },
    },
    { voteId: first, version: 1, application: 'help-desk', reasons: [], comment: 'ada says so', at: world.now() },
  ]);
  expect(await unansweredFeedback(db(), world.promptId, 1)).toHaveLength(1);
});

test('a change names what it answers, of its own prompt only; what it answers is not offered again unless it comes to nothing', async () => {
  const vote = await complain('ada', { at: later(2) });
  await world.prompt('other');
  const foreign = await world.submit('other', 'Elsewhere');
  const { change } = await world.submit('support-reply', 'Three');
  expect(await answerFeedback(db(), foreign.change, [vote])).toBe(0);
  expect(await answerFeedback(db(), change, [vote, vote, 999_999])).toBe(1);
  expect(await feedbackOf(db(), change)).toMatchObject([{ voteId: vote, comment: 'ada says so' }]);
  expect(await unanswered()).not.toContain(vote);
  await world.done('ada', 'withdraw', { change });
  expect(await unanswered()).toContain(vote);
  expect(await answerFeedback(db(), change, [])).toBe(0);
  expect(await feedbackOf(db(), change)).toEqual([]);
});

test('what a change answered that was rolled back is offered again, until that is brought back', async () => {
  const vote = await complain('grace', { at: later(3) });
  const change = await world.release('support-reply', 'An answer');
  await answerFeedback(db(), change, [vote]);
  await world.release('support-reply', 'And more');
  expect(await unanswered()).not.toContain(vote);
  const rollback = async (to: number) => {
    await world.done('dee', 'rollback', { prompt: 'support-reply', version: to, reason: 'quality' });
    return unanswered();
  };
  const numberOf = await world.sql<{ number: number }[]>`
    select number from version join change on change.version_id = version.id where change.id = ${change}`;
  const { number } = numberOf[0]!;
  // One step back leaves the answer where it is; the next takes it back.
  expect(await rollback(number)).not.toContain(vote);
  expect(await rollback(2)).toContain(vote);
  await world.release('support-reply', 'Something else');
  expect(await unanswered()).toContain(vote);
  expect(await rollback(number)).not.toContain(vote);
});

describe('whoever is answered', () => {
  test('is told once of a release and once of its rollback, however many ask at once', async () => {
    const [ada, grace] = [await world.person('ada'), await world.person('grace')];
    const votes = [await complain('ada'), await complain('ada'), await complain('grace')];
    const [theirs] = await castVotes(db(), [world.thumb({ outputId: await world.output(), up: false, comment: 'x' })]);
    const change = await world.release('support-reply', 'Answered');
    await answerFeedback(db(), change, [...votes, theirs!]);
    // Nobody hears of the end of what they have not heard of.
    expect(await claimTelling(db(), change, 'rolled_back', world.now())).toEqual([]);
    const told = await Promise.all([1, 2, 3].map(() => claimTelling(db(), change, 'released', world.now())));
    expect(told.flat().sort()).toEqual([ada, grace].sort());
    expect((await claimTelling(db(), change, 'rolled_back', world.now())).sort()).toEqual([ada, grace].sort());
    expect(await claimTelling(db(), change, 'rolled_back', world.now())).toEqual([]);
    expect((await saidBy(db(), change, ada)).map((one) => one.voteId)).toEqual(votes.slice(0, 2));
    expect(await saidBy(db(), change, await world.person('dee'))).toEqual([]);
    const [row] = await world.sql<{ version_id: number }[]>`select version_id from change where id = ${change}`;
    expect(await answeringChanges(db(), row!.version_id)).toEqual([change]);
    expect(await answeringChanges(db(), world.version(1))).toEqual([]);
  });

  test('is not told when they want to hear nothing, until they want to again', async () => {
    const [kim, lee] = [await world.person('kim'), await world.person('lee')];
    const change = await world.release('support-reply', 'Answered again');
    await answerFeedback(db(), change, [await complain('kim'), await complain('lee')]);
    for (const off of [true, true]) await setMuted(db(), kim, off, world.now());
    expect([await isMuted(db(), kim), await isMuted(db(), lee)]).toEqual([true, false]);
    expect(await claimTelling(db(), change, 'released', world.now())).toEqual([lee]);
    await setMuted(db(), kim, false, world.now());
    expect(await claimTelling(db(), change, 'released', world.now())).toEqual([kim]);
  });
});
