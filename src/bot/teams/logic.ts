import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { Card } from '../../commands/kit/card.ts';
import type { House, Outcome } from '../../commands/kit/invocation.ts';
import { readLine } from '../../commands/kit/usage.ts';
import { Refusal } from '../../refusal.ts';
import { accountKey } from '../../rules/account.ts';
import { heardBefore } from '../heard.ts';
import { type Run, spoken } from '../run.ts';
import { answersOf } from './answers.ts';
import { formAgain } from './form-again.ts';
import { idOf, lineOf, placeOf, senderOf, withoutThread } from './incoming.ts';
import type { Mentions } from './mentions.ts';
import type { Places } from './places.ts';
import { type Pressed, pressedIn } from './pressed.ts';
import type { Sightings } from './profile.ts';
import type { Replies } from './replies.ts';
import { answersIn, thumbIn } from './thumbs.ts';

type Of = {
  tenantId: string;
  house: House;
  run: Run;
  replies: Replies;
  places: Places;
  sightings: Sightings;
  mentions: Mentions;
  /** The card that a posted copy shows now; null when the message is none of our posts. */
  present: (place: string, activities: readonly string[]) => Promise<Card | null>;
  /** Somebody spoke to us in a place, so it takes posts again. */
  alive: (place: string) => Promise<void>;
};

/** Everything about a request that does not depend on what is asked for. */
type Came = {
  activity: Activity;
  account: string;
  place: string;
  asked: Pick<Parameters<Run>[0], 'who' | 'place' | 'id' | 'arrived'>;
};

