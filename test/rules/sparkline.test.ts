import { expect, test } from 'vitest';
import { sparkline } from '../../src/rules/sparkline.ts';

test.each([
  [[], ''],
  [[5], ''],
  [[null, 5, null], ''],
  [[1, 2], '▁█'],
  [[2, 2, 2], '▄▄▄'],
  [[0, 0], '▄▄'],
  [[10, null, 20, 15], '▁·█▅'],
  [[-5, 0, 5], '▁▅█'],
])('%j is %s', (values, line) => {
  expect(sparkline(values)).toBe(line);
});
