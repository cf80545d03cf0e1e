import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adoptionWindow, decayWindows, type KpiKey, kpi, kpis } from '../../src/rules/kpi.ts';

const days = ({ first, last }: { first: number; last: number }) => `days ${first} to ${last}`;

test('the windows are those that the definitions speak of', () => {
  expect(kpis.adoption.definition).toContain(`the ${days(adoptionWindow)}`);
  expect(kpis.adoption_decay.definition).toContain(`the weeks 1 to ${decayWindows.length}`);
  const [first, last] = [decayWindows[0]!, decayWindows.at(-1)!];
  expect(kpis.adoption_decay.definition).toContain(`week 1 is ${days(first)}, week 8 is ${days(last)}`);
});

test('the weeks follow each other from the day after being enabled, seven days each', () => {
  const all = decayWindows.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, n) => first + n));
  expect(all).toEqual(Array.from({ length: 56 }, (_, n) => n + 1));
  expect(decayWindows.map(({ week }) => week)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test.each(Object.keys(kpis) as KpiKey[])(
  'the document says of %s what it is, of how many and of how many days',
  (key) => {
    const { label, definition, leastSample, sampleOf, leastCoverage } = kpi(key);
    const sample = leastSample > 1 ? `${leastSample} ${sampleOf}` : '–';
    const coverage = leastCoverage > 0 ? `${100 * leastCoverage} %` : '–';
    const document = new URL('../../docs/decisions/017-facts-and-their-counts.md', import.meta.url);
    expect(readFileSync(document, 'utf8')).toContain(
      `| ${label} (\`${key}\`) | ${definition} | ${sample} | ${coverage} |\n`,
    );
  },
);
