import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reasons } from '../../src/rules/reasons.ts';
import { becomeOne, holdStill } from '../../src/store/one-human.ts';
import { castVote, castVotes, findVote, getVote, raterOf, type Thumb } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from './feedback-world.ts';

let world: FeedbackWorld;
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world.close());

const cast = (...thumbs: Thumb[]) => castVotes(world.store.db, thumbs);
const later = (ms: number) => new Date(world.now().getTime() + ms);
const said = async (of: Thumb) => (await findVote(world.store.db, of))!;

/** What the counts of a version would be, were all its votes counted anew. */
async function counted(version = 1) {
  const of = world.version(version);
  const [row] = await world.sql<{ up: number; down: number; excluded: number }[]>`
    select count(*) filter (where up and excluded is null)::int as up,
      count(*) filter (where not up and excluded is null)::int as down,
      count(*) filter (where excluded is not null)::int as excluded from vote where version_id = ${of}`;
  const why = await world.sql<{ reason: string; n: number }[]>`
    select reason, count(*)::int as n from vote, jsonb_array_elements_text(reasons) as reason
    where version_id = ${of} and not up and excluded is null group by reason`;
  return { ...row!, reasons: Object.fromEntries(why.map((one) => [one.reason, one.n])) };
}

describe('a vote', () => {
  test('is the last word of its rater on its output, and counts once', async () => {
    const thumb = world.thumb({ outputId: await world.output(), rater: 'app:help-desk/once' });
    const before = await world.counts();
    const [id] = await cast(thumb);
    expect(await world.counts()).toEqual({ ...before, up: before.up + 1 });
    expect(await cast({ ...thumb, up: false, at: later(1) })).toEqual([id]);
    expect(await world.counts()).toEqual({ ...before, down: before.down + 1 });
    expect(await getVote(world.store.db, id!)).toMatchObject({ up: false, at: later(1) });
  });

  test('that is overtaken by a later word changes nothing, whenever it arrives', async () => {
    const thumb = world.thumb({ outputId: await world.output(), at: later(10) });
    await cast(thumb);
    const before = await world.counts();
    expect(await cast({ ...thumb, up: false, at: later(9) })).toEqual([]);
    expect(await world.counts()).toEqual(before);
    // Of two at the same moment the one that comes last is the last.
    expect(await cast({ ...thumb, up: false })).toHaveLength(1);
  });

  test('is known again by its key, also after the mind was changed', async () => {
    const thumb = world.thumb({ outputId: await world.output(), key: 'k1' });
    await cast(thumb);
    await cast({ ...thumb, up: false, key: 'k2', at: later(1) });
    const before = await world.counts();
    expect(await cast({ ...thumb, at: later(2) })).toEqual([]);
    expect((await said(thumb)).up).toBe(false);
    expect(await world.counts()).toEqual(before);
  });

  test('in a batch that holds several of one rater is the last of them, and all their keys are known', async () => {
    const thumb = world.thumb({ outputId: await world.output() });
    const before = await world.counts();
    await cast(
      { ...thumb, key: 'a', at: later(3), up: false },
      { ...thumb, key: 'b', at: later(1) },
      { ...thumb, key: 'c' },
    );
    expect(await world.counts()).toEqual({ ...before, down: before.down + 1 });
    expect(await cast({ ...thumb, key: 'b', at: later(9) })).toEqual([]);
    expect((await said(thumb)).up).toBe(false);
  });

  test('without an output is the last word on the version', async () => {
    const thumb = world.thumb({ versionId: world.version(2), rater: raterOf(await world.person('ada')) });
    const before = await world.counts(2);
    await cast(thumb);
    await cast({ ...thumb, up: false, at: later(1) });
    await cast({ ...thumb, versionId: world.version(1), up: false });
    expect(await world.counts(2)).toEqual({ ...before, down: before.down + 1 });
  });

  test('that is repeated keeps what it said; one that turns does not', async () => {
    const thumb = world.thumb({ outputId: await world.output(), up: false });
    await cast({ ...thumb, reasons: ['tone'], comment: 'Rude' });
    await cast({ ...thumb, at: later(1) });
    expect(await said(thumb)).toMatchObject({ reasons: ['tone'], comment: 'Rude' });
    await cast({ ...thumb, at: later(2), reasons: ['wrong', 'too_long'] });
    expect(await said(thumb)).toMatchObject({ reasons: ['wrong', 'too_long'], comment: 'Rude' });
    await cast({ ...thumb, up: true, at: later(3) });
    expect(await said(thumb)).toMatchObject({ up: true, reasons: null, comment: null });
  });

  test('that gives one reason twice gives it once', async () => {
    const thumb = world.thumb({ outputId: await world.output(), up: false, reasons: ['unsafe', 'unsafe'] });
    const before = await world.counts();
    await cast(thumb);
    const reasons = { ...before.reasons, unsafe: (before.reasons.unsafe ?? 0) + 1 };
    expect(await world.counts()).toEqual({ ...before, down: before.down + 1, reasons });
    expect((await said(thumb)).reasons).toEqual(['unsafe']);
  });

  test('not about the prompt is kept and left out, and counts again when that is taken back', async () => {
    const thumb = world.thumb({
      outputId: await world.output(),
      up: false,
      reasons: ['wrong', 'not_about_the_prompt'],
    });
    const before = await world.counts();
    await cast(thumb);
    expect(await world.counts()).toEqual({ ...before, excluded: before.excluded + 1 });
    await cast({ ...thumb, reasons: ['wrong'], at: later(1) });
    const reasons = { ...before.reasons, wrong: (before.reasons.wrong ?? 0) + 1 };
    expect(await world.counts()).toEqual({ ...before, down: before.down + 1, reasons });
  });
});

