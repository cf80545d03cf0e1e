import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';
import { expectCalm, reviewersOf, sorted, together } from './races.ts';

const ROUNDS = 4;
const slug = 'support-reply';

let world: World;
let people: string[];
let round = 0;
beforeAll(async () => {
  world = await createWorld();
  const { change } = await world.prompt(slug, 'one');
  await world.approve('grace', change);
  people = await reviewersOf(world, slug, 20);
});
afterAll(() => world.close());
afterEach(() => expectCalm(world));

test('of twenty who send the same form one rolls back, once announced, and the others learn who', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    await world.release(slug, `bad ${++round}`);
    const form = await world.asked('ada', 'rollback', { prompt: slug }, { ask: true });
    const version = form.fields.find((field) => field.name === 'version')!.value;
    const before = await world.effects();
    let outcomes: Awaited<ReturnType<World['run']>>[] = [];
    const { posts } = await world.queued(async () => {
      outcomes = await together(
        people.map((who) => () => world.run(who, 'rollback', { ...form.args, version, reason: 'wrong' })),
      );
    });
    const { won, told, lost } = sorted(outcomes);
    expect([won.length, told.length, lost.length]).toEqual([1, 19, 0]);
    for (const sentence of told)
      expect(sentence).toMatch(
        /^R\d+ was faster: rolled it back v\d+ → v\d+ at .* UTC\. Nothing was changed by you\.$/,
      );
    expect(new Set(told).size).toBe(1);
    const after = await world.effects();
    expect([after.move! - before.move!, after.change! - before.change!]).toEqual([1, 1]);
    const places = posts.filter((one) => one.subject.startsWith('move:')).map((one) => one.place);
    expect(new Set(places).size).toBe(places.length);
    expect(places.sort()).toEqual(['slack:T1/CNEWS', 'slack:T1/UDEE', 'slack:T1/UOLU']);
  }
});

test('twenty who type nothing but a reason go back once', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    await world.release(slug, `wrong ${++round}`);
    world.pass(60_000);
    const before = (await world.effects()).move!;
    const all = people.map((who) => () => world.run(who, 'rollback', { prompt: slug, reason: 'wrong' }));
    const { won, told, lost } = sorted(await together(all));
    expect([won.length, told.length, lost.length]).toEqual([1, 19, 0]);
    for (const sentence of told) expect(sentence).toMatch(/^R\d+ was faster: rolled it back .* name the version\.$/);
    expect((await world.effects()).move).toBe(before + 1);
  }
});

test('twenty who name the version to go back to get there once', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    await world.release(slug, `worse ${++round}`);
    const all = people.map(
      (who) => () => world.run(who, 'rollback', { prompt: slug, version: 'v1', reason: 'unsafe' }),
    );
    const { won, told, lost } = sorted(await together(all));
    expect([won.length, lost.length]).toEqual([1, 0]);
    expect(new Set(told)).toEqual(new Set([`${slug} already holds v1 on production.`]));
  }
});

test('a rollback beside releases and policy changes leaves a label that follows from its moves', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    await world.release(slug, `live ${++round}`);
    const seen = await world.submit(slug, `next ${round}`);
    const acts = people.map(
      (who, n) => () =>
        n % 3 === 0
          ? world.run(who, 'approve', seen)
          : n % 3 === 1
            ? world.run(who, 'rollback', { prompt: slug, version: 'v1', reason: 'wrong' })
            : world.run('olu', 'policy', { prompt: slug, expiry: `${n}d` }),
    );
    expect(sorted(await together(acts)).lost).toEqual([]);
    const rows = await world.sql<{ from: number | null; to: number }[]>`
      select from_id as "from", to_id as "to" from move order by id`;
    for (const [n, row] of rows.slice(1).entries()) expect(row.from).toBe(rows[n]!.to);
    const [label] = await world.sql<{ version: number }[]>`select version_id as version from label`;
    expect(label!.version).toBe(rows.at(-1)!.to);
  }
});
