import { getChange } from '../../store/changes.ts';
import { listMoves, type Move } from '../../store/moves.ts';
import type { Db } from '../../store/open.ts';
import type { Person } from '../../store/people.ts';
import { getPrompt } from '../../store/prompts.ts';
import type { Reader } from '../../store/readings.ts';
import { type Pause, pauseOf } from '../../store/use-cases.ts';
import { rollbackButton } from '../kit/buttons.ts';
import { buttons, type Card, facts, line, note, type Part, quote } from '../kit/card.ts';
import { checkableMove, fromTo, v } from '../kit/version-words.ts';
import { listed, strong, time, type Words, who, words } from '../kit/words.ts';
import { arrival, weekOfReaders } from './readers.ts';
import { pausedParts } from './release-state.ts';

/** All that an announcement is made of. `next`: the move that took its place on the label. */
type MoveView = {
  move: Move;
  next: Move | null;
  approvers: Person[];
  author: Person | null;
  readers: Reader[];
  useCase: Pause;
};

/** All that the card of a move is made of; null when there is no such move. */
export async function loadMoveView(db: Db, id: number): Promise<MoveView | null> {
  const [move] = await listMoves(db, { ids: [id], limit: 1 });
  if (!move) return null;
  const later = await listMoves(db, {
    promptId: move.promptId,
    label: move.label,
    after: move.id,
    oldestFirst: true,
    limit: 1,
  });
  const change = move.changeId === null ? null : await getChange(db, move.changeId);
  const approvers = (change?.verdicts ?? [])
    .filter((one) => one.verdict === 'approve' && one.cycle === change?.cycle)
    .map((one) => one.person);
  const readers = await weekOfReaders(db, move.promptId, move.label, move.at);
  const useCase = await pauseOf(db, (await getPrompt(db, move.promptId)).useCaseId);
  return { move, next: later[0] ?? null, approvers, author: change?.author ?? null, readers, useCase };
}

/** A move as programs see it: people by name, versions by number. */
export const moveJson = (move: Move) => ({
  move: move.id,
  kind: move.kind,
  label: move.label,
  from: move.from?.number ?? null,
  to: move.to.number,
  fingerprint: move.to.fingerprint,
  by: move.by.name,
  why: move.why,
  reasons: move.reasons,
  change: move.changeId,
  at: move.at.toISOString(),
});

/** The announcement of a move; its buttons go when the label moves on. */
export function moveCard({ move, next, approvers, author, readers, useCase }: MoveView): Card {
  const back = move.kind === 'rollback';
  const readersPart: Part[] = arrival(readers, move.at).map(line);
  return {
    title: back
      ? words`⏪ ${strong(move.slug)} was rolled back on ${move.label}: ${fromTo(move.from, move.to)}`
      : words`🚀 ${strong(move.slug)} ${v(move.to)} is live on ${move.label}`,
    parts: [
      facts(
        ['Version', checkableMove(move.from, move.to)],
        [back ? 'Rolled back by' : 'Released by', byWhom(move, approvers, author)],
      ),
      ...(move.why ? [quote(move.why)] : []),
      ...(next ? [] : pausedParts(useCase)),
      ...(readersPart.length > 0 ? readersPart : [line(['No application has read this label in the last 7 days.'])]),
      ...(next
        ? [line(words`Superseded at ${time(next.at)}: ${fromTo(next.from, next.to)} by ${who(next.by)}.`)]
        : actions(move)),
      note(words`Move ${move.id} · ${time(move.at)}`),
    ],
  };
}

function byWhom(move: Move, approvers: readonly Person[], author: Person | null): Words {
  if (move.kind === 'rollback' || !author) return [who(move.by)];
  const approved = approvers.length > 0 ? words`, approved by ${listed(approvers.map(who))}` : [', no approval needed'];
  return words`${who(author)}${approved}`;
}

function actions(move: Move): Part[] {
  if (!move.from) return [];
  return move.kind === 'rollback'
    ? buttons(rollbackButton(move.slug, move.label, { version: v(move.from), text: `Undo: back to ${v(move.from)}` }))
    : buttons(rollbackButton(move.slug, move.label));
}
