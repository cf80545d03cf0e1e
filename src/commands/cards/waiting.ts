import { line, type Part } from '../kit/card.ts';
import { fromTo } from '../kit/terms.ts';
import type { Waiting } from '../kit/waiting.ts';
import { duration, strong, who, words } from '../kit/words.ts';

/** One waiting change with the button that opens it. */
export function waitingRow({ change, ageMs }: Waiting): Part[] {
  const what =
    change.kind === 'follow_up'
      ? 'follow-up of a rollback'
      : `${fromTo(change.base, change.version)} for ${change.label}`;
  return [
    line(words`#${change.id} ${strong(change.slug)} ${what}, by ${who(change.author)}, waiting for ${duration(ageMs)}`),
    { kind: 'buttons', buttons: [{ label: 'Open', command: 'change', args: { change: change.id } }] },
  ];
}
