import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { codeFrom, codeIn } from '../rules/one-human.ts';
import { pendingChanges } from '../store/change-list.ts';
import { getChanges } from '../store/changes.ts';
import {
  endPairing,
  enterCode,
  getPairing,
  keepCode,
  noteWrongCode,
  type Pairing,
  pairUp,
  wrongCodes,
} from '../store/links.ts';
import { holdStill } from '../store/one-human.ts';
import { placeOf, sideWords } from './cards/pairing.ts';
import { type Card, line, note } from './kit/card.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import { count, inWords, code as shown, strong, time, words } from './kit/words.ts';

const MINUTES = 10;
const TIME = MINUTES * 60_000;
/** Codes that somebody may enter in vain within that time. */
const TRIES = 5;

type Done =
  | { kind: 'code'; code: string; until: Date }
  | { kind: 'wrong'; left: number }
  | { kind: 'asked'; pairing: Pairing }
  | { kind: 'linked'; pairing: Pairing }
  | { kind: 'refused'; pairing: Pairing };

export const link = defineCommand({
  name: 'link',
  summary: 'Make two accounts of yours one person here',
  about: 'nothing',
  right: 'self',
  effect: 'write',
  args: z.strictObject({
    code: z.string().trim().min(1).max(40).optional().meta({ label: 'Code', hint: 'What "link" answered elsewhere' }),
    /** The question that is answered. */
    request: z.number().int().optional(),
    answer: z.enum(['yes', 'no']).optional(),
  }),
  typed: ['code'],
  examples: ['link', 'link 7KQM-2XWP'],
  async run(ctx, given): Promise<Done> {
    if (given.request !== undefined && given.answer) return answered(ctx, given.request, given.answer);
    const account = accountOf(ctx);
    if (given.code !== undefined) return entered(ctx, account, given.code);
    const code = codeFrom(randomBytes(64));
    const until = new Date(ctx.now.getTime() + TIME);
    await keepCode(ctx.db, { account, code: codeIn(code)!, until });
    return { kind: 'code', code, until };
  },
  // The code is for the chat alone: a program could enter it anywhere.
  json: (done) => ({ linked: done.kind === 'linked' }),
  say: (done) => answers[done.kind](done as never),
});

const answers: { [K in Done['kind']]: (done: Extract<Done, { kind: K }>) => Card } = {
  code: ({ code, until }) => ({
    title: words`Your code is ${shown(code)}. It works once.`,
    parts: [
      line(words`Go to your other account, on the other platform, and type: ${shown(`link ${code}`)}`),
      line(['I then ask you here whether both are you. Only your yes makes them one.']),
      note(words`Until ${time(until)}. A new code replaces it.`),
    ],
  }),
  wrong: ({ left }) => ({
    title: ['This code is worth nothing (any more). Nothing was changed.'],
    parts: [
      line([
        left > 0
          ? `A code works once, for ${MINUTES} minutes: type "link" on the other account for a new one. You have ${count(left, 'try', 'tries')} left.`
          : `That was one too many: you can try again in ${MINUTES} minutes.`,
      ]),
    ],
  }),
  asked: ({ pairing }) => ({
    title: words`I asked ${strong(pairing.first.person.name)} on ${placeOf(pairing.first)} whether both are one person.`,
    parts: [line([`Press "Yes, both are me" there within ${MINUTES} minutes.`])],
  }),
  linked: ({ pairing }) => ({
    title: words`Done: ${sideWords(pairing.first)} and ${sideWords(pairing.second!)} are one person here.`,
    parts: [
      line(['Your roles and votes count for both, once. What you wrote with one you cannot approve with the other.']),
    ],
  }),
  refused: ({ pairing }) => ({
    title: words`Then nothing was changed: ${sideWords(pairing.second!)} stays somebody else.`,
    parts: [line(['Somebody there had your code. It is worth nothing any more.'])],
  }),
};

