import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity, InvokeResponse } from 'botbuilder';
import type { Card } from '../../commands/kit/card.ts';
import type { Log } from '../../commands/kit/command.ts';
import type { Form } from '../../commands/kit/form.ts';
import type { Outcome } from '../../commands/kit/invocation.ts';
import { afterwards } from '../afterwards.ts';
import { once } from '../once.ts';
import { Busy } from '../poster.ts';
import { offer, spoken, within } from '../run.ts';
import type { Connector } from './connector.ts';
import { withoutThread } from './incoming.ts';
import type { Pace } from './pace.ts';
import type { Places } from './places.ts';
import { messageOf } from './poster.ts';
import type { Pressed } from './pressed.ts';
import { renderDialog, renderQuestion } from './render/dialog.ts';
import { CARD } from './render/elements.ts';
import { renderForm } from './render/form.ts';
import { type Look, renderMessage, summaryOf } from './render/message.ts';

/** Names of people and channels make a form nicer; nobody waits longer for them, in milliseconds. */
const NICETIES = 300;

type Dialog = { title: string; card: object };
type Filled = {
  values: Record<string, unknown>;
  errors: Readonly<Record<string, string>>;
  message: string;
  asked: readonly string[];
};

export type PeopleNamed = (accounts: readonly string[]) => Promise<{ id: string; name: string }[]>;

export type Replies = ReturnType<typeof createReplies>;

/** How an outcome is answered, by the way the command came in. Everything said here is private to who asked. */
export function createReplies(of: {
  connector: Connector;
  places: Places;
  pace: Pace;
  look: Look;
  /** What the people behind accounts are called. */
  peopleNamed: PeopleNamed;
  log: Log;
}) {
  const { connector, places, pace, look, log } = of;
  const { later, settled } = afterwards(log, 'Teams did not take an answer to a person');
  const shown = once((card: Card) => dialog(renderDialog(card, look)));

  /** In a chat of two it is private anyway; elsewhere it is shown to one person alone, or else told in their own chat. */
  async function tell(activity: Activity, account: string, card: Card): Promise<void> {
    const message = messageOf(card, look);
    const { conversation, serviceUrl, from } = activity;
    pace.note(withoutThread(conversation.id));
    if (conversation.conversationType === 'personal') {
      await patiently(() => connector.send(serviceUrl, conversation.id, message));
      return;
    }
    try {
      await patiently(() => connector.whisper(serviceUrl, conversation.id, from, message));
    } catch (error) {
      log.info({ err: error }, 'Teams shows nothing to one person alone here: told in a chat of two');
      const own = await places.find(account);
      pace.note(own.conversation);
      await patiently(() => connector.send(own.serviceUrl, own.conversation, message));
    }
  }

  async function shownForm(form: Form, place: string | null, filled?: Filled) {
    const pickers = form.fields.filter(({ input }) => input.kind === 'person' || input.kind === 'people');
    const values = pickers.flatMap(({ name, value }) => [value ?? [], filled?.values[name] ?? []].flat());
    const accounts = values.flatMap((value) => String(value).replace(/^@/, '').split(' '));
    const here = accounts.filter((account) => account.startsWith(`teams:${look.tenant}/`));
    const channels = form.fields.some(({ input }) => input.kind === 'places') ? places.known() : [];
    const known = await within(Promise.all([channels, of.peopleNamed(here)]), NICETIES).catch(() => null);
    return dialog(renderForm(form, { place, look, places: known?.[0] ?? [], people: known?.[1] ?? [] }, filled));
  }

  return {
    /** The answer to what was typed, or to a button that came as a message. */
    toTyped(outcome: Outcome, activity: Activity, account: string): void {
      const card = outcome.kind === 'ask' ? offer(outcome.form) : spoken(outcome);
      if (card) later(tell(activity, account, card));
    },

    /**
     * The answer to a button on a card: what the card says now, in place of it for whoever pressed; everybody else's copy
     * follows by delivery. A refusal is a sentence beside the card, with its ways out told privately.
     */
    toClick(outcome: Outcome, present: Card | null, activity: Activity, account: string): InvokeResponse {
      if (outcome.kind === 'ask') {
        later(tell(activity, account, offer(outcome.form)));
        return sentence('This needs a little more: I have sent you the form.');
      }
      const said = spoken(outcome);
      const card = outcome.kind === 'done' || outcome.kind === 'repeated' ? (present ?? said) : null;
      if (card) return ok({ statusCode: 200, type: CARD, value: renderMessage(card, look).card });
      if (said && said.parts.length > 0) later(tell(activity, account, said));
      return sentence(said ? summaryOf(said, look) : 'This was done already.');
    },

    question: (pressed: Pressed): InvokeResponse => dialog(renderQuestion(pressed)),

    /** What a dialog shows first. */
    async toOpening(outcome: Outcome, place: string | null): Promise<InvokeResponse> {
      if (outcome.kind === 'ask') return shownForm(outcome.form, place);
      const card = spoken(outcome);
      return card ? shown(card) : closed();
    },

    /** The answer to a form: what is wrong stands at its field, and nothing that was typed is lost. */
    async toSubmission(
      outcome: Outcome,
      at: {
        place: string | null;
        values: Record<string, unknown>;
        asked: readonly string[];
        /** The form once more, asked for without what was wrong in it. */
        again: (wrong: readonly string[]) => Promise<Form | null>;
      },
    ): Promise<InvokeResponse> {
      const { values, asked } = at;
      if (outcome.kind === 'ask') return shownForm(outcome.form, at.place, { values, asked, errors: {}, message: '' });
      const card = spoken(outcome);
      if (!card) return closed();
      if (outcome.kind !== 'done') {
        const errors = outcome.kind === 'refused' ? outcome.refusal.fields : {};
        const again = await at.again(Object.keys(errors));
        const message = summaryOf(card, look);
        if (again) return shownForm(again, at.place, { values, asked, errors, message });
      }
      return shown(card);
    },

    /** Somebody put us where they are: what we can do, said once. */
    welcome: (activity: Activity, account: string, card: Card): void => later(tell(activity, account, card)),

    settled,
  };
}

const TIMES = 4;

/** Does it again when Teams asks for a pause, a few times: somebody waits for this. */
async function patiently(work: () => Promise<unknown>, times = TIMES): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Busy) || times <= 1) throw error;
    await sleep(error.seconds * 1000);
    await patiently(work, times - 1);
  }
}

const ok = (body: unknown): InvokeResponse => ({ status: 200, body });

const sentence = (value: string) => ok({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value });

const dialog = ({ title, card }: Dialog) =>
  ok({
    task: {
      type: 'continue',
      value: { title, width: 'large', height: 'large', card: { contentType: CARD, content: card } },
    },
  });

/** Nothing more to say: the dialog closes. */
const closed = () => ok({});
