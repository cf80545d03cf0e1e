import { z } from 'zod';
import { teamsLimits } from '../../../limits/teams.ts';
import { bot, people, teamsChannels } from '../../story/people.ts';
import type { Words } from '../../teams/activities.ts';
import type { TeamsPlatform } from '../../teams/platform.ts';
import type { BotAnswer } from '../../teams/records.ts';
import type { Outcome } from '../protocol.ts';

const id = z.string().min(1).max(255);
/** Which button: of those of one title the first is 0. What is entered comes by the ids of the inputs. */
const pressed = {
  title: z.string().max(500),
  nth: z.number().int().min(0),
  inputs: z.record(z.string().max(255), z.string()),
};

/** Everything a visitor can do, as the page says it. */
export const actSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('type'), place: id, text: z.string().min(1), replyTo: id.optional() }),
  z.strictObject({ act: z.literal('press'), place: id, post: id, ...pressed }),
  z.strictObject({ act: z.literal('thumb'), place: id, post: id, reaction: z.enum(['like', 'dislike']) }),
  z.strictObject({ act: z.literal('press-in-dialog'), dialog: id, ...pressed }),
  z.strictObject({ act: z.literal('close') }),
]);
export type Act = z.input<typeof actSchema>;
type Checked = z.output<typeof actSchema>;

const done: Outcome = { ok: true };
const problem = (text: string): Outcome => ({ ok: false, problem: text });

const names = [
  ...people.map((one) => ({ id: one.objectId, name: one.fullName })),
  ...Object.values(teamsChannels).map(({ id: channel, name }) => ({ id: channel, name })),
];
const named = new RegExp(`([@#])(${names.map(({ name }) => name).join('|')})(?![\\w])`, 'gi');

/** What was typed, with people and channels as what they are: `@Grace Lin`, `#Warehouse`. */
function wordsIn(text: string): Words {
  const pieces = text.split(named);
  return pieces.flatMap((piece, at): Words => {
    if (at % 3 === 1) return [];
    const found = at % 3 === 2 && names.find(({ name }) => name.toLowerCase() === piece.toLowerCase());
    return found ? [found] : piece === '' ? [] : [piece];
  });
}

const outcomeOf = (answer: BotAnswer | undefined): Outcome =>
  answer?.error === undefined ? done : problem(answer.error);

async function type(platform: TeamsPlatform, user: string, act: Checked & { act: 'type' }): Promise<Outcome> {
  const { place, text, replyTo } = act;
  if (text.length * 2 > teamsLimits.message.recommendedBytesUtf16) {
    return problem('That is more than Teams takes in one message. Please make it shorter.');
  }
  const alone = platform.conversations.get(place)?.kind === 'personal';
  const bare = text.replace(new RegExp(`@${bot.appName}\\b ?`, 'i'), '');
  const targeted = !alone && text.startsWith('/');
  const { answer } = await platform.say(user, place, wordsIn(targeted ? text : bare), {
    targeted,
    mention: !targeted && bare !== text,
    ...(replyTo !== undefined && { replyTo }),
  });
  return outcomeOf(answer);
}

type Press = Awaited<ReturnType<TeamsPlatform['press']>>;

function outcomeOfPress(press: Press): Outcome {
  if (!press.sent) return 'invalid' in press ? problem(Object.values(press.invalid).join(' ')) : done;
  const { outcome } = press;
  if (outcome.kind === 'failed') return problem(outcome.text);
  return outcome.kind === 'toast' ? { ok: true, toast: outcome.text } : done;
}

function messageAt(platform: TeamsPlatform, user: string, { place, post }: { place: string; post: string }) {
  const message = platform.messages(place, user).find((one) => one.id === post);
  if (!message) throw new Error('This message is not there any more.');
  return message;
}

async function perform(platform: TeamsPlatform, user: string, act: Checked): Promise<Outcome> {
  switch (act.act) {
    case 'type':
      return type(platform, user, act);
    case 'thumb': {
      const { outcome } = await platform.thumb(user, messageAt(platform, user, act), act.reaction);
      return outcome.kind === 'failed' ? problem(outcome.text) : done;
    }
    case 'press': {
      const message = messageAt(platform, user, act);
      return outcomeOfPress(await platform.press(user, message, act.title, act.inputs, { nth: act.nth }));
    }
    case 'press-in-dialog': {
      const dialog = platform.dialog(user);
      if (dialog?.id !== act.dialog) return problem('This dialog is not open any more.');
      return outcomeOfPress(await platform.pressInDialog(user, dialog, act.title, act.inputs, { nth: act.nth }));
    }
    case 'close':
      platform.dismiss(user);
      return done;
  }
}

/** Does what the visitor asked for, as that person. Never throws: what a client would not allow is a problem in words. */
export async function actAs(platform: TeamsPlatform, user: string, act: Checked): Promise<Outcome> {
  try {
    return await perform(platform, user, act);
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
}
