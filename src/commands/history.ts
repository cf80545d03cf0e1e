import { z } from 'zod';
import { shortFingerprint } from '../rules/fingerprint.ts';
import { everyKind, moveSign } from '../rules/move-kind.ts';
import { changesOfPrompt } from '../store/change-list.ts';
import { type ChangeState, getChanges, type Verdict } from '../store/changes.ts';
import { listMoves, type Move } from '../store/moves.ts';
import { moveJson } from './cards/move.ts';
import { arg } from './kit/args.ts';
import { type Card, line, type Part } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { unknownLabel } from './kit/subject.ts';
import { checkableMove } from './kit/version-words.ts';
import { code, strong, time, type Words, who, words } from './kit/words.ts';

type Entry = { verdict: Verdict; change: ChangeState };

const MOST = 1000;
const SHOWN = 20;

export const history = defineCommand({
  name: 'history',
  summary: 'Moves and verdicts of a prompt: who, why, when',
  about: 'prompt',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ prompt: arg.prompt(), label: arg.label().optional() }),
  typed: ['prompt', 'label'],
  examples: ['history support-reply'],
  async run(ctx, args) {
    const { id, slug, labels } = ctx.prompt;
    const moves = await listMoves(ctx.db, { promptId: id, label: args.label, kinds: everyKind, limit: MOST });
    const changes = await getChanges(ctx.db, await changesOfPrompt(ctx.db, id, MOST));
    const verdicts: Entry[] = changes
      .filter((change) => args.label === undefined || change.label === args.label)
      .flatMap((change) => change.verdicts.map((verdict) => ({ verdict, change })))
      .sort((a, b) => b.verdict.id - a.verdict.id);
    const known = (name: string) =>
      [...labels, ...changes.map((one) => ({ name: one.label }))].some((one) => one.name === name);
    if (args.label !== undefined && !known(args.label)) throw unknownLabel(ctx.prompt, args.label);
    return { slug, moves, verdicts };
  },
  json: ({ slug, moves, verdicts }) => ({
    prompt: slug,
    moves: moves.map(moveJson),
    verdicts: verdicts.map(({ verdict, change }) => ({
      change: change.id,
      cycle: verdict.cycle,
      verdict: verdict.verdict,
      fingerprint: verdict.fingerprint,
      by: verdict.person.name,
      why: verdict.reason,
      at: verdict.at.toISOString(),
    })),
  }),
  say({ slug, moves, verdicts }): Card {
    if (moves.length + verdicts.length === 0) {
      return { title: words`${strong(slug)} has no history yet.`, parts: [] };
    }
    return {
      title: words`History of ${strong(slug)}`,
      parts: [...section('Moves', moves, moveLine), ...section('Verdicts', verdicts, verdictLine)],
    };
  },
});

function section<T>(title: string, entries: readonly T[], say: (entry: T) => Words): Part[] {
  if (entries.length === 0) return [];
  const shown = entries.slice(0, SHOWN);
  const rest = shown.length < entries.length ? ` (the last ${shown.length} of ${entries.length})` : '';
  return [line([strong(`${title}${rest}`)]), ...shown.map((entry) => line(say(entry)))];
}

const moveLine = (move: Move): Words =>
  words`${time(move.at)} · ${moveSign[move.kind]} ${move.label} ${checkableMove(move.from, move.to)} by ${who(move.by)}: ${move.why}`;

const said = {
  approve: 'approved',
  decline: 'declined',
  request_changes: 'requested changes to',
  comment: 'commented on',
};

const verdictLine = ({ verdict, change }: Entry): Words =>
  words`${time(verdict.at)} · ${who(verdict.person)} ${said[verdict.verdict]} #${change.id} (${code(shortFingerprint(verdict.fingerprint))})${verdict.reason ? `: ${verdict.reason}` : ''}`;
