import type { Delivery } from './delivery.ts';
import { type Given, stateFor, valuesOf } from './element-state.ts';
import { type Filled, fill, viewNow } from './filling.ts';
import { type Found, findElement, type Which } from './find-element.ts';
import * as payloads from './payloads.ts';
import type { BotAnswer, SlackMessage, SlackUser, SlackView } from './records.ts';
import type { Element, ElementState, StateValues } from './wire.ts';
import type { World } from './world.ts';

export type PressOptions = Which & {
  /** What is chosen, for elements that keep a value (option value or label, id, date, list). */
  value?: Given;
  /** The answer to a confirm dialog; `false` presses nothing. Default `true`. */
  confirm?: boolean;
  /** Press the element on the given copy, although the message has changed since: a person with an old screen. */
  stale?: boolean;
};

/** What pressing came to. `cancelled`: the person said no in the confirm dialog, and nothing was sent. */
export type Press =
  | (BotAnswer & { cancelled?: false; confirm?: Element['confirm'] })
  | { cancelled: true; confirm: Element['confirm'] };

/** What is newly chosen in the element. Throws for an option that is not offered. */
function chosenIn({ element, side }: Found, value: Given | undefined): ElementState | undefined {
  if (side) return undefined;
  if (element.type === 'overflow') {
    const option = element.options?.find((known) => known.value === value || known.text.text === value);
    if (!option) throw new Error(`the menu has no "${String(value)}"`);
    return { type: 'overflow', selected_option: option };
  }
  return value === undefined ? undefined : stateFor(element, value);
}

const keeps = (chosen: ElementState | undefined): chosen is ElementState =>
  chosen !== undefined && chosen.type !== 'overflow';

/** The message as it is now and as this person sees it; throws when it is gone or never was theirs to see. */
export function messageNow(world: World, user: SlackUser, message: SlackMessage): SlackMessage {
  const { state } = world;
  const now =
    message.ephemeralTo === undefined ? state.message(message.channel, message.ts) : state.ephemeral(message.ts);
  if (!now) throw new Error(`the message ${message.ts} is not there any more`);
  if (now.ephemeralTo !== undefined && now.ephemeralTo !== user.id) throw new Error(`${user.id} does not see it`);
  return now;
}

/** How one person presses buttons and chooses in menus, by action_id or label. */
export function pressing(world: World, delivery: Delivery, user: SlackUser) {
  const touchedIn = new Map<string, StateValues>();

  async function interact(payload: Record<string, unknown>, confirm: Element['confirm']): Promise<Press> {
    const answer = await delivery.send({ type: 'interactive', kind: 'block_actions', payload });
    return { ...answer, ...(confirm && { confirm }) };
  }

  /** In a message. */
  async function click(message: SlackMessage, wanted: string, options: PressOptions = {}): Promise<Press> {
    const shown = options.stale ? message : messageNow(world, user, message);
    const match = findElement(shown.blocks, wanted, options);
    const { confirm } = match.element;
    if (confirm && options.confirm === false) return { cancelled: true, confirm };
    const chosen = chosenIn(match, options.value);
    const touched = touchedIn.get(shown.ts) ?? {};
    if (keeps(chosen)) {
      const blockId = match.block.block_id as string;
      touched[blockId] = { ...touched[blockId], [match.element.action_id as string]: chosen };
      touchedIn.set(shown.ts, touched);
    }
    const channel = world.state.channels.get(shown.channel);
    if (!channel) throw new Error(`there is no channel ${shown.channel}`);
    const action = payloads.actionOf(world, match, chosen);
    const values = valuesOf(shown.blocks, touched);
    return interact(payloads.messageActionPayload(world, { user, channel, message: shown, action, values }), confirm);
  }

  /** In a modal (default: the one on top) or on the Home tab; `values` are typed first. */
  async function clickInView(
    view: SlackView | string | undefined,
    wanted: string,
    { values = {}, ...options }: PressOptions & { values?: Filled } = {},
  ): Promise<Press> {
    let now = fill(world, viewNow(world, user, view), values);
    const match = findElement(now.blocks, wanted, options);
    const { confirm } = match.element;
    if (confirm && options.confirm === false) return { cancelled: true, confirm };
    const chosen = chosenIn(match, options.value);
    if (keeps(chosen)) {
      now = world.views.touch(now, match.block.block_id as string, match.element.action_id as string, chosen);
    }
    const action = payloads.actionOf(world, match, chosen);
    const given = valuesOf(now.blocks, now.touched);
    return interact(payloads.viewActionPayload(world, { user, view: now, action, values: given }), confirm);
  }

  return { click, clickInView };
}
