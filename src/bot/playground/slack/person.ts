import { SlackApiError } from './api-error.ts';
import { checkView } from './blocks/check.ts';
import type { Delivery, Parcel } from './delivery.ts';
import { type Given, stateFor, valuesOf } from './element-state.ts';
import { type Found, findElement, type Which } from './find-element.ts';
import { clientErrors, findInput } from './form.ts';
import { newClientMessageId } from './ids.ts';
import * as payloads from './payloads.ts';
import type { BotAnswer, SlackChannel, SlackMessage, SlackUser, SlackView } from './records.ts';
import { saidIn, show } from './response-url.ts';
import type { Element, StateValues } from './wire.ts';
import type { World } from './world.ts';

/** What an act came to: the bot's answer and what Slack made of it. */
export type Deed = BotAnswer & {
  /** The message the acknowledgement said (usually an ephemeral one). */
  message?: SlackMessage;
  /** What Slack refused the bot's answer with. */
  refused?: string;
};

/** What pressing came to. `cancelled`: the person said no in the confirm dialog, and nothing was sent. */
export type Press =
  | (Deed & { cancelled?: false; confirm?: Element['confirm'] })
  | { cancelled: true; confirm: Element['confirm'] };

/** What sending a form came to. `sent: false`: Slack's client itself refused, with a sentence per block. */
export type Submission =
  | { sent: false; errors: Record<string, string> }
  | (Deed & {
      sent: true;
      responseAction: 'close' | 'clear' | 'errors' | 'update' | 'push' | undefined;
      /** The bot's sentences per block. */
      errors?: Record<string, string>;
      /** The view now on top of the stack, if any is left. */
      view: SlackView | undefined;
    });

export type PressOptions = Which & {
  /** What is chosen, for elements that keep a value (option value or label, id, date, list). */
  value?: Given;
  /** The answer to a confirm dialog; `false` presses nothing. Default `true`. */
  confirm?: boolean;
  /** Press the element on the given copy, although the message has changed since: a person with an old screen. */
  stale?: boolean;
};

export type Person = ReturnType<typeof personIn>;