/** Everything Teams sends, as commands: what is typed, pressed and filled in, and where we are put or taken from. */
export function createLogic(of: Of): (context: TurnContext) => Promise<void> {
  const { tenantId, house, run, replies, places, sightings } = of;
  const repeated = heardBefore();
  const runPressed = ({ run: command, a: args, ask }: Pressed, asked: Came['asked']) =>
    run({ command, args, ask, ...asked });

  async function typed({ activity, account, asked }: Came): Promise<void> {
    const { conversationType } = activity.conversation;
    const addressed = conversationType === 'personal' || isTargeted(activity) || isMentioned(activity);
    if (!addressed || repeated(asked.id)) return;
    const line = lineOf(activity, await of.mentions.namesOf(activity));
    replies.toTyped(await run({ ...readLine(line, house.commands), ...asked }), activity, account);
  }

  async function clicked({ activity, account, place, asked }: Came, data: unknown): Promise<InvokeResponse> {
    const pressed = pressedIn(data);
    if (!pressed) return unknownAction('adaptiveCard/action');
    const outcome = await runPressed(pressed, asked);
    const settled = outcome.kind === 'done' || outcome.kind === 'repeated';
    const card = settled ? await of.present(place, copiesNamed(activity)).catch(() => null) : null;
    return replies.toClick(outcome, card, activity, account);
  }

  async function opened({ place, asked }: Came, data: unknown): Promise<InvokeResponse> {
    const pressed = pressedIn(data);
    if (!pressed) return unknownAction('task/fetch');
    if (pressed.confirm) return replies.question(pressed);
    return replies.toOpening(await runPressed(pressed, asked), place);
  }

  async function submitted({ place, asked: by }: Came, data: unknown): Promise<InvokeResponse> {
    const pressed = pressedIn(data);
    if (!pressed) return unknownAction('task/submit');
    if (pressed.confirm) return replies.question(pressed);
    const answers = answersOf(data as Record<string, unknown>, tenantId);
    const { command: name, args } = answers;
    const request = { command: name, args, ...by };
    const asked = answers.fields.map(([field]) => field);
    // An answer that cannot be read would be refused again before there is a form to put it back into.
    const again = async (wrong: readonly string[]) => {
      const right = Object.entries(args).filter(([name]) => !asked.includes(name) || !wrong.includes(name));
      const outcome = await run({ ...request, args: Object.fromEntries(right), ask: true, id: `${by.id}:again` });
      if (outcome.kind === 'ask') return outcome.form;
      const command = house.commands.get(name);
      return outcome.kind === 'failed' && command ? formAgain(command, answers) : null;
    };
    return replies.toSubmission(await run({ ...request, ask: pressed.ask }), { place, values: args, asked, again });
  }

  /** A thumb of Teams' own below a post: what it stands for is asked of the post's card. */
  async function thumbed({ activity, place, asked }: Came, value: unknown): Promise<InvokeResponse> {
    const thumb = thumbIn(value);
    const card = thumb && (await of.present(place, copiesNamed(activity)));
    const thumbs = card?.parts.find((part) => part.kind === 'thumbs');
    if (!thumb || !thumbs) return replies.toOpening(nothingToRate, place);
    const { command, args } = thumb === 'like' ? thumbs.up : thumbs.down;
    const outcome = await run({ command, args, ...asked });
    const { why } = thumbs;
    if (thumb === 'like' || !why || (outcome.kind !== 'done' && outcome.kind !== 'repeated')) {
      return replies.toOpening(outcome, place);
    }
    // The dialog that a thumb opens closes when it is sent, so the form is the first thing it shows.
    const form = await run({ command: why.command, args: why.args, ask: true, ...asked, id: `${asked.id}:why` });
    return replies.toOpening(form, place);
  }

  /** What our form behind a thumb was filled with: Teams sends it by a way of its own, and closes the dialog. */
  async function explained(came: Came, value: unknown): Promise<InvokeResponse> {
    const data = answersIn(value);
    if (data && pressedIn(data)) {
      const { command, args } = answersOf(data, tenantId);
      replies.toTyped(await run({ command, args, ...came.asked }), came.activity, came.account);
    }
    // Where nothing was filled in, the thumb itself has counted.
    return { status: 200, body: {} };
  }

  const invokes: Record<string, (came: Came, value: Record<string, never>) => Promise<InvokeResponse>> = {
    'adaptiveCard/action': (came, value) => clicked(came, (value.action as { data?: unknown } | undefined)?.data),
    'task/fetch': (came, value) => opened(came, value.data),
    'task/submit': (came, value) => submitted(came, value.data),
    'message/fetchTask': (came, value) => thumbed(came, value),
    'message/submitAction': (came, value) => explained(came, value),
  };

  const alive = (place: string) =>
    void of
      .alive(place)
      .catch((error: unknown) => house.log.warn({ err: error, place }, 'could not note that a place works'));

  // That we were taken away shows when something is due there next: then the owner of the prompt is told.
  async function installed({ activity, account, place, asked }: Came): Promise<void> {
    alive(place);
    // A new version of the app is no news to those who have it.
    if (activity.action !== 'add' || repeated(asked.id)) return;
    const help = await run({ command: 'help', args: {}, who: () => null, id: '', arrived: performance.now() });
    const card = spoken(help);
    if (card && activity.conversation.conversationType === 'personal') replies.welcome(activity, account, card);
  }

  return async (context) => {
    const { activity } = context;
    const key = senderOf(activity, tenantId);
    const place = placeOf(activity, tenantId);
    const came: Came = {
      activity,
      account: key ? accountKey(key) : '',
      place,
      asked: { who: () => key, place, id: idOf(activity), arrived: performance.now() },
    };
    const { serviceUrl } = activity;
    if (key) sightings.note(came.account, { serviceUrl, conversation: withoutThread(activity.conversation.id) });
    const leaving = activity.type === 'installationUpdate' && activity.action?.startsWith('remove');
    if (!leaving) {
      await places
        .heard(place, activity)
        .catch((error: unknown) => house.log.warn({ err: error, place }, 'could not note where a place is'));
    }

    if (activity.type === 'invoke') {
      const invoke = key ? invokes[activity.name ?? ''] : undefined;
      const answer = invoke ? await invoke(came, (activity.value ?? {}) as never) : { status: 501 };
      await context.sendActivity({ type: 'invokeResponse', value: answer });
    } else if (activity.type === 'message' && key) {
      alive(place);
      const pressed = activity.text ? null : pressedIn(activity.value);
      if (!pressed) return typed(came);
      if (repeated(came.asked.id)) return;
      replies.toTyped(await runPressed(pressed, came.asked), activity, came.account);
    } else if (activity.type === 'installationUpdate' && key && !leaving) {
      await installed(came);
    }
  };
}

const isTargeted = ({ recipient }: Activity) => (recipient as { isTargeted?: boolean }).isTargeted === true;

const isMentioned = ({ entities = [], recipient }: Activity) =>
  entities.some((one) => one.type === 'mention' && one.mentioned?.id === recipient.id);

/** What Teams may call the message that a button stands on: now, and in its older way. */
function copiesNamed({ replyToId, channelData }: Activity): string[] {
  const legacy = (channelData as { legacy?: { replyToId?: string } } | undefined)?.legacy?.replyToId;
  return [replyToId, legacy].filter((one) => one !== undefined);
}

const nothingToRate: Outcome = {
  kind: 'refused',
  refusal: new Refusal(
    'not_found',
    'This answer can no longer be rated. "feedback" takes a word about a prompt at any time.',
  ),
};

const UNKNOWN = 'I do not know this button. It may be from an older version of me.';

/** Each way of asking wants its own kind of answer. */
const unknownAction = (name: 'adaptiveCard/action' | 'task/fetch' | 'task/submit'): InvokeResponse => ({
  status: 200,
  body:
    name === 'adaptiveCard/action'
      ? {
          statusCode: 400,
          type: 'application/vnd.microsoft.error',
          value: { code: 'BadRequest', message: UNKNOWN },
        }
      : { task: { type: 'message', value: UNKNOWN } },
});
