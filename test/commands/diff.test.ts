import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ContentDiff } from '../../src/rules/diff/diff.ts';
import { createWorld, type World } from '../world.ts';

type Diff = ContentDiff & { prompt: string; from: number | null; to: number };

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'Answer kindly.\nOffer help.');
});
afterAll(() => world.close());

const diff = (args: Record<string, unknown> = {}) => world.done<Diff>('eve', 'diff', { prompt: slug, ...args });
const ends = async (args: Record<string, unknown> = {}) => {
  const { from, to } = await diff(args);
  return `${from} ${to}`;
};

test('of a single version everything is new', async () => {
  expect(await ends()).toBe('null 1');
  expect(await world.answer('eve', 'diff', { prompt: slug })).toContain(`${slug}: all of v1`);
});

test('without versions, what production holds is compared with the newest', async () => {
  const { change } = await world.submit(slug, 'Answer kindly.\nOffer help at once.');
  await world.approve('grace', change);
  await world.submit(slug, 'Answer very kindly.\nOffer help at once.');
  expect(await ends()).toBe('2 3');
});

test('when production holds the newest, it is compared with what it held before', async () => {
  const third = await world.done<{ changes: { change: number }[] }>('grace', 'review');
  await world.approve('grace', third.changes.at(-1)!.change);
  expect(await ends()).toBe('2 3');
  await world.done('ada', 'rollback', { prompt: slug, reason: 'wrong' });
  expect(await ends()).toBe('2 3');
});

test('one version is compared with what production holds', async () => {
  expect(await ends({ from: 'v1' })).toBe('1 2');
  expect(await ends({ from: 'v3' })).toBe('3 2');
});

test('two versions are compared as named, in either direction, by number or fingerprint', async () => {
  expect(await ends({ from: 'v1', to: 'v3' })).toBe('1 3');
  expect(await ends({ from: '3', to: 'V1' })).toBe('3 1');
  expect(await ends({ from: 3, to: 1 })).toBe('3 1');
  const { labels } = await world.done<{ labels: { fingerprint: string }[] }>('eve', 'show', { prompt: slug });
  expect(await ends({ from: 'v1', to: labels[0]!.fingerprint.slice(0, 7) })).toBe('1 2');
});

test('inside of changed lines the words are marked', async () => {
  const { messages } = await diff({ from: 'v1', to: 'v2' });
  const lines = messages[0]!.hunks[0]!.lines;
  const changed = lines.filter((line) => line.kind !== 'same');
  expect(JSON.stringify(changed)).toContain('at once');
  expect(JSON.stringify(changed)).not.toContain('Answer kindly');
});

test('a version compared with itself does not differ', async () => {
  const same = await diff({ from: 'v2', to: 'v2' });
  expect(same).toMatchObject({ from: 2, to: 2, facts: [] });
  expect(same.messages.flatMap((message) => message.hunks)).toEqual([]);
});

test('an unknown version is refused with those that there are, at its field', async () => {
  const no = await world.refusal('eve', 'diff', { prompt: slug, from: 'v1', to: 'v9' });
  expect(no.code).toBe('not_found');
  expect(no.fields).toEqual({ to: `${slug} has no version "v9". The nearest is v3; it has v1 to v3.` });
  expect(await world.refused('eve', 'diff', { prompt: slug, from: 'abcdefa' })).toContain('has no version "abcdefa"');
  expect(await world.refused('eve', 'diff', { prompt: slug, from: 'newest' })).toBe(
    'A version is v3, 3, or the first 7 or more characters of a fingerprint.',
  );
});

test('a long diff comes in pages that together hold every line', async () => {
  const lines = (word: string) => Array.from({ length: 200 }, (_, i) => `Line ${i} is ${word}.`).join('\n');
  await world.submit(slug, lines('calm'));
  const { to } = await diff();
  let found = 0;
  for (let page = 1; ; page++) {
    const outcome = await world.run('eve', 'diff', { prompt: slug, from: 'v1', to: `v${to}`, page });
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    for (const part of outcome.card.parts) {
      if (part.kind === 'diff') found += JSON.stringify(part.diff).match(/Line \d+ is/g)?.length ?? 0;
    }
    const next = outcome.card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : [])).at(-1);
    if (!next?.label.startsWith(`Page ${page + 1} of`)) break;
    expect(next.args).toMatchObject({ page: page + 1 });
  }
  expect(found).toBe(200);
});
