import type { Button as SlackButton } from '@slack/types';
import { type Button, note, type Part } from '../../../commands/kit/card.ts';
import { atomsOf } from './atoms.ts';
import { fullLengths, type Lengths, renderButton, tooMuch } from './buttons.ts';
import { mostOf, sizeOf } from './fit.ts';
import { plainOf } from './mrkdwn.ts';

/** When there are so many buttons that their labels alone would fill the message. */
const short: Lengths = { label: 12, title: 16, text: 40, yes: 8 };

type Placed = { at: number; button: Button; rendered: SlackButton };

/**
 * All buttons of a card within `bytes`: with shorter labels when there are very many, and only then without the last ones.
 * `parts` is the card with a note after each row that lost a button to its too large arguments; `rows` goes by its places.
 */
export function buttonsWithin(parts: readonly Part[], bytes: number, workspace: string) {
  const shown = parts.flatMap((part): Part[] => {
    if (part.kind !== 'buttons') return [part];
    const large = part.buttons.filter((button) => renderButton(button, short) === null);
    return [part, ...large.map((button) => note([tooMuch(button)]))];
  });
  const full = placed(shown, fullLengths, workspace);
  const all = sizeOf(full) <= bytes ? full : placed(shown, short, workspace);
  const kept = mostOf(all.length, (count) => sizeOf(all.slice(0, count)) <= bytes);
  const rows = new Map<number, SlackButton[]>();
  for (const { at, rendered } of all.slice(0, kept)) rows.set(at, [...(rows.get(at) ?? []), rendered]);
  return { parts: shown, rows, dropped: all.length - kept };
}

function placed(parts: readonly Part[], lengths: Lengths, workspace: string): Placed[] {
  const labels = parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons.map((button) => button.label) : []));
  const repeated = new Set(labels.filter((label, at) => labels.indexOf(label) !== at));
  let about = '';
  return parts.flatMap((part, at) => {
    if (part.kind === 'line') about = plainOf(atomsOf(part.words, workspace));
    if (part.kind !== 'buttons') return [];
    return part.buttons.flatMap((button): Placed[] => {
      const rendered = renderButton(button, lengths, repeated.has(button.label) ? about : '');
      return rendered ? [{ at, button, rendered }] : [];
    });
  });
}
