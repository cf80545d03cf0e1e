import { invokeActivity, type Scene, submitActivity } from './activities.ts';
import { enter, type Filled } from './cards/inputs.ts';
import { findAction } from './cards/walk.ts';
import type { Delivery } from './delivery.ts';
import { applyAction, applyFeedback, applyFetch, applySubmit, type Outcome } from './outcome.ts';
import type { BotAnswer, TeamsDialog, TeamsMessage } from './records.ts';
import { personOf, placeOf } from './saying.ts';
import { type CardJson, isObject } from './wire.ts';
import type { World } from './world.ts';

export type PressOptions = {
  /** A client that does not know `Action.Execute` and takes its `fallback`. */
  older?: boolean;
  /** Press on the given copy, although the message has changed since: a person with an old screen. */
  stale?: boolean;
};

/** What pressing came to. `invalid`: the client itself refused, a sentence per input, and nothing was sent. */
export type Press =
  | { sent: true; answer: BotAnswer; outcome: Outcome }
  | { sent: false; invalid: Record<string, string> }
  | { sent: false; url: string };

/** The data of an action with the inputs the action takes along. */
function prepared(
  card: CardJson,
  action: CardJson,
  filled: Filled,
): { data: Record<string, unknown>; errors: Record<string, string> } {
  const entered = action.associatedInputs === 'none' ? { data: {}, errors: {} } : enter(card, filled);
  return { errors: entered.errors, data: { ...(isObject(action.data) ? action.data : {}), ...entered.data } };
}

const fallbackOf = (action: CardJson): CardJson => {
  if (!isObject(action.fallback))
    throw new Error(`"${String(action.title)}" has no fallback: an older client hides it`);
  return action.fallback as CardJson;
};

/** How people press buttons, fill dialogs and give thumbs. Throws, and sends nothing, for what is not there. */
export function createPressing(world: World, delivery: Delivery) {
  const { state, dialogs } = world;

  /** The message as this person sees it now; throws when it is gone or never was theirs to see. */
  function shown(user: string, given: TeamsMessage, stale: boolean): TeamsMessage {
    const now = state.message(given.conversation, given.id);
    if (!now) throw new Error(`the message ${given.id} is not there any more`);
    const theirs = placeOf(world, now.conversation).members.includes(user) && (now.visibleTo ?? user) === user;
    if (!theirs) throw new Error(`${user} does not see it`);
    return stale ? given : state.seenBy(user, now);
  }

  const sceneOf = (user: string, message: TeamsMessage): Scene => ({
    user: personOf(world, user),
    conversation: placeOf(world, message.conversation),
    root: message.root,
  });

  /** Presses a button on a card, by its title; the card's inputs are filled first. */
  async function press(
    user: string,
    message: TeamsMessage,
    title: string,
    inputs: Filled = {},
    { older = false, stale = false }: PressOptions = {},
  ): Promise<Press> {
    const seen = shown(user, message, stale);
    if (!seen.card) throw new Error(`the message ${message.id} has no card`);
    const found = findAction(seen.card, title);
    const action = older && found.type === 'Action.Execute' ? fallbackOf(found) : found;
    if (action.type === 'Action.OpenUrl') return { sent: false, url: String(action.url) };
    const { data, errors } = prepared(seen.card, action, inputs);
    if (Object.keys(errors).length > 0) return { sent: false, invalid: errors };
    const scene = sceneOf(user, seen);
    const clicker = { user, message: seen };

    if (action.type === 'Action.Execute') {
      const { type, id, verb } = action;
      const value = { action: { type, title, id, verb, data }, trigger: 'manual' };
      const answer = await delivery.send(invokeActivity(world, scene, 'adaptiveCard/action', value, seen));
      return { sent: true, answer, outcome: applyAction(world, clicker, answer) };
    }
    if (action.type !== 'Action.Submit') throw new Error(`nothing is sent for ${action.type}`);
    const kind = isObject(data.msteams) ? data.msteams.type : undefined;
    if (kind === 'task/fetch') {
      const value = { data, context: { theme: 'default' } };
      const answer = await delivery.send(invokeActivity(world, scene, 'task/fetch', value, seen));
      return { sent: true, answer, outcome: applyFetch(world, clicker, answer) };
    }
    if (kind !== undefined) throw new Error(`${String(kind)} is not imitated`);
    const answer = await delivery.send(submitActivity(world, scene, data, seen));
    const outcome: Outcome = answer.error === undefined ? { kind: 'done' } : { kind: 'failed', text: answer.error };
    return { sent: true, answer, outcome };
  }

  /** Presses a button in the dialog this person has open; its inputs are filled first. */
  async function pressInDialog(user: string, dialog: TeamsDialog, title: string, inputs: Filled = {}): Promise<Press> {
    const now = dialogs.of(user);
    if (now?.id !== dialog.id) throw new Error('the dialog is not open any more');
    if (!now.card) throw new Error('the dialog has said its last word');
    const action = findAction(now.card, title);
    if (action.type === 'Action.OpenUrl') return { sent: false, url: String(action.url) };
    if (action.type !== 'Action.Submit') throw new Error(`nothing is sent for ${action.type} in a dialog`);
    const { data, errors } = prepared(now.card, action, inputs);
    if (Object.keys(errors).length > 0) return { sent: false, invalid: errors };
    const message = state.message(now.conversation, now.message);
    const scene = { user: personOf(world, user), conversation: placeOf(world, now.conversation), root: message?.root };
    const value = { data, context: { theme: 'default' } };
    const answer = await delivery.send(invokeActivity(world, scene, 'task/submit', value, message));
    return { sent: true, answer, outcome: applySubmit(world, now, answer) };
  }

  /** A thumb below a message of the bot that asked for it, and what is written with it. */
  async function thumb(
    user: string,
    message: TeamsMessage,
    reaction: 'like' | 'dislike',
    text = '',
  ): Promise<{ answer: BotAnswer; outcome: Outcome }> {
    const seen = shown(user, message, false);
    if (!seen.feedback) throw new Error(`there are no thumbs below ${message.id}`);
    const value = {
      actionName: 'feedback',
      actionValue: { reaction, feedback: JSON.stringify({ feedbackText: text }) },
    };
    const activity = invokeActivity(world, sceneOf(user, seen), 'message/submitAction', value, seen);
    const answer = await delivery.send(activity);
    return { answer, outcome: applyFeedback(world, answer) };
  }

  /** Closes the dialog; the bot does not hear of it. */
  function dismiss(user: string): void {
    const dialog = dialogs.of(user);
    if (dialog) dialogs.close(dialog);
  }

  return { press, pressInDialog, thumb, dismiss };
}
