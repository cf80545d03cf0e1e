import { describe, expect, test } from 'vitest';
import {
  type Answers,
  assessed,
  axes,
  layers,
  needsReason,
  outcomes,
  outcomeWords,
  policyOf,
  recommend,
} from '../../src/rules/assessment.ts';
import { policySchema } from '../../src/rules/policy.ts';

const levels = <Axis extends keyof typeof axes>(axis: Axis) => Object.keys(axes[axis].levels) as Answers[Axis][];
const all = levels('value').flatMap((value) =>
  levels('detection').flatMap((detection) =>
    levels('verifiability').map((verifiability) => ({ value, detection, verifiability })),
  ),
);
const rank = (answers: Answers) => outcomes.indexOf(recommend(answers));

describe('the recommendation', () => {
  test.each([
    ['spread', 'at_once', 'easy', 'none'],
    ['spread', 'late', 'easy', 'light'],
    ['mixed', 'in_days', 'expert', 'substantive'],
    ['concentrated', 'at_once', 'easy', 'light'],
    ['concentrated', 'late', 'easy', 'full'],
    ['spread', 'late', 'hardly', 'full'],
    ['concentrated', 'late', 'hardly', 'does_not_belong'],
  ] as const)('%s, %s, %s: %s', (value, detection, verifiability, outcome) => {
    expect(recommend({ value, detection, verifiability })).toBe(outcome);
  });

  test('every outcome can be reached; that AI does not belong, by the gravest answers alone', () => {
    expect(new Set(all.map(recommend))).toEqual(new Set(outcomes));
    expect(all.filter((answers) => recommend(answers) === 'does_not_belong')).toHaveLength(1);
  });

  test('a graver answer to any question never recommends less', () => {
    for (const axis of Object.keys(axes) as (keyof Answers)[]) {
      const order: readonly string[] = levels(axis);
      for (const answers of all) {
        const graver = order[order.indexOf(answers[axis]) + 1];
        if (graver) expect(rank({ ...answers, [axis]: graver })).toBeGreaterThanOrEqual(rank(answers));
      }
    }
  });
});

test.each([
  ['light', 'light', false],
  ['full', 'light', false],
  ['light', 'substantive', true],
  ['none', 'light', true],
  ['full', 'does_not_belong', true],
  ['does_not_belong', 'none', true],
  ['does_not_belong', 'does_not_belong', true],
] as const)('choosing %s where %s is recommended needs a reason: %s', (chosen, recommended, needs) => {
  expect(needsReason(chosen, recommended)).toBe(needs);
});

describe('an assessment', () => {
  const answers = { value: 'mixed', detection: 'in_days', verifiability: 'expert' } as const;

  test('keeps the answers, the choice and its reason', () => {
    expect(assessed(answers, 'full', null)).toEqual({ ...answers, chosen: 'full', reason: null });
    expect(assessed(answers, 'light', ' A test catches it. ')).toEqual({
      ...answers,
      chosen: 'light',
      reason: 'A test catches it.',
    });
  });

  test.each([
    [
      'light',
      null,
      /^These answers recommend: Substantive review: two people approve\. Choosing less needs a reason\.$/,
    ],
    ['none', ' \n', /Choosing less needs a reason/],
    ['does_not_belong', '', /why AI does not belong here/],
  ] as const)('%s with the reason %j is refused', (chosen, reason, sentence) => {
    expect(() => assessed(answers, chosen, reason)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        message: expect.stringMatching(sentence),
        fields: { reason: expect.stringMatching(sentence) },
      }),
    );
  });
});

describe('the policy of a layer', () => {
  const people = { owner: 7, contextOwner: 8 };

  test('is one that prompts can have, and never asks for less than the layer below', () => {
    const policies = layers.map((layer) => policySchema.parse(policyOf(layer, people)));
    expect(policies.map((one) => one.approvals)).toEqual([0, 1, 2, 2]);
    expect(policies.map((one) => one.required)).toEqual([[], [], [], [7, 8]]);
  });

  test('asks for one person once, and for nobody who is not named yet', () => {
    expect(policyOf('full', { owner: 7, contextOwner: 7 }).required).toEqual([7]);
    expect(policyOf('full', { owner: null, contextOwner: 8 }).required).toEqual([8]);
  });
});

test('every outcome and level has words of its own', () => {
  const words = [...Object.values(outcomeWords), ...Object.values(axes).flatMap((axis) => Object.values(axis.levels))];
  expect(new Set(words).size).toBe(words.length);
  expect(Object.keys(outcomeWords)).toEqual([...outcomes]);
});
