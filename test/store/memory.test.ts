import { describe, expect, test } from 'vitest';
import { createMemory } from '../../src/store/memory.ts';

type Value = { tag: number; weight: number; text: string };

function world(most = 1_000, renew = false) {
  const state = { trusted: true };
  const memory = createMemory<Value>({
    trusted: () => state.trusted,
    tag: (value) => (value.tag === 0 ? null : value.tag),
    weigh: (value) => value.weight,
    most,
    renew,
  });
  return { state, memory };
}

const value = (text: string, tag = 1, weight = 10): Value => ({ tag, weight, text });

describe('a memory', () => {
  test('answers what it has fetched until its tag is forgotten', async () => {
    const { memory } = world();
    await memory.fetch('a', async () => value('first'));
    await memory.fetch('b', async () => value('other', 2));
    expect(memory.peek('a')?.text).toBe('first');
    memory.forget(1);
    expect(memory.peek('a')).toBeUndefined();
    expect(memory.peek('b')?.text).toBe('other');
    expect(memory.weight()).toBe(10);
  });

  test('never keeps a value whose tag was forgotten while it was loading', async () => {
    const { memory } = world();
    const slow = Promise.withResolvers<Value>();
    const answer = memory.fetch('a', () => slow.promise);
    memory.forget(1);
    slow.resolve(value('old'));
    expect((await answer).text).toBe('old');
    expect(memory.peek('a')).toBeUndefined();
  });

  test('keeps a value although news about another tag came while it was loading', async () => {
    const { memory } = world();
    const slow = Promise.withResolvers<Value>();
    const answer = memory.fetch('a', () => slow.promise);
    memory.forget(2);
    slow.resolve(value('good'));
    await answer;
    expect(memory.peek('a')?.text).toBe('good');
  });

  test('never keeps a value that was loading across a reset', async () => {
    const { memory } = world();
    const slow = Promise.withResolvers<Value>();
    const answer = memory.fetch('a', () => slow.promise);
    memory.reset();
    slow.resolve(value('old'));
    await answer;
    expect(memory.peek('a')).toBeUndefined();
  });

  test('loads once for all who ask at the same time, but not for who asks after the news', async () => {
    const { memory } = world();
    const slow = Promise.withResolvers<Value>();
    let loads = 0;
    const load = () => {
      loads++;
      return slow.promise;
    };
    const early = [memory.fetch('a', load), memory.fetch('a', load)];
    expect(loads).toBe(1);
    memory.forget(1);
    const late = memory.fetch('a', async () => value('new'));
    slow.resolve(value('old'));
    expect((await Promise.all(early)).map((one) => one.text)).toEqual(['old', 'old']);
    expect((await late).text).toBe('new');
    expect(memory.peek('a')?.text).toBe('new');
  });

  test('neither answers nor keeps anything while it is not trusted', async () => {
    const { memory, state } = world();
    await memory.fetch('a', async () => value('kept'));
    state.trusted = false;
    expect(memory.peek('a')).toBeUndefined();
    let loads = 0;
    const load = async () => value(`loaded ${++loads}`, 3);
    await Promise.all([memory.fetch('b', load), memory.fetch('b', load)]);
    expect(loads).toBe(2);
    state.trusted = true;
    expect(memory.peek('b')).toBeUndefined();
  });

  test('stays within its bound: what was used lately stays, the rest goes', async () => {
    const { memory } = world(100);
    for (let i = 1; i <= 10; i++) await memory.fetch(`k${i}`, async () => value(`v${i}`, i));
    expect(memory.weight()).toBe(100);
    memory.peek('k1');
    await memory.fetch('k11', async () => value('v11', 11));
    expect(memory.weight()).toBe(100);
    expect(memory.peek('k1')?.text).toBe('v1');
    expect(memory.peek('k2')).toBeUndefined();
    await memory.fetch('huge', async () => value('huge', 99, 26));
    expect(memory.peek('huge')).toBeUndefined();
    for (let i = 20; i < 200; i++) await memory.fetch(`k${i}`, async () => value('x', i, 7));
    expect(memory.weight()).toBeLessThanOrEqual(100);
  });

  test('loads anew at once what was in use when it was forgotten, and nothing else', async () => {
    const { memory } = world(1_000, true);
    let loads = 0;
    const load = async () => value(`load ${++loads}`);
    await memory.fetch('used', load);
    await memory.fetch('unused', load);
    memory.peek('used');
    memory.forget(1);
    expect(loads).toBe(3);
    expect((await memory.fetch('used', load)).text).toBe('load 3');
    expect(memory.peek('used')?.text).toBe('load 3');
    expect(memory.peek('unused')).toBeUndefined();
    expect(loads).toBe(3);
  });

  test('does not remember what has no tag, nor a load that failed', async () => {
    const { memory } = world();
    await memory.fetch('none', async () => value('none', 0));
    expect(memory.peek('none')).toBeUndefined();
    await expect(memory.fetch('bad', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect((await memory.fetch('bad', async () => value('back'))).text).toBe('back');
  });
});
