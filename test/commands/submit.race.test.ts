import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';
import { expectCalm, reviewersOf, sorted, together } from './races.ts';

const ROUNDS = 4;

let world: World;
let people: string[];
beforeAll(async () => {
  world = await createWorld();
  await world.prompt('support-reply', 'one');
  people = await reviewersOf(world, 'support-reply', 20);
});
afterAll(() => world.close());
afterEach(() => expectCalm(world));

test('twenty who create a prompt of one name create one; the others learn whose it is', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const slug = `new-${i}`;
    const before = await world.effects();
    const given = { prompt: slug, why: 'x', purpose: 'One of us', owner: 'olu@example.com', deputy: 'dee@example.com' };
    const all = people.map((who) => () => world.run(who, 'submit', { ...given, text: `by ${who}` }));
    const { won, told, lost } = sorted(await together(all));
    expect([won.length, told.length, lost.length]).toEqual([1, 19, 0]);
    for (const sentence of told)
      expect(sentence).toMatch(
        /^You may not submit changes to this prompt\. These can: Olu, Dee, R\d+, and the admins\.$/,
      );
    const after = await world.effects();
    expect([after.prompt! - before.prompt!, after.version! - before.version!]).toEqual([1, 1]);
  }
});

test('the same text sent by twenty is one version, and every version has a number of its own', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const before = await world.effects();
    const given = { prompt: 'support-reply', why: 'x' };
    const all = people.map(
      (who, n) => () => world.run(who, 'submit', { ...given, text: n % 2 ? `same ${i}` : `${who} ${i}` }),
    );
    const { won, lost } = sorted(await together(all));
    expect([won.length, lost.length]).toEqual([20, 0]);
    const after = await world.effects();
    expect(after.version! - before.version!).toBe(11);
  }
  const rows = await world.sql<{ number: number }[]>`
    select number from version join prompt on prompt.id = version.prompt_id where slug = 'support-reply' order by number`;
  expect(rows.map((row) => row.number)).toEqual(rows.map((_, i) => i + 1));
});

test('roles that many set at once lose nobody, and new channels noted crosswise block nobody', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const slugs = [0, 1, 2, 3].map((n) => `new-${n}`);
    const channels = Array.from({ length: 12 }, (_, n) => `#slack:T1/C${i}X${n}`);
    const all = slugs.flatMap((slug, n) =>
      [0, 1, 2].map(
        (part) => () =>
          world.run('olu', 'stakeholders', {
            prompt: slug,
            action: 'add',
            // The same new channels in another order for each prompt.
            people: (n % 2 ? [...channels].reverse() : channels).filter((_, at) => at % 3 !== part),
          }),
      ),
    );
    const { won, lost } = sorted(await together(all));
    expect([won.length, lost.length]).toEqual([12, 0]);
    for (const slug of slugs) {
      const { stakeholders } = await world.done<{ stakeholders: string[] }>('eve', 'stakeholders', { prompt: slug });
      expect(stakeholders).toHaveLength((i + 1) * 12);
    }
  }
});