function accountOf(ctx: Ctx): string {
  const key = ctx.via.account ?? ctx.actor.accounts.find((one) => one.startsWith(`${ctx.via.door}:`));
  if (key) return key;
  throw new Refusal('invalid', 'Accounts are linked from a chat. Type "link" to me there.');
}

async function entered(ctx: Ctx, account: string, typed: string): Promise<Done> {
  const { db, now, actor } = ctx;
  const tries = await wrongCodes(db, actor.id, new Date(now.getTime() - TIME));
  if (tries >= TRIES) {
    throw new Refusal('conflict', `Too many wrong codes. Try again in ${MINUTES} minutes; nothing was changed.`);
  }
  const code = codeIn(typed);
  const until = new Date(now.getTime() + TIME);
  const found = code && (await enterCode(db, { account, code, personId: actor.id, now, until }));
  if (found === 'own') {
    throw new Refusal('conflict', 'This is your own code. Enter it from your other account, on the other platform.');
  }
  if (!found) {
    // Not refused: a refusal would undo the count.
    await noteWrongCode(db, actor.id, now);
    ctx.record('link_wrong_code', `person:${actor.id}`, { account });
    return { kind: 'wrong', left: TRIES - tries - 1 };
  }
  const pairing = (await getPairing(db, found))!;
  ctx.tell({ subject: `link:${found}`, place: pairing.first.key, slot: 'card' });
  ctx.record('link_asked', `person:${pairing.first.person.id}`, sides(pairing));
  return { kind: 'asked', pairing };
}

const sides = ({ id, first, second }: Pairing) => ({ link: id, account: first.key, other: second?.key });

async function answered(ctx: Ctx, id: number, answer: 'yes' | 'no'): Promise<Done> {
  await holdStill(ctx.db);
  const pairing = await getPairing(ctx.db, id);
  if (!pairing?.second) throw new Refusal('not_found', 'I did not ask that. Type "link" for a new code.');
  const { first, second } = pairing;
  guardAnswer(ctx, pairing, first.person.id, second.person.id);
  ctx.refresh(`link:${id}`);
  ctx.tell({ subject: `link:${id}`, place: second.key, slot: 'dm:outcome' });
  if (answer === 'no') {
    await endPairing(ctx.db, id, 'refused');
    ctx.record('link_refused', `person:${first.person.id}`, sides(pairing));
    return { kind: 'refused', pairing: { ...pairing, outcome: 'refused' } };
  }
  const done = await pairUp(ctx.db, first, second);
  if (typeof done !== 'number') {
    throw new Refusal(
      'conflict',
      `One of these accounts owns ${inWords(done)} and the other stands in, and nobody stands in for themselves. Have another owner or deputy named first. Nothing was changed.`,
    );
  }
  await endPairing(ctx.db, id, 'linked');
  const was = done === first.person.id ? second.person.id : first.person.id;
  ctx.record('link', `person:${done}`, { ...sides(pairing), was });
  await refreshChanges(ctx, done);
  return { kind: 'linked', pairing: { ...pairing, outcome: 'linked' } };
}

function guardAnswer(ctx: Ctx, { outcome, until }: Pairing, first: number, second: number): void {
  if (ctx.actor.id !== first)
    throw new Refusal('forbidden', 'I asked somebody else. Only who asked for the code answers.');
  if (outcome !== null) throw new Refusal('conflict', 'This question is settled. "whoami" shows your accounts.');
  if (until <= ctx.now) {
    throw new Refusal('conflict', `The ${MINUTES} minutes are over. Type "link" for a new code; nothing was changed.`);
  }
  if (first === second)
    throw new Refusal('conflict', 'Both are one person here already. "whoami" shows your accounts.');
}

// Approvals that were two may be one now, and whoever could decide may have written it.
async function refreshChanges(ctx: Ctx, personId: number): Promise<void> {
  for (const change of await getChanges(ctx.db, await pendingChanges(ctx.db))) {
    const people = [...change.writers, ...change.verdicts.map((one) => one.person)];
    if (people.some((one) => one.id === personId)) ctx.refresh(`change:${change.id}`);
  }
}