test('whatever is voted, in whatever order and batches, the counts are those of the last words', async () => {
  const outputs = await Promise.all([1, 1, 2].map((version) => world.output(version)));
  const versions = [1, 1, 2];
  const word = fc.record({
    which: fc.nat(2),
    rater: fc.constantFrom('app:a/1', 'app:a/2', 'app:a/3'),
    up: fc.boolean(),
    why: fc.option(fc.subarray([...reasons], { maxLength: 3 })),
    ms: fc.nat(20),
  });
  const last = new Map<string, { up: boolean; ms: number }>();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(word, { minLength: 1, maxLength: 12 }), { maxLength: 6 }), async (batches) => {
      const start = ++round * 100;
      for (const batch of batches) {
        await cast(
          ...batch.map(({ which, rater, up, why, ms }) =>
            world.thumb({
              outputId: outputs[which]!,
              versionId: world.version(versions[which]!),
              rater,
              up,
              reasons: up ? null : why,
              at: later(start + ms),
            }),
          ),
        );
        for (const { which, rater, up, ms } of batch) {
          const key = `${which} ${rater}`;
          if (start + ms >= (last.get(key)?.ms ?? 0)) last.set(key, { up, ms: start + ms });
        }
      }
      for (const version of [1, 2]) expect(await world.counts(version)).toEqual(await counted(version));
      for (const [key, { up }] of last) {
        const [which, rater] = key.split(' ');
        const of = {
          outputId: outputs[Number(which)]!,
          versionId: world.version(versions[Number(which)]!),
          rater: rater!,
        };
        expect([key, (await findVote(world.store.db, of))?.up]).toEqual([key, up]);
      }
    }),
    { numRuns: 25 },
  );
});

describe('people who turn out to be one', () => {
  const one = async (a: number, b: number) =>
    world.store.transaction(async (db) => {
      await holdStill(db);
      return becomeOne(db, a, b);
    });

  test('have one vote, the later one, wherever they voted before', async () => {
    const [kim, lee] = [await world.person('kim'), await world.person('lee')];
    const [both, leeOnly] = [await world.output(), await world.output()];
    const before = await world.counts();
    const vote = (personId: number, outputId: number, up: boolean, at: Date) =>
      castVote(world.store.db, { ...world.thumb({ outputId, up, at }), personId });
    await vote(kim, both, true, later(1));
    const low = await vote(lee, both, false, later(2));
    await vote(lee, leeOnly, true, later(2));
    await one(kim, lee);
    expect(await world.counts()).toMatchObject({
      up: before.up + 1,
      down: before.down + 1,
      excluded: before.excluded + 1,
    });
    expect(await said(world.thumb({ outputId: both, rater: raterOf(kim) }))).toMatchObject({
      up: false,
      excluded: null,
    });
    expect(await said(world.thumb({ outputId: leeOnly, rater: raterOf(kim) }))).toMatchObject({ up: true });
    expect(await getVote(world.store.db, low.id)).toMatchObject({ excluded: 'twin' });
    // Whoever still knows them by the other name means the same one.
    await vote(lee, both, true, later(3));
    expect(await world.counts()).toMatchObject({ up: before.up + 2, down: before.down, excluded: before.excluded + 1 });
    expect(await world.counts()).toEqual(await counted());
  });
});
