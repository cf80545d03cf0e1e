import type { Posting } from '../platform/http-door.ts';
import { invokeActivity, type Scene, submitActivity } from './activities.ts';
import { enter, type Filled, type People } from './cards/inputs.ts';
import { findAction } from './cards/walk.ts';
import type { Delivery } from './delivery.ts';
import { applyAction, applyFeedback, applyFetch, applySubmit, type Outcome } from './outcome.ts';
import type { BotAnswer, TeamsDialog, TeamsMessage } from './records.ts';
import { personOf, placeOf } from './saying.ts';
import { type Activity, type CardJson, isObject } from './wire.ts';
import type { World } from './world.ts';

export type Which = {
  /** Which one of several of the same title, from the top; the first is 0. */
  nth?: number;
};

export type PressOptions = Which & {
  /** A client that does not know `Action.Execute` and takes its `fallback`. */
  older?: boolean;
  /** Press on the given copy, although the message has changed since: a person with an old screen. */
  stale?: boolean;
};

/** What pressing came to. `invalid`: the client itself refused, a sentence per input, and nothing was sent. */
export type Press = { sent: true; answer: BotAnswer; outcome: Outcome } | NotSent;

type NotSent = { sent: false; invalid: Record<string, string> } | { sent: false; url: string };

const context = { theme: 'default' };

/** An action that is about to be sent, with its data and the inputs it takes along. */
type Chosen = { action: CardJson; data: Record<string, unknown> };

/** What is about to be sent, and what its answer will do. */
type Aimed = { activity: Activity; apply: (answer: BotAnswer) => Outcome };

const nothing = (answer: BotAnswer): Outcome =>
  answer.error === undefined ? { kind: 'done' } : { kind: 'failed', text: answer.error };

function fallbackOf(action: CardJson): CardJson {
  if (isObject(action.fallback)) return action.fallback as CardJson;
  throw new Error(`"${String(action.title)}" has no fallback: an older client hides it`);
}

/** Fills the card and takes the action of that title, unless the client opens or refuses something itself. */
function choose(
  card: CardJson,
  title: string,
  filled: Filled,
  people: People,
  { nth, older = false }: PressOptions,
): Chosen | NotSent {
  const found = findAction(card, title, nth);
  const action = older && found.type === 'Action.Execute' ? fallbackOf(found) : found;
  if (action.type === 'Action.OpenUrl') return { sent: false, url: String(action.url) };
  const { data, errors } = action.associatedInputs === 'none' ? { data: {}, errors: {} } : enter(card, filled, people);
  if (Object.keys(errors).length > 0) return { sent: false, invalid: errors };
  return { action, data: { ...(isObject(action.data) ? action.data : {}), ...data } };
}

