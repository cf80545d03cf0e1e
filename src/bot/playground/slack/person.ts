import { SlackApiError } from './api-error.ts';
import type { Delivery } from './delivery.ts';
import { homeOpenedEvent, mentionEvent } from './event-payloads.ts';
import { type Told, tell } from './events.ts';
import { filling } from './filling.ts';
import { newClientMessageId } from './ids.ts';
import * as payloads from './payloads.ts';
import { messageNow, pressing } from './pressing.ts';
import type { BotAnswer, SlackChannel, SlackMessage, SlackUser } from './records.ts';
import { saidIn, show } from './response-url.ts';
import type { World } from './world.ts';

/** What a slash command came to. */
export type SlashAnswer = BotAnswer & {
  /** The message the acknowledgement said, usually an ephemeral one. */
  message?: SlackMessage;
  /** What Slack refused the acknowledgement with. */
  refused?: string;
};

/** Where something is done; default: the first channel the person is in. */
export type Where = { channel?: string; thread_ts?: string };

export type Person = ReturnType<typeof personIn>;

/** Everything a person of the workspace can do to the bot. Throws, and sends nothing, for what a client would not allow. */
export function personIn(world: World, delivery: Delivery, user: SlackUser) {
  const { state, views, identity } = world;

  function channelFor(id: string | undefined): SlackChannel {
    const mine = [...state.channels.values()].filter(({ kind, members }) => kind !== 'im' && members.includes(user.id));
    const channel = id === undefined ? mine[0] : state.channels.get(id);
    if (!channel) throw new Error(`there is no channel ${id ?? `that ${user.id} is in`}`);
    return channel;
  }

  const interact = (payload: Record<string, unknown>): Promise<BotAnswer> =>
    delivery.send({ type: 'interactive', kind: String(payload.type), payload });

  /** Types a slash command. `text` is what arrives, character for character. */
  async function slash(command: string, text = '', { channel }: { channel?: string } = {}): Promise<SlashAnswer> {
    const where = channelFor(channel);
    const payload = payloads.slashPayload(world, { user, channel: where, command, text });
    const answer = await delivery.send({ type: 'slash_commands', kind: 'slash_command', payload });
    if (answer.error !== undefined) return answer;
    try {
      const said = saidIn(answer.body);
      const message = said && show(world, { user: user.id, channel: where.id }, said);
      return message ? { ...answer, message } : answer;
    } catch (error) {
      if (!(error instanceof SlackApiError)) throw error;
      world.find({ kind: 'bad_answer', method: 'slash_command', detail: error.message });
      return { ...answer, refused: error.message };
    }
  }

  /** Writes into a channel; the bot does not hear of it. */
  function say(text: string, { channel, thread_ts }: Where = {}): SlackMessage {
    const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
    const blocks = [{ type: 'rich_text', elements: [section] }];
    const where = channelFor(channel).id;
    const client_msg_id = newClientMessageId();
    return state.post({ channel: where, user: user.id, bot: false, text, blocks, thread_ts, client_msg_id });
  }

  /** Writes to the app in a channel. Its mention is put in front unless the text has it already. */
  async function mention(text: string, where: Where = {}): Promise<Told & { message: SlackMessage }> {
    const name = `<@${identity.botUserId}>`;
    const { id, members, kind } = channelFor(where.channel);
    if (kind === 'im') throw new Error('Slack tells of no mention in a direct message');
    if (!members.includes(identity.botUserId)) throw new Error(`the bot is not in ${id}, so it hears nothing there`);
    const message = say(text.includes(name) ? text : `${name} ${text}`, { ...where, channel: id });
    return { ...(await tell(world, delivery, mentionEvent(world, message))), message };
  }

  return {
    id: user.id,
    slash,
    say,
    mention,
    ...pressing(world, delivery, user),
    ...filling(world, delivery, user),
    /** Looks at the app's Home tab. */
    openHome: (): Promise<Told> =>
      tell(world, delivery, homeOpenedEvent(world, user, state.dmOf(user.id).id, views.homeOf(user.id))),
    /** Chooses a global shortcut. */
    shortcut: (callbackId: string): Promise<BotAnswer> => interact(payloads.shortcutPayload(world, user, callbackId)),
    /** Chooses a shortcut on a message. */
    messageShortcut(message: SlackMessage, callbackId: string): Promise<BotAnswer> {
      const [channel, now] = [channelFor(message.channel), messageNow(world, user, message)];
      return interact(payloads.messageShortcutPayload(world, { user, channel, message: now, callbackId }));
    },
  };
}
