import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { dispatch } from '../../src/commands/kit/dispatch.ts';
import { utc } from '../../src/commands/kit/words.ts';
import { createWorld, type Seen, type World } from '../world.ts';
import { expectCalm, reviewersOf, sorted, together } from './races.ts';

const ROUNDS = 4;
const slug = 'support-reply';

let world: World;
let reviewers: string[];
let round = 0;
beforeAll(async () => {
  world = await createWorld();
  const { change } = await world.prompt(slug, 'one');
  await world.approve('grace', change);
  reviewers = await reviewersOf(world, slug, 20);
});
afterAll(() => world.close());
afterEach(() => expectCalm(world));

const moves = async () => (await world.effects()).move!;
const review = async (change: number) =>
  (await world.done<{ review: string; decided_by: string | null }>('ada', 'change', { change })).review;

test('of twenty reviewers who approve at the same moment one releases, and the others learn who and when', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const seen = await world.submit(slug, `approved ${++round}`);
    const before = await moves();
    const { won, told, lost } = sorted(await together(reviewers.map((who) => () => world.run(who, 'approve', seen))));
    expect(lost).toEqual([]);
    expect(won).toHaveLength(1);
    expect(await moves()).toBe(before + 1);
    const { decided_by: winner } = await world.done<{ decided_by: string }>('ada', 'change', { change: seen.change });
    const sentence = `${winner} approved change #${seen.change} of ${slug} at ${utc(world.now())}; nothing was changed by you.`;
    expect(told).toHaveLength(19);
    expect(new Set(told)).toEqual(new Set([sentence]));
  }
});

test('of twenty clicks of one reviewer one counts, though two approvals are needed', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  for (let i = 0; i < ROUNDS; i++) {
    const seen = await world.submit(slug, `clicked ${++round}`);
    const clicks = Array.from({ length: 20 }, () => () => world.run('grace', 'approve', seen));
    const { won, told, lost } = sorted(await together(clicks));
    expect([won.length, told.length, lost.length]).toEqual([1, 19, 0]);
    expect(new Set(told)).toEqual(
      new Set([`You have already decided on this round of change #${seen.change}; it counts once.`]),
    );
    expect(await review(seen.change)).toBe('open');
  }
  await world.done('olu', 'policy', { prompt: slug, approvals: 1 });
});

test('of three needed approvals exactly three count, whoever comes', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 3 });
  for (let i = 0; i < ROUNDS; i++) {
    const seen = await world.submit(slug, `thrice ${++round}`);
    const before = await moves();
    const { won, told, lost } = sorted(await together(reviewers.map((who) => () => world.run(who, 'approve', seen))));
    expect([won.length, told.length, lost.length]).toEqual([3, 17, 0]);
    expect(await moves()).toBe(before + 1);
  }
  await world.done('olu', 'policy', { prompt: slug, approvals: 1 });
});

test('approving, declining, asking for changes, withdrawing and revising at once leave one clear end', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const seen = await world.submit(slug, `mixed ${++round}`);
    const before = await moves();
    const reason = 'Because';
    const act = (who: string, n: number) => {
      if (n % 5 === 0) return world.run(who, 'approve', seen);
      if (n % 5 === 1) return world.run(who, 'decline', { ...seen, reason });
      if (n % 5 === 2) return world.run(who, 'request-changes', { ...seen, reason });
      if (n % 5 === 3) return world.run('ada', 'withdraw', { change: seen.change });
      return world.run('ada', 'submit', {
        prompt: slug,
        text: `mixed ${round} by ${who}`,
        why: 'x',
        change: seen.change,
      });
    };
    const { won, told, lost } = sorted(await together(reviewers.map((who, n) => () => act(who, n))));
    expect(lost).toEqual([]);
    expect(won.length + told.length).toBe(20);
    expect(won.length).toBeGreaterThan(0);
    const end = await review(seen.change);
    const released = (await moves()) - before;
    expect(released).toBe(end === 'approved' ? 1 : 0);
    // Whatever came first, a verdict on the first round never releases a text of a later one.
    const state = await world.done<{ cycle: number; fingerprint: string }>('ada', 'change', { change: seen.change });
    if (released === 1) expect(state).toMatchObject({ cycle: seen.cycle, fingerprint: seen.fingerprint });
  }
});

test('of changes for one label that are approved at once one is released and the others become stale', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const seen: Seen[] = [];
    for (let n = 0; n < 5; n++) seen.push(await world.submit(slug, `rival ${++round}`));
    const before = await moves();
    const clicks = seen.flatMap((one, n) =>
      reviewers.slice(n * 4, n * 4 + 4).map((who) => () => world.run(who, 'approve', one)),
    );
    const { won, told, lost } = sorted(await together(clicks));
    expect(lost).toEqual([]);
    expect(won).toHaveLength(1);
    expect(await moves()).toBe(before + 1);
    const ends = await Promise.all(seen.map((one) => review(one.change)));
    expect(ends.sort()).toEqual(['approved', 'stale', 'stale', 'stale', 'stale']);
    for (const sentence of told)
      expect(sentence).toMatch(/ (moved production to v\d+|approved change #\d+ of support-reply) at /);
  }
});

test('changes of different prompts do not wait for each other, and their verdicts make one chain', async () => {
  const slugs = Array.from({ length: 10 }, (_, i) => `prompt-${i}`);
  const opened = [];
  for (const one of slugs) opened.push(await world.prompt(one, 'first'));
  const clicks = opened.flatMap(({ change }) => ['grace', 'olu', 'dee'].map((who) => () => world.approve(who, change)));
  const { won, lost } = sorted(await together(clicks));
  expect([won.length, lost.length]).toEqual([10, 0]);
});

test('while it expires a change is either decided or expired, never both', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const seen = await world.submit(slug, `late ${++round}`);
    // The clocks of the processes differ: for those who click a millisecond is left, for those who sweep none is.
    const until = world.now().getTime() + 168 * 3_600_000;
    const early = { ...world.house, clock: () => new Date(until - 1) };
    const late = { ...world.house, clock: () => new Date(until) };
    const ids = await Promise.all(reviewers.map(world.person));
    const clicks = ids.map(
      (personId) => () => dispatch(early, { command: 'approve', args: seen, personId, via: { door: 'slack' } }),
    );
    const sweep = () => dispatch(late, { command: 'expire', args: {}, personId: null, via: { door: 'clock' } });
    const { lost } = sorted(await together([...clicks.slice(0, 10), sweep, sweep, sweep, ...clicks.slice(10)]));
    expect(lost).toEqual([]);
    const { entries } = await world.done<{ entries: { action: string }[] }>('ada', 'audit', { subject: seen.change });
    const ends = entries.filter((one) => one.action === 'approve' || one.action === 'expire');
    expect(ends).toHaveLength(1);
    expect(await review(seen.change)).toBe(ends[0]!.action === 'approve' ? 'approved' : 'expired');
    world.pass(until - world.now().getTime());
  }
});
