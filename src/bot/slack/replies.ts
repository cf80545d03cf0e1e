import type { RespondFn, ViewOutput } from '@slack/bolt';
import type { ViewResponseAction } from '@slack/bolt/dist/types/view/index.js';
import type { View } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Card } from '../../commands/kit/card.ts';
import type { Log } from '../../commands/kit/command.ts';
import type { Outcome } from '../../commands/kit/invocation.ts';
import { afterwards } from '../afterwards.ts';
import { once } from '../once.ts';
import { offer, spoken } from '../run.ts';
import { answersOf, errorsFor } from './answers.ts';
import { renderForm } from './render/form.ts';
import { renderMessage } from './render/message.ts';
import { loadingView, renderCardView } from './render/view.ts';
import type { Home } from './sender.ts';

const SLOW = 400;
/** A dialog that is not there so long after the request came is not waited for: Slack wants its answer. */
const OPENED = 2_700;

/** `arrived`: when the request came, by `performance.now()`. */
type Where = { arrived: number; triggerId?: string; viewId?: string; push?: boolean };

export type Replies = ReturnType<typeof createReplies>;

/** How an outcome is answered, by the way the command came in. Everything said here is private to who asked. */
export function createReplies(of: { client: WebClient; log: Log; home: () => Home | null }) {
  const { client, log } = of;
  const team = () => of.home()?.teamId ?? '';
  const { later, settled } = afterwards(log, 'Slack did not take an answer to a person');
  const rendered = once((card: Card) => renderMessage(card, team()));
  const ephemeral = (card: Card) => ({ response_type: 'ephemeral' as const, ...rendered(card) });

  const put = (view: View, at: Where): Promise<unknown> => {
    if (at.viewId && !at.push) return client.views.update({ view_id: at.viewId, view });
    if (!at.triggerId) return Promise.reject(new Error('There is nothing to open a dialog with.'));
    if (at.viewId) return client.views.push({ trigger_id: at.triggerId, view });
    return client.views.open({ trigger_id: at.triggerId, view });
  };

  /** Shows a view in the dialog that is open already, or in a new one, while there is time for it. */
  const show = async (view: View, at: Where): Promise<boolean> => {
    const left = Math.max(0, at.arrived + OPENED - performance.now());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, no) => {
      timer = setTimeout(() => no(new Error('no time left')), left);
    });
    try {
      await Promise.race([put(view, at), late]);
      return true;
    } catch (error) {
      log.warn({ err: error }, 'Slack did not open the dialog');
      return false;
    } finally {
      clearTimeout(timer);
    }
  };
  const notOpened: Card = {
    title: ['Slack did not let me open the form. Nothing was changed; please try again.'],
    parts: [],
  };

  return {
    /**
     * Opens a dialog at once when reading takes long: a trigger lives three seconds.
     * @returns the id of the dialog that waits, if one was opened
     */
    async waiting(work: Promise<Outcome>, triggerId: string): Promise<string | undefined> {
      const slow = await Promise.race([
        work.then(() => false),
        new Promise((done) => setTimeout(() => done(true), SLOW)),
      ]);
      if (!slow) return undefined;
      const opened = await client.views
        .open({ trigger_id: triggerId, view: loadingView('One moment') })
        .catch(() => null);
      return opened?.view?.id;
    },

    /** The answer to a slash command; undefined when a dialog says it all. */
    async toTyped(outcome: Outcome, at: Where & { place: string }) {
      if (outcome.kind === 'ask') {
        return (await show(renderForm(outcome.form, at.place, team()), at)) ? undefined : ephemeral(notOpened);
      }
      const card = spoken(outcome);
      if (card && at.viewId) return (await show(renderCardView(card, team()), at)) ? undefined : ephemeral(card);
      return card ? ephemeral(card) : undefined;
    },

    async toShortcut(outcome: Outcome, at: Where): Promise<void> {
      const card = spoken(outcome);
      if (outcome.kind === 'ask') await show(renderForm(outcome.form, null, team()), at);
      else if (card) await show(renderCardView(card, team()), at);
    },

    /** A mention carries no trigger, so a form is offered as a button. */
    toMention(outcome: Outcome, at: { channel: string; user: string; thread?: string }): void {
      const card = outcome.kind === 'ask' ? offer(outcome.form) : spoken(outcome);
      if (!card) return;
      const message = { channel: at.channel, user: at.user, thread_ts: at.thread, ...renderMessage(card, team()) };
      later(client.chat.postEphemeral(message));
    },

    async toClick(
      outcome: Outcome,
      at: {
        ack: () => Promise<void>;
        /** Undefined where Slack takes no message: on a person's own page and in a dialog. */
        respond: RespondFn | undefined;
        arrived: number;
        triggerId: string | undefined;
        place: string | undefined;
        /** The dialog that was opened to wait, or the one the button stands in. */
        viewId: string | undefined;
        inView: boolean;
        ephemeral: boolean;
        reads: boolean;
      },
    ): Promise<void> {
      const card = spoken(outcome);
      const whisper = (said: Card, replaces = false) => {
        if (at.respond) later(at.respond({ ...ephemeral(said), replace_original: replaces }));
      };
      if (outcome.kind === 'ask') {
        const shown = await show(renderForm(outcome.form, at.place ?? null, team()), at);
        await at.ack();
        if (!shown) whisper(notOpened);
        return;
      }
      if (!card) return at.ack();
      const refused = outcome.kind !== 'done';
      if (at.viewId || !at.respond || (at.reads && !refused)) {
        // A form that is being filled in is covered, not replaced, by a refusal.
        const shown = await show(renderCardView(card, team()), { ...at, push: refused && at.inView });
        await at.ack();
        if (!shown) whisper(card);
        return;
      }
      await at.ack();
      // Private messages cannot be edited later, so an answer to a click in one takes its place.
      whisper(card, at.ephemeral && !refused);
    },

    /** The answer to a form: what is wrong stands at its field, and nothing that was typed is lost. */
    toSubmission(outcome: Outcome, view: ViewOutput, place: string | null): ViewResponseAction | undefined {
      if (outcome.kind === 'ask') return { response_action: 'update', view: renderForm(outcome.form, place, team()) };
      const card = spoken(outcome);
      if (!card) return undefined;
      if (outcome.kind !== 'done') {
        const refusal = outcome.kind === 'refused' ? outcome.refusal : null;
        const said = card.title.map(String).join('');
        const errors = errorsFor(view, { message: said, fields: refusal?.fields ?? {} });
        if (errors) return { response_action: 'errors', errors };
      }
      return { response_action: 'update', view: renderCardView(card, team()) };
    },

    readForm: (view: ViewOutput) => answersOf(view, team()),
    settled,
  };
}
