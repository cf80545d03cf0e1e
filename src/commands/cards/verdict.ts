import type { ChangeState, Verdict } from '../../store/changes.ts';
import { rollbackButton } from '../kit/buttons.ts';
import { type Button, buttons, type Card, line, quote } from '../kit/card.ts';
import { checkable, v } from '../kit/version-words.ts';
import { strong, type Words, who, words } from '../kit/words.ts';

/** A verdict as it is told in the change's thread and, with the author addressed, privately. */
export function verdictCard(change: ChangeState, verdict: Verdict, privately: boolean): Card {
  const name = words`${privately ? 'your change' : 'change'} #${change.id} of ${strong(change.slug)}`;
  const revise: Button = {
    label: 'Revise',
    command: 'submit',
    args: { prompt: change.slug, label: change.label, change: change.id },
    style: 'primary',
    ask: true,
  };
  const offered = privately && change.review === 'changes_requested' ? buttons(revise) : [];
  return {
    title: sentence(change, verdict, name),
    parts: [...(verdict.reason ? [quote(verdict.reason)] : []), ...offered],
  };
}

function sentence(change: ChangeState, verdict: Verdict, name: Words): Words {
  const by = who(verdict.person);
  if (verdict.verdict === 'comment') return words`${by} commented on ${name}`;
  if (verdict.verdict === 'request_changes') return words`${by} requested changes to ${name}`;
  if (change.kind === 'follow_up') {
    return verdict.verdict === 'approve'
      ? words`${by} found the rollback of ${strong(change.slug)} right`
      : words`${by} found the rollback of ${strong(change.slug)} wrong`;
  }
  if (verdict.verdict === 'decline') return words`${by} declined ${name}`;
  const releases = change.application === 'applied' && change.decidedBy?.id === verdict.person.id;
  return releases
    ? words`${by} approved ${name}: ${checkable(change.version)} is live on ${change.label}`
    : words`${by} approved ${name}; more approvals are needed`;
}

/** The answer to whoever gave a verdict. */
export function verdictDone(done: { change: ChangeState; verdict: Verdict['verdict']; released: number | null }): Card {
  const { change } = done;
  const name = words`#${change.id} of ${strong(change.slug)}`;
  if (done.verdict === 'comment') return { title: words`Your comment is in the thread of change ${name}.`, parts: [] };
  if (change.kind === 'follow_up' && change.review !== 'open') return followUpDone(change);
  if (done.verdict === 'request_changes')
    return { title: words`You requested changes to ${name}. ${who(change.author)} knows.`, parts: [] };
  if (done.verdict === 'decline')
    return { title: words`You declined ${name}. ${who(change.author)} knows.`, parts: [] };
  if (done.released !== null)
    return { title: words`You approved ${name}: ${v(change.version)} is live on ${change.label}.`, parts: [] };
  return { title: words`You approved ${name}. More approvals are needed.`, parts: [] };
}

// A follow-up judges and moves nothing: whoever finds a rollback wrong is shown how to undo it.
function followUpDone({ review, slug, label, base, author }: ChangeState): Card {
  const found = review === 'approved' ? 'right' : 'wrong';
  const undo =
    review === 'declined' && base
      ? [
          line(words`That moved nothing. This undoes the rollback on ${label}:`),
          ...buttons(rollbackButton(slug, label, { version: v(base), text: `Undo: back to ${v(base)}` })),
        ]
      : [];
  return { title: words`You found the rollback of ${strong(slug)} ${found}. ${who(author)} knows.`, parts: undo };
}
