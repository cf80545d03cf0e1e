import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { viewOf } from '../../../src/commands/cards/subjects.ts';
import { killPlace } from '../../../src/store/posts.ts';
import { said } from '../../said.ts';
import { createWorld, type Seen, type World } from '../../world.ts';

type Post = { subject: string; place: string; slot: string };

let world: World;
let seen: Seen;
const slug = 'support-reply';
let count = 0;
beforeAll(async () => {
  world = await createWorld();
  const { change } = await world.prompt(slug, 'one');
  await world.approve('grace', change);
});
afterAll(() => world.close());
beforeEach(async () => {
  seen = await world.submit(slug, `text ${++count}`);
});

const view = ({ subject, slot }: Omit<Post, 'place'>) =>
  viewOf(world.store.db, subject, slot, world.now(), world.house.settings);

/** What everybody is told by some work, by slot; each text stands under the card it replies to. */
async function told(work: () => Promise<unknown>): Promise<Record<string, string>> {
  const { posts } = await world.queued(work);
  const texts: Record<string, string> = {};
  for (const post of posts) {
    const found = await view(post);
    expect(found, JSON.stringify(post)).not.toBeNull();
    if (/^(thread|dm):/.test(post.slot)) expect(found!.under).toBe(`change:${seen.change}`);
    texts[post.slot] = said(found!.card);
  }
  return texts;
}

const name = () => `#${seen.change} of ${slug}`;

test('an approval that releases is told in the thread and to the author, with what is live now', async () => {
  const texts = await told(() => world.approve('grace', seen.change));
  expect(texts['thread:verdict']).toMatch(
    new RegExp(`^Grace approved change ${name()}: v\\d+ \\([0-9a-f]{7}\\) is live on production$`),
  );
  expect(texts['dm:verdict']).toMatch(/^Grace approved your change #/);
});

test('an approval that does not release yet says so', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  seen = await world.submit(slug, `two needed ${count}`);
  const texts = await told(() => world.approve('grace', seen.change));
  expect(texts['dm:verdict']).toBe(`Grace approved your change ${name()}; more approvals are needed`);
  await world.done('olu', 'policy', { prompt: slug, approvals: 1 });
});

test('a decline is told with its reason', async () => {
  const texts = await told(() => world.run('grace', 'decline', { ...seen, reason: 'It promises refunds' }));
  expect(texts['dm:verdict']).toBe(`Grace declined your change ${name()}\n> It promises refunds`);
});

test('a comment is told with its words', async () => {
  const texts = await told(() => world.run('eve', 'comment', { change: seen.change, note: 'Really?' }));
  expect(texts['thread:verdict']).toBe(`Eve commented on change ${name()}\n> Really?`);
});

test('a revision calls those who may decide, but not whoever wrote', async () => {
  const texts = await told(() => world.submit(slug, `by Grace ${count}`, 'grace', { change: seen.change }));
  expect(texts['thread:cycle-2']).toMatch(
    new RegExp(`^Change ${name()} was revised: round 2, v\\d+\nOlu and Dee: please look again\\.$`),
  );
});

test('a change that became stale says how to go on', async () => {
  const { posts } = await world.queued(() => world.release(slug, `faster ${count}`));
  const mine = posts.filter((one) => one.subject === `change:${seen.change}`);
  expect(mine.map((one) => one.slot)).toEqual(['thread:stale-1', 'dm:stale-1']);
  expect(said((await view(mine[1]!))!.card)).toBe(
    `Change ${name()} is stale: production moved since it was opened\nIts verdicts no longer count. Submit it again on top of the present version for a fresh review.\n[Submit it again]`,
  );
});

test('a withdrawn change says by whom', async () => {
  const texts = await told(() => world.run('olu', 'withdraw', { change: seen.change }));
  expect(texts['dm:withdrawn-1']).toBe(`Olu withdrew change ${name()}`);
});

test('a change that ran out says so', async () => {
  world.pass(168 * 3_600_000);
  const { posts } = await world.queued(() => world.tick('expire'));
  const mine = posts.filter((one) => one.subject === `change:${seen.change}`);
  expect(mine.map((one) => one.slot)).toEqual(['thread:expired-1', 'dm:expired-1']);
  expect(said((await view(mine[0]!))!.card)).toBe(
    `Change ${name()} expired undecided\nSubmit it again if it still matters.`,
  );
});

test('a verdict on a follow-up speaks of the rollback', async () => {
  await world.approve('grace', seen.change);
  const { follow_up } = await world.done<{ follow_up: number }>('ada', 'rollback', { prompt: slug, reason: 'wrong' });
  seen = { ...seen, change: follow_up };
  const texts = await told(() => world.approve('olu', follow_up));
  expect(texts['dm:verdict']).toBe(`Olu found the rollback of ${slug} right`);
});

test('a dead place is reported with why and the way out', async () => {
  await killPlace(world.store.db, 'slack:T1/CGONE', 'the channel is archived', world.now());
  const found = await view({ subject: 'place:slack:T1/CGONE', slot: 'dm:dead' });
  expect(said(found!.card)).toBe(
    'I cannot post to slack:T1/CGONE any more: the channel is archived\nInvite me there again, or name another place. What was due there is not sent elsewhere.',
  );
});

test.each(['change:999999', 'verdict:999999', 'move:999999', 'place:slack:T1/CNONE', 'nothing:1'])(
  'about what is not there nothing is said: %s',
  async (subject) => {
    expect(await view({ subject, slot: 'card' })).toBeNull();
  },
);
