import { Refusal } from '../refusal.ts';
import type { Policy } from './policy.ts';

/** How much people look at what AI decides, from least to most. */
export const layers = ['none', 'light', 'substantive', 'full'] as const;
type Layer = (typeof layers)[number];

/** What an assessment ends with: a review layer, or that AI does not belong here. From least to most cautious. */
export const outcomes = [...layers, 'does_not_belong'] as const;
export type Outcome = (typeof outcomes)[number];

/** The three questions, each with its answers from the harmless to the grave, as people read them. */
export const axes = {
  value: {
    label: 'Value concentration',
    question: 'How much hangs on a single decision?',
    levels: {
      spread: 'Little: many small decisions, and none matters much by itself',
      mixed: 'Some: a few of them matter, most do not',
      concentrated: 'Much: a few decisions carry most of the value or the harm',
    },
  },
  detection: {
    label: 'Error-detection speed',
    question: 'How soon does somebody notice a wrong decision?',
    levels: {
      at_once: 'At once: whoever gets the result sees it',
      in_days: 'Within days: somebody further on notices',
      late: 'Late or never: when the damage is done',
    },
  },
  verifiability: {
    label: 'Verifiability',
    question: 'How well can somebody tell whether a decision was right?',
    levels: {
      easy: 'Easily: anybody, by looking at it',
      expert: 'With effort: an expert, given time',
      hardly: 'Hardly: opinions differ, or nobody can tell',
    },
  },
} as const;

export type Answers = {
  [Axis in keyof typeof axes]: keyof (typeof axes)[Axis]['levels'];
};

type Row = Record<Answers['verifiability'], Outcome>;

// By what hangs on a decision, then how soon an error is noticed, then how well it can be checked.
const recommended: Record<Answers['value'], Record<Answers['detection'], Row>> = {
  spread: {
    at_once: { easy: 'none', expert: 'light', hardly: 'light' },
    in_days: { easy: 'light', expert: 'light', hardly: 'substantive' },
    late: { easy: 'light', expert: 'substantive', hardly: 'full' },
  },
  mixed: {
    at_once: { easy: 'light', expert: 'light', hardly: 'substantive' },
    in_days: { easy: 'light', expert: 'substantive', hardly: 'full' },
    late: { easy: 'substantive', expert: 'full', hardly: 'full' },
  },
  concentrated: {
    at_once: { easy: 'light', expert: 'substantive', hardly: 'full' },
    in_days: { easy: 'substantive', expert: 'full', hardly: 'full' },
    // Much hangs on it, nobody notices, and nobody could tell: no review helps.
    late: { easy: 'full', expert: 'full', hardly: 'does_not_belong' },
  },
};

/** What the three answers recommend. A graver answer never recommends less. */
export const recommend = ({ value, detection, verifiability }: Answers): Outcome =>
  recommended[value][detection][verifiability];

/** Whether a choice needs a reason: it is less than was recommended, or it says that AI does not belong here. */
export const needsReason = (chosen: Outcome, recommendation: Outcome): boolean =>
  chosen === 'does_not_belong' || outcomes.indexOf(chosen) < outcomes.indexOf(recommendation);

/** An assessment as it is kept: the answers, what was chosen, and why where that needs a reason. */
export type Assessment = Answers & { chosen: Outcome; reason: string | null };

/**
 * The assessment that somebody made.
 * @throws Refusal `invalid` when a reason is missing
 */
export function assessed(answers: Answers, chosen: Outcome, reason: string | null): Assessment {
  const why = reason?.trim() || null;
  const recommendation = recommend(answers);
  if (why === null && needsReason(chosen, recommendation)) {
    const sentence =
      chosen === 'does_not_belong'
        ? 'Please say why AI does not belong here: the reason is kept.'
        : `These answers recommend: ${outcomeWords[recommendation]}. Choosing less needs a reason.`;
    throw new Refusal('invalid', sentence, { fields: { reason: sentence } });
  }
  return { ...answers, chosen, reason: why };
}

/** The outcomes in words, as people read them beside the choice. */
export const outcomeWords: Record<Outcome, string> = {
  none: 'No review: changes are released by their author',
  light: 'Light review: one other person approves',
  substantive: 'Substantive review: two people approve',
  full: 'Full review: two people approve, the owner and the context owner among them',
  does_not_belong: 'AI does not belong here: nothing of it reaches production',
};

type Part = 'owner' | 'contextOwner';
const policies: Record<Layer, { approvals: number; required: readonly Part[]; expiryHours: number }> = {
  none: { approvals: 0, required: [], expiryHours: 168 },
  light: { approvals: 1, required: [], expiryHours: 168 },
  substantive: { approvals: 2, required: [], expiryHours: 168 },
  // Both have other work, and a full review takes its time.
  full: { approvals: 2, required: ['owner', 'contextOwner'], expiryHours: 336 },
};

/** The approval policy that a layer brings for the prompts of a use case. `people`: ids of those who have the part. */
export function policyOf(layer: Layer, people: Record<Part, number | null>): Policy {
  const { approvals, required, expiryHours } = policies[layer];
  const ids = required.flatMap((part) => people[part] ?? []);
  return { approvals, required: [...new Set(ids)], expiryHours };
}
