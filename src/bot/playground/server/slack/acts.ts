import { z } from 'zod';
import type { Person } from '../../slack/person.ts';
import type { SlackPlatform } from '../../slack/platform.ts';
import type { BotAnswer, SlackMessage } from '../../slack/records.ts';
import { bot, channels, people } from '../../story/people.ts';
import type { Outcome } from '../protocol.ts';

const id = z.string().min(1).max(255);
const entered = z.union([z.string(), z.array(z.string()).readonly(), z.null()]);
const form = z.record(id, entered).readonly().default({});
const pressed = { block_id: id, action_id: id, value: entered.optional() };

/** Everything a visitor can do, as the page says it. */
export const actSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('type'), channel: id, text: z.string(), thread_ts: id.optional() }),
  z.strictObject({ act: z.literal('press'), channel: id, ts: id, ...pressed }),
  z.strictObject({ act: z.literal('press-in-view'), view: id, form, ...pressed }),
  z.strictObject({ act: z.literal('submit'), view: id, form }),
  /** Keeps what is typed, so that a page that is loaded again still has it. */
  z.strictObject({ act: z.literal('fill'), view: id, form }),
  z.strictObject({ act: z.literal('close'), view: id }),
  z.strictObject({ act: z.literal('home') }),
  z.strictObject({ act: z.literal('shortcut'), id }),
  z.strictObject({ act: z.literal('message-shortcut'), id, channel: id, ts: id }),
]);
export type Act = z.input<typeof actSchema>;
type Checked = z.output<typeof actSchema>;

/** How many characters Slack takes from somebody at once. */
const LONGEST = 40_000;

const done: Outcome = { ok: true };
const problem = (text: string): Outcome => ({ ok: false, problem: text });

const failures: Record<NonNullable<BotAnswer['error']>, string> = {
  operation_timeout: 'did not answer within 3 seconds',
  dispatch_failed: 'could not be reached',
  http_client_error: 'answered with an error',
  http_service_error: 'answered with an error',
};

function outcomeOf({ error, status }: BotAnswer): Outcome {
  if (error === undefined) return done;
  return problem(`${bot.appName} ${failures[error]} (${status ?? error}).`);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What was typed as a client writes it: its signs are data, and `@Grace` and `#team-support` are references. */
function written(text: string): string {
  const named = new Map<string, string>([
    ...people.map((one) => [`@${one.name.toLowerCase()}`, `<@${one.id}|${one.name}>`] as const),
    [`@${bot.appName.toLowerCase()}`, `<@${bot.botUserId}>`],
    ...Object.values(channels).map((one) => [`#${one.name}`, `<#${one.id}|${one.name}>`] as const),
  ]);
  const escaped = text.replace(/[&<>]/g, (sign) => entities[sign] as string);
  return escaped.replace(/(?<![\w])[@#][a-z][\w-]*/gi, (word) => named.get(word.toLowerCase()) ?? word);
}

async function type(person: Person, { channel, text, thread_ts }: Checked & { act: 'type' }): Promise<Outcome> {
  if (text.length > LONGEST) return problem('Slack takes 40,000 characters in a message. Please make it shorter.');
  const [, command, rest = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  if (command !== undefined) {
    if (command !== 'prompt') return problem(`/${command} is not a command here. Try “/prompt help”.`);
    if (thread_ts !== undefined) return problem('Slack takes no commands in threads. Type it in the channel.');
    const answer = await person.slash('/prompt', written(rest.trimEnd()), { channel });
    return answer.refused ? problem(`Slack refused the answer: ${answer.refused}.`) : outcomeOf(answer);
  }
  const said = written(text);
  const where = { channel, ...(thread_ts !== undefined && { thread_ts }) };
  if (said.includes(`<@${bot.botUserId}>`) && channel.startsWith('C')) {
    return outcomeOf(await person.mention(said, where));
  }
  person.say(said, where);
  return done;
}

function messageAt(platform: SlackPlatform, user: string, channel: string, ts: string): SlackMessage {
  const all = [...platform.messages(channel), ...platform.ephemerals(user)];
  const message = all.find((one) => one.channel === channel && one.ts === ts);
  if (!message) throw new Error('This message is not there any more.');
  return message;
}

async function submit(person: Person, { view, form: given }: Checked & { act: 'submit' }): Promise<Outcome> {
  const sent = await person.submitView(view, given);
  if (!sent.sent) return { ok: false, errors: sent.errors };
  if (sent.refused) return problem(`Slack refused the answer: ${sent.refused}.`);
  return sent.errors ? { ok: false, errors: sent.errors } : outcomeOf(sent);
}

function perform(platform: SlackPlatform, user: string, act: Checked): Promise<Outcome> | Outcome {
  const person = platform.as(user);
  const settled = async (work: Promise<BotAnswer | { cancelled: true } | undefined>): Promise<Outcome> => {
    const answer = await work;
    return answer === undefined || 'cancelled' in answer ? done : outcomeOf(answer as BotAnswer);
  };
  switch (act.act) {
    case 'type':
      return type(person, act);
    case 'press': {
      const { block_id, value } = act;
      const message = messageAt(platform, user, act.channel, act.ts);
      return settled(person.click(message, act.action_id, { block_id, ...(value !== undefined && { value }) }));
    }
    case 'press-in-view': {
      const { block_id, value, form: values } = act;
      const options = { block_id, values, ...(value !== undefined && { value }) };
      return settled(person.clickInView(act.view, act.action_id, options));
    }
    case 'submit':
      return submit(person, act);
    case 'fill':
      person.fill(act.view, act.form);
      return done;
    case 'close':
      return settled(person.closeView(act.view));
    case 'home':
      return settled(person.openHome());
    case 'shortcut':
      return settled(person.shortcut(act.id));
    case 'message-shortcut':
      return settled(person.messageShortcut(messageAt(platform, user, act.channel, act.ts), act.id));
  }
}

/** Does what the visitor asked for, as that person. Never throws: what a client would not allow is a problem in words. */
export async function actAs(platform: SlackPlatform, user: string, act: Checked): Promise<Outcome> {
  try {
    return await perform(platform, user, act);
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
}