/** How people press buttons, fill dialogs and give thumbs. Throws, and sends nothing, for what is not there. */
export function createPressing(world: World, delivery: Delivery) {
  const { state, dialogs } = world;

  /** The message as this person sees it now; throws when it is gone or never was theirs to see. */
  function shown(user: string, given: TeamsMessage, stale: boolean): TeamsMessage {
    const now = stale ? given : state.message(given.conversation, given.id);
    if (!now) throw new Error(`the message ${given.id} is not there any more`);
    const theirs = placeOf(world, now.conversation).members.includes(user) && (now.visibleTo ?? user) === user;
    if (!theirs) throw new Error(`${user} does not see it`);
    return stale ? given : state.seenBy(user, now);
  }

  const sceneOf = (user: string, conversation: string, root: string | undefined): Scene => ({
    user: personOf(world, user),
    conversation: placeOf(world, conversation),
    root,
  });

  const peopleIn =
    (where: string): People =>
    (scope) =>
      [...state.users.values()]
        .filter(({ deleted }) => !deleted)
        .filter(({ id }) => scope === 'tenant' || placeOf(world, where).members.includes(id))
        .map(({ id, name }) => ({ title: name, value: id }));

  function aim(
    user: string,
    message: TeamsMessage,
    title: string,
    inputs: Filled = {},
    options: PressOptions = {},
  ): Aimed | NotSent {
    const seen = shown(user, message, options.stale ?? false);
    if (!seen.card) throw new Error(`the message ${message.id} has no card`);
    const chosen = choose(seen.card, title, inputs, peopleIn(seen.conversation), options);
    if ('sent' in chosen) return chosen;
    const { action, data } = chosen;
    const scene = sceneOf(user, seen.conversation, seen.root);
    const clicker = { user, message: seen };

    if (action.type === 'Action.Execute') {
      const { type, id, verb } = action;
      const value = { action: { type, title, id, verb, data }, trigger: 'manual' };
      const activity = invokeActivity(world, scene, 'adaptiveCard/action', value, seen);
      return { activity, apply: (answer) => applyAction(world, clicker, answer) };
    }
    if (action.type !== 'Action.Submit') throw new Error(`nothing is sent for ${action.type}`);
    const kind = isObject(data.msteams) ? data.msteams.type : undefined;
    if (kind === 'task/fetch') {
      const activity = invokeActivity(world, scene, 'task/fetch', { data, context }, seen);
      return { activity, apply: (answer) => applyFetch(world, clicker, answer) };
    }
    if (kind !== undefined) throw new Error(`${String(kind)} is not imitated`);
    return { activity: submitActivity(world, scene, data, seen), apply: nothing };
  }

  function aimInDialog(
    user: string,
    dialog: TeamsDialog,
    title: string,
    inputs: Filled = {},
    which: Which = {},
  ): Aimed | NotSent {
    const now = dialogs.of(user);
    if (now?.id !== dialog.id) throw new Error('the dialog is not open any more');
    if (!now.card) throw new Error('the dialog has said its last word');
    const chosen = choose(now.card, title, inputs, peopleIn(now.conversation), which);
    if ('sent' in chosen) return chosen;
    const { action, data } = chosen;
    if (action.type !== 'Action.Submit') throw new Error(`nothing is sent for ${action.type} in a dialog`);
    const message = state.message(now.conversation, now.message);
    const scene = sceneOf(user, now.conversation, message?.root);
    if (now.reaction) {
      const actionValue = { reaction: now.reaction, feedback: JSON.stringify(data) };
      const value = { actionName: 'feedback', actionValue };
      const sent = invokeActivity(world, scene, 'message/submitAction', value, message);
      return { activity: sent, apply: (answer) => applyFeedback(world, answer, now) };
    }
    const activity = invokeActivity(world, scene, 'task/submit', { data, context }, message);
    return { activity, apply: (answer) => applySubmit(world, now, answer) };
  }

  async function carryOut(aimed: Aimed | NotSent): Promise<Press> {
    if ('sent' in aimed) return aimed;
    const answer = await delivery.send(aimed.activity);
    return { sent: true, answer, outcome: aimed.apply(answer) };
  }

  /** Presses a button on a card, by its title; the card's inputs are filled first. */
  const press = async (...at: Parameters<typeof aim>): Promise<Press> => carryOut(aim(...at));

  /** Presses a button in the dialog this person has open; its inputs are filled first. */
  const pressInDialog = async (...at: Parameters<typeof aimInDialog>): Promise<Press> => carryOut(aimInDialog(...at));

  /** The bytes and headers of pressing a button, for a load generator. Nothing is sent. */
  async function pressRequest(...at: Parameters<typeof aim>): Promise<Posting> {
    const aimed = aim(...at);
    if ('sent' in aimed) throw new Error('nothing would be sent');
    return delivery.signed(aimed.activity);
  }

  /** A thumb below a message of the bot that asked for it: what is written with it, or the bot's own form, is next. */
  async function thumb(
    user: string,
    message: TeamsMessage,
    reaction: 'like' | 'dislike',
    text = '',
  ): Promise<{ answer: BotAnswer; outcome: Outcome }> {
    const seen = shown(user, message, false);
    if (!seen.feedback) throw new Error(`there are no thumbs below ${message.id}`);
    const scene = sceneOf(user, seen.conversation, seen.root);
    if (seen.feedback === 'custom') {
      const asked = { data: { actionName: 'feedback', actionValue: { reaction } } };
      const answer = await delivery.send(invokeActivity(world, scene, 'message/fetchTask', asked, seen));
      return { answer, outcome: applyFetch(world, { user, message: seen, reaction }, answer) };
    }
    const value = {
      actionName: 'feedback',
      actionValue: { reaction, feedback: JSON.stringify({ feedbackText: text }) },
    };
    const activity = invokeActivity(world, scene, 'message/submitAction', value, seen);
    const answer = await delivery.send(activity);
    return { answer, outcome: applyFeedback(world, answer) };
  }

  /** Closes the dialog; the bot does not hear of it. */
  function dismiss(user: string): void {
    const dialog = dialogs.of(user);
    if (dialog) dialogs.close(dialog);
  }

  return { press, pressInDialog, pressRequest, thumb, dismiss };
}
