import { SlackApiError } from './api-error.ts';
import { checkView } from './blocks/check.ts';
import type { Delivery } from './delivery.ts';
import { type Given, stateFor, valuesOf } from './element-state.ts';
import { clientErrors, findInput } from './form.ts';
import * as payloads from './payloads.ts';
import type { BotAnswer, SlackUser, SlackView } from './records.ts';
import type { World } from './world.ts';

/** What is typed into a form: block_id, action_id or label → value. */
export type Filled = Readonly<Record<string, Given>>;

type ResponseAction = 'close' | 'clear' | 'errors' | 'update' | 'push';

/** What sending a form came to. `sent: false`: Slack's client itself refused, with a sentence per block. */
export type Submission =
  | { sent: false; errors: Record<string, string> }
  | (BotAnswer & {
      sent: true;
      /** What the bot made of the form; undefined when it did not answer, or nothing Slack understands. */
      responseAction: ResponseAction | undefined;
      /** The bot's sentences per block. */
      errors?: Record<string, string>;
      /** What Slack refused the bot's answer with. */
      refused?: string;
      /** The view now on top of the stack, if any is left. */
      view: SlackView | undefined;
    });

/** The view as it is now, of this person; without one, the top of their stack. Throws when it is not open. */
export function viewNow(world: World, user: SlackUser, view: SlackView | string | undefined): SlackView {
  const { views } = world;
  const stack = views.stackOf(user.id);
  const id = typeof view === 'string' ? view : view?.id;
  if (id === undefined) {
    const top = stack.at(-1);
    if (!top) throw new Error(`${user.id} has no form open`);
    return top;
  }
  const now = [...stack, views.homeOf(user.id)].find((known) => known?.id === id);
  if (!now) throw new Error(`the view ${id} is not open`);
  return now;
}

/** Types into a form without sending it. Throws for a field or an option that is not there. */
export function fill(world: World, view: SlackView, values: Filled): SlackView {
  let now = view;
  for (const [wanted, value] of Object.entries(values)) {
    const { block, element } = findInput(now.blocks, wanted);
    now = world.views.touch(now, block.block_id as string, element.action_id as string, stateFor(element, value));
  }
  return now;
}

type Outcome = { responseAction: ResponseAction; errors?: Record<string, string> };

/** Does to the person's views what the bot's answer says. Throws for an answer Slack would not understand. */
function apply(world: World, user: SlackUser, view: SlackView, body: unknown): Outcome {
  const { views } = world;
  const empty = body === undefined || body === '' || (isObject(body) && Object.keys(body).length === 0);
  if (empty) {
    // The bot may have changed the stack meanwhile: only the submitted view goes.
    if (views.stackOf(user.id).at(-1)?.id === view.id) views.close(user.id, 'top');
    return { responseAction: 'close' };
  }
  const answer = (isObject(body) ? body : {}) as { response_action?: unknown; errors?: unknown; view?: unknown };
  switch (answer.response_action) {
    case 'clear':
      views.close(user.id, 'all');
      return { responseAction: 'clear' };
    case 'update':
      views.update(views.find({ view_id: view.id }), checkView(answer.view, 'modal'));
      return { responseAction: 'update' };
    case 'push':
      views.push(user.id, checkView(answer.view, 'modal'));
      return { responseAction: 'push' };
    case 'errors':
      return { responseAction: 'errors', errors: checkErrors(view, answer.errors) };
    default:
      throw new SlackApiError('invalid_response_action', [JSON.stringify(body)]);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Errors must be sentences for input blocks of the view, and at least one. */
function checkErrors(view: SlackView, errors: unknown): Record<string, string> {
  if (!isObject(errors) || Object.keys(errors).length === 0) throw new SlackApiError('invalid_errors', ['none given']);
  const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  for (const [blockId, sentence] of Object.entries(errors)) {
    if (!inputs.has(blockId)) throw new SlackApiError('invalid_errors', [`"${blockId}" is no input block of the view`]);
    if (typeof sentence !== 'string' || sentence === '')
      throw new SlackApiError('invalid_errors', [`${blockId} is empty`]);
  }
  return errors as Record<string, string>;
}

/** How one person deals with forms. */
export function filling(world: World, delivery: Delivery, user: SlackUser) {
  const interact = (payload: Record<string, unknown>): Promise<BotAnswer> =>
    delivery.send({ type: 'interactive', kind: String(payload.type), payload });

  /** Fills a form (default: the one on top) and sends it. What the person does not touch keeps its initial value. */
  async function submitView(view?: SlackView | string, values: Filled = {}): Promise<Submission> {
    const now = fill(world, viewNow(world, user, view), values);
    if (now.type !== 'modal') throw new Error('a Home tab cannot be submitted');
    const given = valuesOf(now.blocks, now.touched);
    const complaints = clientErrors(now.blocks, given);
    if (Object.keys(complaints).length > 0) return { sent: false, errors: complaints };
    const answer = await interact(payloads.submissionPayload(world, user, now, given));
    const top = () => world.views.stackOf(user.id).at(-1);
    if (answer.error !== undefined) return { ...answer, sent: true, responseAction: undefined, view: top() };
    try {
      const outcome = apply(world, user, now, answer.body);
      return { ...answer, sent: true, ...outcome, view: top() };
    } catch (error) {
      if (!(error instanceof SlackApiError)) throw error;
      world.find({ kind: 'bad_answer', method: 'view_submission', detail: error.message });
      return { ...answer, sent: true, responseAction: undefined, refused: error.message, view: top() };
    }
  }

  /** Gives a form up: the top one, or with `all` the whole stack. Undefined when the app did not want to know. */
  async function closeView(
    view?: SlackView | string,
    { all = false }: { all?: boolean } = {},
  ): Promise<BotAnswer | undefined> {
    const cleared = all || viewNow(world, user, view).clear_on_close;
    const closed = world.views.close(user.id, cleared ? 'all' : 'top');
    const told = closed.filter((one) => one.notify_on_close);
    const answers = await Promise.all(told.map((one) => interact(payloads.closedPayload(world, user, one, cleared))));
    return answers[0];
  }

  return {
    /** Types into a form (default: the one on top) without sending it. */
    fill: (view: SlackView | string | undefined, values: Filled) => fill(world, viewNow(world, user, view), values),
    submitView,
    closeView,
  };
}