/** Everything a person of the workspace can do to the bot. Throws (never sends) for what the client would not allow. */
export function personIn(world: World, delivery: Delivery, user: SlackUser) {
  const { state, views, identity } = world;

  function channelFor(id: string | undefined): SlackChannel {
    const channel =
      id === undefined
        ? [...state.channels.values()].find((known) => known.kind !== 'im' && known.members.includes(user.id))
        : state.channels.get(id);
    if (!channel) throw new Error(`there is no channel ${id ?? 'this person is in'}`);
    return channel;
  }

  const interact = (payload: Record<string, unknown>): Promise<BotAnswer> =>
    delivery.send({ type: 'interactive', kind: String(payload.type), payload });

  function refusedBy(method: string, error: unknown): string {
    if (!(error instanceof SlackApiError)) throw error;
    world.find({ kind: 'bad_answer', method, detail: error.message });
    return error.message;
  }

  /** Types a slash command. `text` is what arrives, byte for byte. */
  async function slash(command: string, text = '', { channel }: { channel?: string } = {}): Promise<Deed> {
    const where = channelFor(channel);
    const payload = payloads.slashPayload(world, { user, channel: where, command, text });
    const answer = await delivery.send({ type: 'slash_commands', kind: 'slash_command', payload });
    if (answer.error !== undefined) return answer;
    try {
      const said = saidIn(answer.body);
      if (!said) return answer;
      const message = show(world, { user: user.id, channel: where.id }, said);
      return message ? { ...answer, message } : answer;
    } catch (error) {
      return { ...answer, refused: refusedBy('slash_command', error) };
    }
  }

  /** Writes into a channel; nobody but people hears of it. */
  function say(text: string, { channel, thread_ts }: { channel?: string; thread_ts?: string } = {}): SlackMessage {
    const blocks = [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
      },
    ];
    const where = channelFor(channel).id;
    const client_msg_id = newClientMessageId();
    return state.post({ channel: where, user: user.id, bot: false, text, blocks, thread_ts, client_msg_id });
  }

  /** Sends an event and answers with the first outcome; `attempts` resolves when Slack stopped repeating. */
  async function tell(event: Record<string, unknown>): Promise<Deed & { attempts: Promise<BotAnswer[]> }> {
    const parcel: Parcel = {
      type: 'events_api',
      kind: String(event.type),
      payload: payloads.eventPayload(world, event),
    };
    let attempts: Promise<BotAnswer[]> = Promise.resolve([]);
    const first = await new Promise<BotAnswer>((resolve, reject) => {
      attempts = delivery.sendEvent(parcel, resolve);
      attempts.catch(reject);
    });
    return { ...first, attempts };
  }

  /** Writes `@app text` into a channel. The mention is put in front unless the text has it already. */
  async function mention(text: string, options: { channel?: string; thread_ts?: string } = {}) {
    const name = `<@${identity.botUserId}>`;
    const message = say(text.includes(name) ? text : `${name} ${text}`, options);
    if (!channelFor(message.channel).members.includes(identity.botUserId)) {
      throw new Error(`the bot is not in ${message.channel}, so it hears nothing there`);
    }
    return { ...(await tell(payloads.mentionEvent(world, message))), message };
  }

  /** Looks at the app's Home tab. */
  const openHome = () => tell(payloads.homeOpenedEvent(world, user, state.dmOf(user.id).id, views.homeOf(user.id)));

  /** What the message is now; a stale press looks at the copy instead. */
  function current(message: SlackMessage): SlackMessage {
    const now =
      message.ephemeralTo === undefined ? state.message(message.channel, message.ts) : state.ephemeral(message.ts);
    if (!now) throw new Error(`the message ${message.ts} is not there any more`);
    if (now.ephemeralTo !== undefined && now.ephemeralTo !== user.id)
      throw new Error(`${user.id} does not see this message`);
    return now;
  }

  const inMessages = new Map<string, StateValues>();

  function chosenIn(match: Found, options: PressOptions) {
    if (match.element.type === 'overflow') {
      const option = match.element.options?.find(
        ({ value, text }) => value === options.value || text.text === options.value,
      );
      if (!option) throw new Error(`the menu has no "${String(options.value)}"`);
      return { type: 'overflow', selected_option: option };
    }
    return options.value === undefined ? undefined : stateFor(match.element, options.value);
  }

  /** Presses a button or chooses in a menu of a message, by action_id or label. */
  async function click(message: SlackMessage, wanted: string, options: PressOptions = {}): Promise<Press> {
    const shown = options.stale ? message : current(message);
    const match = findElement(shown.blocks, wanted, options);
    const { confirm } = match.element;
    if (confirm && options.confirm === false) return { cancelled: true, confirm };
    const chosen = chosenIn(match, options);
    const before = inMessages.get(shown.ts) ?? {};
    const blockId = match.block.block_id as string;
    const actionId = match.element.action_id as string;
    const keeps = chosen !== undefined && chosen.type !== 'overflow';
    const touched = keeps ? { ...before, [blockId]: { ...before[blockId], [actionId]: chosen } } : before;
    inMessages.set(shown.ts, touched);
    const answer = await interact(
      payloads.messageActionPayload(world, {
        user,
        channel: channelFor(shown.channel),
        message: shown,
        action: payloads.actionOf(world, match, chosen),
        values: valuesOf(shown.blocks, touched),
      }),
    );
    return { ...answer, ...(confirm && { confirm }) };
  }

  /** The view as it is now, of this person. Without one: the top of the stack. */
  function viewNow(view: SlackView | string | undefined): SlackView {
    const id = typeof view === 'string' ? view : view?.id;
    const now =
      id === undefined
        ? views.stackOf(user.id).at(-1)
        : [...views.stackOf(user.id), views.homeOf(user.id)].find((known) => known?.id === id);
    if (!now) throw new Error(id === undefined ? `${user.id} has no form open` : `the view ${id} is not open`);
    return now;
  }

  /** Types into a form without sending it: block_id, action_id or label → value. */
  function fill(view: SlackView | string | undefined, values: Readonly<Record<string, Given>>): SlackView {
    let now = viewNow(view);
    for (const [wanted, value] of Object.entries(values)) {
      const { block, element } = findInput(now.blocks, wanted);
      now = views.touch(now, block.block_id as string, element.action_id as string, stateFor(element, value));
    }
    return now;
  }

  /** Presses or chooses in a modal or on the Home tab; `values` are typed first. */
  async function clickInView(
    view: SlackView | string | undefined,
    wanted: string,
    { values = {}, ...options }: PressOptions & { values?: Readonly<Record<string, Given>> } = {},
  ): Promise<Press> {
    let now = fill(view, values);
    const match = findElement(now.blocks, wanted, options);
    const { confirm } = match.element;
    if (confirm && options.confirm === false) return { cancelled: true, confirm };
    const chosen = chosenIn(match, options);
    if (chosen !== undefined && chosen.type !== 'overflow') {
      now = views.touch(now, match.block.block_id as string, match.element.action_id as string, chosen);
    }
    const answer = await interact(
      payloads.viewActionPayload(world, {
        user,
        view: now,
        action: payloads.actionOf(world, match, chosen),
        values: valuesOf(now.blocks, now.touched),
      }),
    );
    return { ...answer, ...(confirm && { confirm }) };
  }

  /** Fills a form and sends it. What the person does not touch keeps its initial value. */
  async function submitView(
    view: SlackView | string | undefined,
    values: Readonly<Record<string, Given>> = {},
  ): Promise<Submission> {
    const now = fill(view, values);
    if (now.type !== 'modal') throw new Error('a Home tab cannot be submitted');
    const given = valuesOf(now.blocks, now.touched);
    const errors = clientErrors(now.blocks, given);
    if (Object.keys(errors).length > 0) return { sent: false, errors };
    const answer = await interact(payloads.submissionPayload(world, user, now, given));
    const top = () => views.stackOf(user.id).at(-1);
    if (answer.error !== undefined) return { ...answer, sent: true, responseAction: undefined, view: top() };
    try {
      const outcome = applySubmission(now, answer.body);
      return { ...answer, sent: true, ...outcome, view: top() };
    } catch (error) {
      const refused = refusedBy('view_submission', error);
      return { ...answer, sent: true, responseAction: undefined, refused, view: top() };
    }
  }

  function applySubmission(view: SlackView, body: unknown) {
    if (
      body === undefined ||
      body === '' ||
      (typeof body === 'object' && body !== null && Object.keys(body).length === 0)
    ) {
      // The bot may have updated the stack meanwhile; only the submitted view goes.
      if (views.stackOf(user.id).at(-1)?.id === view.id) views.close(user.id, 'top');
      return { responseAction: 'close' as const };
    }
    const answer = body as { response_action?: string; errors?: Record<string, string>; view?: unknown };
    switch (answer.response_action) {
      case 'clear':
        views.close(user.id, 'all');
        return { responseAction: 'clear' as const };
      case 'update':
        views.update(viewNow(view), checkView(answer.view, 'modal'));
        return { responseAction: 'update' as const };
      case 'push':
        views.push(user.id, checkView(answer.view, 'modal'));
        return { responseAction: 'push' as const };
      case 'errors': {
        const errors = answer.errors ?? {};
        const inputs = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
        const stray = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
        if (stray.length > 0 || Object.keys(errors).length === 0) {
          throw new SlackApiError('invalid_errors', [`no input block ${stray.join(', ')} in the view`]);
        }
        return { responseAction: 'errors' as const, errors };
      }
      default:
        throw new SlackApiError('invalid_response_action', [JSON.stringify(body)]);
    }
  }

  /** Gives a form up: the top one, or with `all` the whole stack. Answers undefined when the app did not want to know. */
  async function closeView(
    view?: SlackView | string,
    { all = false }: { all?: boolean } = {},
  ): Promise<Deed | undefined> {
    const now = viewNow(view);
    const cleared = all || now.clear_on_close;
    const closed = views.close(user.id, cleared ? 'all' : 'top');
    const told = closed.filter((one) => one.notify_on_close);
    const answers = await Promise.all(told.map((one) => interact(payloads.closedPayload(world, user, one, cleared))));
    return answers[0];
  }

  return {
    id: user.id,
    slash,
    say,
    mention,
    openHome,
    click,
    fill,
    clickInView,
    submitView,
    closeView,
    /** Chooses a global shortcut. */
    shortcut: (callbackId: string): Promise<Deed> => interact(payloads.shortcutPayload(world, user, callbackId)),
    /** Chooses a shortcut on a message. */
    messageShortcut: (message: SlackMessage, callbackId: string): Promise<Deed> =>
      interact(
        payloads.messageShortcutPayload(world, {
          user,
          channel: channelFor(message.channel),
          message: current(message),
          callbackId,
        }),
      ),
  };
}
