import { denial } from '../../rules/authority.ts';
import { everyKind, moveSign } from '../../rules/move-kind.ts';
import { listMoves, type Move } from '../../store/moves.ts';
import type { Db } from '../../store/open.ts';
import { whoActs } from '../../store/people.ts';
import { listPrompts, rolesOf } from '../../store/prompt-list.ts';
import { getPrompt } from '../../store/prompts.ts';
import { waitingFor } from '../acts/waiting.ts';
import { rollbackButton } from '../kit/buttons.ts';
import { type Button, buttons, type Card, line, note, type Part } from '../kit/card.ts';
import type { Settings } from '../kit/command.ts';
import { isAdmin, standingOf } from '../kit/standing.ts';
import { fromTo } from '../kit/version-words.ts';
import { strong, time, who, words } from '../kit/words.ts';
import { waitingRow, waitingTitle } from './waiting.ts';

const WAITING = 8;
const MOVES = 6;
const PROMPTS = 10;

/** A person's own page: what waits for them, their prompts, the last moves. Null when there is no such person. */
export async function homeCard(db: Db, personId: number, settings: Settings, now: Date): Promise<Card | null> {
  const person = await whoActs(db, personId, null);
  if (!person) return null;
  const waiting = await waitingFor(db, settings, person, now);
  const mine = await rolesOf(db, person.id);
  const live = new Map((await listPrompts(db)).map((one) => [one.prompt, one]));
  const moves: Part[] = [];
  for (const move of await listMoves(db, { kinds: everyKind, limit: MOVES })) {
    const prompt = await getPrompt(db, move.promptId);
    const standing = standingOf(person, isAdmin(person, settings.admins), { door: 'clock' }, prompt);
    const present = prompt.labels.some((one) => one.moveId === move.id);
    moves.push(line(moveWords(move)));
    if (present && move.from && !denial('rollback', standing))
      moves.push(...buttons(rollbackButton(move.slug, move.label)));
  }
  const shown = mine.slice(0, PROMPTS);
  const submit: Button = { label: 'Submit a change', command: 'submit', args: {}, style: 'primary', ask: true };
  return {
    title: [waiting.length === 0 ? 'Nothing waits for you.' : waitingTitle(waiting)],
    parts: [
      ...waiting.slice(0, WAITING).flatMap(waitingRow),
      ...(waiting.length > WAITING ? [note([`Showing ${WAITING} of ${waiting.length}.`])] : []),
      ...buttons(
        ...(waiting.length > WAITING ? [{ label: 'All that waits', command: 'review', args: {} }] : []),
        submit,
        { label: 'All prompts', command: 'list', args: {} },
        { label: 'Help', command: 'help', args: {} },
      ),
      line([strong('My prompts')]),
      ...(shown.length === 0 ? [note(['You have no role in any prompt yet.'])] : []),
      ...shown.flatMap(({ prompt, roles }): Part[] => {
        const version = live.get(prompt)?.production;
        const held = version == null ? 'not released yet' : `v${version} on production`;
        return [
          line(words`${strong(prompt)}: ${held}. You are ${roles.join(', ')}.`),
          ...buttons(
            { label: 'Show', command: 'show', args: { prompt } },
            { label: 'Submit a change', command: 'submit', args: { prompt }, ask: true },
          ),
        ];
      }),
      ...(mine.length > shown.length ? [note([`Showing ${shown.length} of ${mine.length}.`])] : []),
      line([strong('Last moves')]),
      ...(moves.length > 0 ? moves : [note(['Nothing has been released yet.'])]),
    ],
  };
}

const moveWords = (move: Move) =>
  words`${moveSign[move.kind]} ${strong(move.slug)} ${fromTo(move.from, move.to)} on ${move.label}, ${who(move.by)}, ${time(move.at)}`;
