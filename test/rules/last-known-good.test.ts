import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rollbackTargets, type Step } from '../../src/rules/last-known-good.ts';

/** Reads `1 2 3 <2` as: promoted 1, promoted 2, promoted 3, rolled back to 2. */
function history(line: string): Step[] {
  let from: number | null = null;
  return line
    .split(' ')
    .filter(Boolean)
    .map((word): Step => {
      const to = Number(word.replace('<', ''));
      const step: Step = { kind: word.startsWith('<') ? 'rollback' : 'promote', from, to };
      from = to;
      return step;
    });
}
const best = (line: string) => rollbackTargets(history(line)).lastKnownGood;
const targets = (line: string) => rollbackTargets(history(line)).targets.join(' ');

test('a label that never moved, and one with its first release only, have nothing to go back to', () => {
  expect(rollbackTargets([])).toEqual({ targets: [], lastKnownGood: null });
  expect(rollbackTargets(history('1'))).toEqual({ targets: [], lastKnownGood: null });
});

test('the last known good version is the one that held the label before', () => {
  expect(best('1 2')).toBe(1);
  expect(best('1 2 3')).toBe(2);
});

test('a version that was rolled away from is not good, so the next rollback goes further back', () => {
  expect(best('1 2 3 <2')).toBe(1);
  expect(best('1 2 3 <1')).toBe(2);
  expect(best('1 2 3 <2 4')).toBe(2);
});

test('undoing a rollback takes its judgement back and passes none on the version it leaves', () => {
  expect(best('1 2 <1')).toBe(null);
  expect(best('1 2 <1 <2')).toBe(1);
  expect(best('1 2 3 <2 <3')).toBe(2);
});

test('an undo of an undo stands as the first judgement did', () => {
  // 2 is left again for 1, which is good: so 2 is bad once more.
  expect(best('1 2 <1 <2 <1')).toBe(null);
  expect(best('1 2 3 <2 <3 <2')).toBe(1);
});

test('a fresh approval clears a version that was once rolled away from', () => {
  expect(best('1 2 <1 2 3')).toBe(2);
});

test('versions are offered each once, the latest first, without the present one', () => {
  expect(targets('1 2 3')).toBe('2 1');
  expect(targets('1 2 1 3 2 4')).toBe('2 3 1');
  expect(targets('1 2 <1')).toBe('2');
});

test('when every earlier version was rolled away from none is preselected, but all can be chosen', () => {
  expect(rollbackTargets(history('1 2 <1'))).toEqual({ targets: [2], lastKnownGood: null });
});

test('whatever happened, a target once held the label, is not the present one, and the best is one of them', () => {
  const moves = fc.array(fc.record({ back: fc.boolean(), to: fc.integer({ min: 1, max: 6 }) }), { maxLength: 30 });
  fc.assert(
    fc.property(moves, (drawn) => {
      const steps = history(drawn.map(({ back, to }) => `${back ? '<' : ''}${to}`).join(' '));
      const found = rollbackTargets(steps);
      const held = new Set(steps.map((step) => step.to));
      expect(new Set(found.targets).size).toBe(found.targets.length);
      expect(new Set([...found.targets, ...(steps.length > 0 ? [steps.at(-1)!.to] : [])])).toEqual(held);
      if (found.lastKnownGood !== null) expect(found.targets).toContain(found.lastKnownGood);
    }),
  );
});
