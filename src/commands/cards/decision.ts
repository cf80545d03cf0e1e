import { valueWords } from '../../rules/kpi-words.ts';
import type { Decision } from '../../store/decision-reading.ts';
import { buttons, type Card, facts, line, note, quote } from '../kit/card.ts';
import { v } from '../kit/version-words.ts';
import { strong, time, type Words, who, words } from '../kit/words.ts';

/** A decision as it is named where commands are typed, which a key of an application cannot be mistaken for. */
export const decisionNumber = (id: number): string => `#${id}`;

/** Something that was decided with AI, with a button to take it back; afterwards what became of that. */
export function decisionCard(decision: Decision): Card {
  const { application, usecase, key, prompt, version, summary, at, reversal } = decision;
  const number = decisionNumber(decision.id);
  const by: Words = prompt === null ? [] : words` with ${strong(prompt)} ${v({ number: version! })}`;
  const title = reversal
    ? words`Reversed: ${strong(key)} of ${strong(usecase)}, decided by ${application}`
    : words`${strong(application)} decided ${strong(key)} of ${strong(usecase)}${by}`;
  const button = { label: reversal ? 'Correct' : 'Reverse', command: 'reverse', args: { decision: number }, ask: true };
  return {
    title,
    parts: [
      ...(summary === null ? [line(['What was decided was not told, or is erased.'])] : [quote(summary)]),
      ...(reversal ? [line([`Why it was reversed`]), quote(reversal.reason), facts(...reversalFacts(decision))] : []),
      ...buttons(reversal ? button : { ...button, style: 'danger' }),
      note(words`Decision ${number} · ${time(at)}`),
    ],
  };
}

/** What is known of a reversal. */
export function reversalFacts({ reversal, application, currency }: Decision): [label: string, value: Words][] {
  if (!reversal) return [];
  const { by, minutes, cost, at } = reversal;
  return [
    ['By', by ? [who(by)] : [application]],
    ['When', [time(at)]],
    ['Time spent', [minutes === null ? 'not told' : valueWords('reversal_minutes', minutes, currency)]],
    ['Cost', [cost === null ? 'not told' : valueWords('reversal_cost', cost, currency)]],
  ];
}
