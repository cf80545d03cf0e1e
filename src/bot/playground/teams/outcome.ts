import { checkCard } from './cards/check.ts';
import { wentWrong } from './delivery.ts';
import type { BotAnswer, TeamsDialog, TeamsMessage } from './records.ts';
import { type CardJson, cardType, isObject } from './wire.ts';
import type { World } from './world.ts';

/** What a button, a dialog or a thumb came to, as the person sees it. */
export type Outcome =
  | { kind: 'card'; card: CardJson }
  | { kind: 'toast'; text: string }
  | { kind: 'dialog'; dialog: TeamsDialog }
  /** The dialog is gone, or there was nothing more to show. */
  | { kind: 'done' }
  /** The person is told that it failed, in these words. */
  | { kind: 'failed'; text: string };

type Clicker = { user: string; message: TeamsMessage; reaction?: 'like' | 'dislike' };

/** An answer that Teams would make nothing of. */
class BadAnswer extends Error {}

function asText(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new BadAnswer('the text is missing');
  return value;
}

/** Does what the bot answered; what Teams would make nothing of is found, and the person is told that it failed. */
function attempt(world: World, operation: string, answer: BotAnswer, apply: (body: unknown) => Outcome): Outcome {
  if (answer.error !== undefined) return { kind: 'failed', text: answer.error };
  try {
    return apply(answer.body);
  } catch (error) {
    if (!(error instanceof BadAnswer)) throw error;
    world.find({ kind: 'bad_answer', operation, detail: error.message });
    return { kind: 'failed', text: wentWrong };
  }
}

function cardIn(world: World, surface: 'message' | 'dialog', value: unknown): CardJson {
  const complaints = checkCard(world, surface, value);
  if (complaints.length > 0) throw new BadAnswer(complaints.join('; '));
  return value as CardJson;
}

/** The answer to `adaptiveCard/action`: a card for the clicker alone, a toast, or an error. */
export function applyAction(world: World, { user, message }: Clicker, answer: BotAnswer): Outcome {
  return attempt(world, 'adaptiveCard/action', answer, (body) => {
    if (!isObject(body) || typeof body.statusCode !== 'number') throw new BadAnswer('the statusCode is missing');
    const { statusCode, type, value } = body;
    if (type === 'application/vnd.microsoft.error' && statusCode >= 400) {
      return { kind: 'failed', text: asText(isObject(value) ? value.message : undefined) };
    }
    if (statusCode !== 200) throw new BadAnswer(`a statusCode of ${statusCode} with ${String(type)}`);
    if (type === 'application/vnd.microsoft.activity.message') return toast(world, user, message, asText(value));
    if (type !== cardType) throw new BadAnswer(`an unknown type ${String(type)}`);
    const card = cardIn(world, 'message', value);
    world.state.showTo(user, message, card);
    return { kind: 'card', card };
  });
}

function toast(world: World, user: string, message: TeamsMessage, text: string): Outcome {
  world.changes.emit({ kind: 'toast', user, text, message: message.id });
  return { kind: 'toast', text };
}

/** What a dialog is to show: a card under a title, or a closing word. */
function contentOf(world: World, task: Record<string, unknown>): Pick<TeamsDialog, 'title' | 'card' | 'text'> {
  const { type, value } = task;
  if (type === 'message') return { title: world.app.name, text: asText(value) };
  if (type !== 'continue' || !isObject(value)) throw new BadAnswer(`a task of an unknown type ${String(type)}`);
  if (!isObject(value.card) || value.card.contentType !== cardType) throw new BadAnswer('the dialog has no card');
  return { title: asText(value.title), card: cardIn(world, 'dialog', value.card.content) };
}

/** The answer to `task/fetch`: it opens a dialog. */
export function applyFetch(world: World, { user, message, reaction }: Clicker, answer: BotAnswer): Outcome {
  return attempt(world, 'task/fetch', answer, (body) => {
    if (!isObject(body) || !isObject(body.task)) throw new BadAnswer('there is no task');
    const at = { user, conversation: message.conversation, message: message.id, reaction };
    return { kind: 'dialog', dialog: world.dialogs.show(at, contentOf(world, body.task)) };
  });
}

/** The answer to `task/submit`: nothing closes the dialog, a card takes its place, a message is its last word. */
export function applySubmit(world: World, dialog: TeamsDialog, answer: BotAnswer): Outcome {
  return attempt(world, 'task/submit', answer, (body) => {
    const task = isObject(body) ? body.task : undefined;
    // Whoever closed it meanwhile does not see it again.
    if (world.dialogs.of(dialog.user)?.id !== dialog.id) return { kind: 'done' };
    if (isObject(task)) return { kind: 'dialog', dialog: world.dialogs.change(dialog, contentOf(world, task)) };
    if (task !== undefined && task !== null) throw new BadAnswer('the task is no object');
    world.dialogs.close(dialog);
    return { kind: 'done' };
  });
}

/** The answer to a thumb, or to what the bot's own form behind it was filled with: an empty object. */
export function applyFeedback(world: World, answer: BotAnswer, dialog?: TeamsDialog): Outcome {
  return attempt(world, 'message/submitAction', answer, (body) => {
    if (body !== undefined && !isObject(body)) throw new BadAnswer('an empty object is expected');
    if (dialog) world.dialogs.close(dialog);
    return { kind: 'done' };
  });
}
