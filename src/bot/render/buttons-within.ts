import { type Button, note, type Part } from '../../commands/kit/card.ts';
import { atomsOf, type Reach, shown } from './atoms.ts';
import { clipped, mostOf } from './fit.ts';
import { plainOf } from './plain.ts';

/** Lengths of what stands on a button and in its question. */
export type Lengths = { label: number; title: number; text: number; yes: number };

/** When there are so many buttons that their labels alone would fill the message. */
const short: Lengths = { label: 12, title: 16, text: 40, yes: 8 };

/** How a platform shows a button. */
type ButtonLook<B> = {
  /**
   * Null when its arguments are more than a button may carry. `about` is what it acts on, for those who hear the label
   * alone; empty where the label says it.
   */
  render: (button: Button, lengths: Lengths, about: string) => B | null;
  sizeOf: (buttons: readonly B[]) => number;
  full: Lengths;
  reach: Reach;
};

type Placed<B> = { at: number; rendered: B };

/**
 * All buttons of a card within `bytes`: with shorter labels when there are very many, and only then without the last ones.
 * `parts` is the card with a note after each row that lost a button to its too large arguments; `rows` goes by its places.
 */
export function buttonsWithin<B>(parts: readonly Part[], bytes: number, look: ButtonLook<B>) {
  const all = parts.flatMap((part): Part[] => {
    if (part.kind !== 'buttons') return [part];
    const large = part.buttons.filter((button) => look.render(button, short, '') === null);
    return [part, ...large.map((button) => note([tooMuch(button)]))];
  });
  const full = placed(all, look.full, look);
  const fits = (some: readonly Placed<B>[]) => look.sizeOf(some.map((one) => one.rendered)) <= bytes;
  const fitting = fits(full) ? full : placed(all, short, look);
  const kept = mostOf(fitting.length, (count) => fits(fitting.slice(0, count)));
  const rows = new Map<number, B[]>();
  for (const { at, rendered } of fitting.slice(0, kept)) rows.set(at, [...(rows.get(at) ?? []), rendered]);
  return { parts: all, rows, dropped: fitting.length - kept };
}

function placed<B>(parts: readonly Part[], lengths: Lengths, look: ButtonLook<B>): Placed<B>[] {
  const labels = parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons.map((button) => button.label) : []));
  const repeated = new Set(labels.filter((label, at) => labels.indexOf(label) !== at));
  let about = '';
  return parts.flatMap((part, at) => {
    if (part.kind === 'line') about = plainOf(atomsOf(part.words, look.reach));
    if (part.kind !== 'buttons') return [];
    return part.buttons.flatMap((button): Placed<B>[] => {
      const rendered = look.render(button, lengths, repeated.has(button.label) ? about : '');
      return rendered ? [{ at, rendered }] : [];
    });
  });
}

const NAME = 30;

/** Said in place of a button that cannot carry what it would send. */
const tooMuch = ({ label, command }: Button): string =>
  `“${clipped(shown(label), NAME)}” holds more than a button may carry: send it as POST /v1/commands/${command}.`;

/** Buttons in rows of about equal length, `perRow` at most. */
export function evenRows<B>(buttons: readonly B[], perRow: number): B[][] {
  const rows = Math.ceil(buttons.length / perRow);
  const each = Math.ceil(buttons.length / Math.max(1, rows));
  return Array.from({ length: rows }, (_, at) => buttons.slice(at * each, (at + 1) * each)).filter(
    (row) => row.length > 0,
  );
}
