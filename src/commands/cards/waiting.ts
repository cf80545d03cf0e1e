import type { Waiting } from '../acts/waiting.ts';
import { changeButton } from '../kit/buttons.ts';
import { buttons, line, type Part } from '../kit/card.ts';
import { fromTo } from '../kit/version-words.ts';
import { count, duration, inWords, strong, who, words } from '../kit/words.ts';
import { criterionRow } from './criteria.ts';
import { proposalRow } from './proposal.ts';

/** "1 proposal to stop and 2 changes wait for you" */
export function waitingTitle(waiting: readonly Waiting[]): string {
  const of = (kind: Waiting['kind'], one: string, many?: string) => {
    const n = waiting.filter((each) => each.kind === kind).length;
    return n > 0 ? [count(n, one, many)] : [];
  };
  const all = [
    ...of('proposal', 'proposal to stop', 'proposals to stop'),
    ...of('criterion', 'criterion', 'criteria'),
    ...of('change', 'change'),
  ];
  return `${inWords(all)} ${waiting.length === 1 ? 'waits' : 'wait'} for you`;
}

/** One thing that waits, with the buttons that answer or open it. At most three blocks. */
export function waitingRow(one: Waiting): Part[] {
  const age = duration(one.ageMs);
  if (one.kind === 'proposal') return proposalRow(one.proposal, `for ${age}`, one);
  if (one.kind === 'criterion') return criterionRow(one.agreement, one.useCase, `for ${age}`);
  const { change } = one;
  const what =
    change.kind === 'follow_up'
      ? 'follow-up of a rollback'
      : `${fromTo(change.base, change.version)} for ${change.label}`;
  return [
    line(words`#${change.id} ${strong(change.slug)} ${what}, by ${who(change.author)}, waiting for ${age}`),
    ...buttons(changeButton(change.id)),
  ];
}
