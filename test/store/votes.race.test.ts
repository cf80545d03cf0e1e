import { afterAll, beforeAll, expect, test } from 'vitest';
import { becomeOne, holdStill } from '../../src/store/one-human.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { castVote, castVotes, findVote, raterOf } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from './feedback-world.ts';

const ROUNDS = 20;

let world: FeedbackWorld;
/** Two processes, each with connections of its own: one is spoken to by Slack, the other by Teams. */
let slack: Store;
let teams: Store;
beforeAll(async () => {
  world = await feedbackWorld();
  slack = openStore(world.url);
  teams = openStore(world.url);
});
afterAll(async () => {
  await slack.close();
  await teams.close();
  await world.close();
});

const later = (ms: number) => new Date(world.now().getTime() + ms);
const vote = (store: Store, personId: number, outputId: number, up: boolean, at: Date) =>
  store.transaction((db) => castVote(db, { ...world.thumb({ outputId, up, at }), personId }));
const votesOn = async (outputId: number) =>
  (
    await world.sql<{ up: boolean; excluded: string | null }[]>`
    select up, excluded from vote where output_id = ${outputId}`
  ).slice();

test('of a like and a dislike by one person within ten milliseconds, on two platforms, the last is the one vote', async () => {
  const ada = await world.person('ada');
  const before = await world.counts();
  for (let i = 0; i < ROUNDS; i++) {
    const outputId = await world.output();
    // Whichever comes first, by the clock and at the database.
    const clicks = [
      () => vote(slack, ada, outputId, true, later(i % 10)),
      () => vote(teams, ada, outputId, false, later(10)),
    ];
    await Promise.all((i % 2 === 0 ? clicks : clicks.reverse()).map((click) => click()));
    expect(await votesOn(outputId)).toEqual([{ up: false, excluded: null }]);
  }
  expect(await world.counts()).toEqual({ ...before, down: before.down + ROUNDS });
});

test('clicks of many at the same moment are all counted, and a click answered with what holds', async () => {
  const people = await Promise.all(['kim', 'lee', 'max', 'nat', 'oda', 'pia', 'rio', 'sam'].map(world.person));
  const outputId = await world.output();
  const before = await world.counts();
  const clicks = people.flatMap((who, i) => [
    vote(slack, who, outputId, i % 2 === 0, later(1)),
    vote(teams, who, outputId, i % 2 === 1, later(2)),
    vote(slack, who, outputId, i % 2 === 1, later(3)),
  ]);
  const answers = await Promise.all(clicks);
  expect(await world.counts()).toEqual({ ...before, up: before.up + 4, down: before.down + 4 });
  for (const [i, who] of people.entries()) {
    expect(await findVote(world.store.db, world.thumb({ outputId, rater: raterOf(who) }))).toMatchObject({
      up: i % 2 === 1,
    });
  }
  for (const [i, answer] of answers.entries()) if (i % 3 === 2) expect(answer.up).toBe(Math.floor(i / 3) % 2 === 1);
});

test('batches that hold the same votes in another order do not stop each other', async () => {
  const outputs = await Promise.all(Array.from({ length: 60 }, () => world.output()));
  const before = await world.counts();
  const batch = (start: number, up: boolean) =>
    outputs.map((_, i) =>
      world.thumb({ outputId: outputs[(i * 7 + start) % outputs.length]!, rater: 'app:a/1', up, at: later(start) }),
    );
  const taken = await Promise.all(
    Array.from({ length: 12 }, (_, i) => castVotes((i % 2 ? slack : teams).db, batch(i, i % 2 === 0))),
  );
  expect(taken).toHaveLength(12);
  expect(await world.counts()).toEqual({ ...before, down: before.down + outputs.length });
});

test('batches in which some are new and some change their mind, on other days each, do not stop each other', async () => {
  const DAY = 86_400_000;
  const [monday, tuesday] = [later(-4 * DAY), later(-3 * DAY)];
  const before = await world.counts();
  for (let round = 0; round < ROUNDS; round++) {
    const [early, late] = [await world.output(), await world.output()];
    const thumb = (outputId: number, at: Date, rater: string, up: boolean) =>
      world.thumb({ outputId, at, rater: `app:a/${rater}`, up });
    await castVotes(slack.db, [thumb(early, monday, 'x', true), thumb(late, tuesday, 'x', true)]);
    await Promise.all([
      castVotes(slack.db, [thumb(early, monday, 'x', false), thumb(early, tuesday, 'y', true)]),
      castVotes(teams.db, [thumb(late, tuesday, 'x', false), thumb(late, monday, 'y', true)]),
    ]);
  }
  const [up, down] = [before.up + 2 * ROUNDS, before.down + 2 * ROUNDS];
  expect(await world.counts()).toEqual({ ...before, up, down });
});

test('whoever becomes one while voting has one vote, whatever comes first', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const [one, other] = [await world.person(`one${i}x`), await world.person(`two${i}x`)];
    const outputId = await world.output();
    await vote(slack, one, outputId, true, later(0));
    await Promise.all([
      vote(teams, other, outputId, false, later(2)),
      slack.transaction(async (db) => {
        await holdStill(db);
        await becomeOne(db, one, other);
      }),
      vote(slack, one, outputId, true, later(1)),
    ]);
    const counted = (await votesOn(outputId)).filter((each) => each.excluded === null);
    expect(counted).toEqual([{ up: false, excluded: null }]);
  }
});
