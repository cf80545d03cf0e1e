import { expect } from 'vitest';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import type { SlackMessage } from '../../src/bot/playground/slack/records.ts';
import { actionsOf, inputsOf } from '../../src/bot/playground/teams/cards/walk.ts';
import type { TeamsPlatform } from '../../src/bot/playground/teams/platform.ts';
import type { TeamsMessage } from '../../src/bot/playground/teams/records.ts';
import { aad, accountOf, botMessages, DESK, NEWS, REVIEW, read } from './office.ts';
import { buttonsOf, filledIn, seen } from './seen.ts';
import { idOf } from './workspace.ts';

/** Something the bot said: what is read on it, and what can be pressed. */
export type Copy = { text: string; buttons: string[]; pings: string[]; original: unknown };
/** A form that a person has open: what is read above and at its fields, and what stands in them, by label. */
export type Form = { text: string; values: Record<string, unknown>; buttons: string[] };
type Place = 'review' | 'news' | 'desk';

/** A chat platform with the people of these tests in it, as they use it: the same tests run on each. */
export type Chat = {
  platform: 'slack' | 'teams';
  /** What stands for a person in a typed line. */
  person(name: string): string;
  /** Types a verb in the review place. @returns the private answer; null when a form opened instead */
  type(who: string, line: string): Promise<Copy | null>;
  form(who: string): Promise<Form>;
  /** Fills the open form and sends it. @returns what it shows then, or the answer it turned into */
  fill(who: string, values: Record<string, string | string[]>): Promise<Form>;
  close(who: string): Promise<void>;
  /** The bot's messages in a place that match, oldest first; not those in threads. */
  copies(place: Place, what: RegExp): Copy[];
  thread(place: Place, under: Copy): Copy[];
  /** Presses a button. `stale`: as it was, although the message has changed since. @returns what the person alone is told */
  press(who: string, copy: Copy, label: string, options?: { stale?: true }): Promise<string>;
  /** Presses a button that asks first whether it is meant: says no, then yes. @returns the question, and what came of the yes */
  pressSurely(who: string, copy: Copy, label: string): Promise<{ asked: string; said: string }>;
  /** Gives a thumb below an answer, as the platform shows them. @returns what the person alone is told */
  thumb(who: string, copy: Copy, vote: 'up' | 'down'): Promise<string>;
  /** Goes on to the form that asks what was wrong, where it is not open already. */
  sayWhy(who: string): Promise<void>;
  /** Presses a button on what the person was told last for a thumb or a typed line; a form or another answer is next. */
  pressLast(who: string, label: string): Promise<void>;
  /** What the person was told last, as it stands now. */
  last(who: string): string;
  /** What the bot wrote to a person alone, in their chat of two. */
  told(who: string, what: RegExp): Copy[];
  waitFor<T>(look: () => T | undefined, what: string): Promise<T>;
  /** What the platform found wrong with what it was sent. */
  findings(): readonly unknown[];
};

/** Fields in which a person is picked. */
const PERSON_FIELDS = /^(Owner|Deputy|Context owner|Stop authority)$/;

const SLACK_PLACES = { review: 'CREVIEW', news: 'CNEWS', desk: 'CDESK' };
const TEAMS_PLACES = { review: REVIEW, news: NEWS, desk: DESK };

export function slackChat(slack: SlackPlatform): Chat {
  const copy = (message: SlackMessage): Copy => ({
    text: `${message.text}\n${seen(message)}`,
    buttons: buttonsOf(message),
    pings: message.pings.map((one) => one.toLowerCase().replace(/^@u/, '')),
    original: message,
  });
  const waitFor: Chat['waitFor'] = (look, what) => slack.waitFor(look, { what, timeout: 10_000 });
  const openView = (who: string) => {
    const top = slack.views(idOf(who)).at(-1);
    return top && seen(top) !== 'Loading …' ? top : undefined;
  };
  const form = async (who: string): Promise<Form> => {
    const view = await waitFor(() => openView(who), `a form of ${who}`);
    return { text: seen(view), values: filledIn(view), buttons: buttonsOf(view) };
  };
  return {
    platform: 'slack',
    person: (name) => `<@${idOf(name)}|${name}>`,
    async type(who, line) {
      const { message } = await slack.as(idOf(who)).slash('/prompt', line, { channel: 'CREVIEW' });
      return message ? copy(message) : null;
    },
    form,
    async fill(who, values) {
      const given = Object.entries(values).map(([label, value]) => [
        label,
        PERSON_FIELDS.test(label) ? idOf(String(value)) : value,
      ]);
      const sent = await slack.as(idOf(who)).submitView(undefined, Object.fromEntries(given));
      if (sent.sent && 'errors' in sent && sent.errors)
        return { ...(await form(who)), text: Object.values(sent.errors).join('\n') };
      if (!sent.sent) return { ...(await form(who)), text: JSON.stringify(sent) };
      return form(who);
    },
    async close(who) {
      if (slack.views(idOf(who)).length > 0) await slack.as(idOf(who)).closeView();
    },
    copies: (place, what) =>
      slack
        .messages(SLACK_PLACES[place])
        .filter((one) => one.bot && !one.thread_ts)
        .map(copy)
        .filter((one) => what.test(one.text)),
    thread: (place, under) => slack.thread(SLACK_PLACES[place], (under.original as SlackMessage).ts).map(copy),
    async press(who, { original }, label, options = {}) {
      const before = slack.ephemerals(idOf(who)).length;
      const views = slack.views(idOf(who)).length;
      await slack.as(idOf(who)).click(original as SlackMessage, label, options);
      const told = await waitFor(() => {
        if (slack.views(idOf(who)).length > views) return '';
        const said = slack.ephemerals(idOf(who)).slice(before).at(-1);
        return said && copy(said).text;
      }, `an answer to ${label}`);
      return told;
    },
    async pressSurely(who, one, label) {
      const { confirm } = await slack.as(idOf(who)).click(one.original as SlackMessage, label, { confirm: false });
      return { asked: `${confirm?.title.text}\n${confirm?.text.text}`, said: await this.press(who, one, label) };
    },
    async thumb(who, { original }, vote) {
      const before = slack.ephemerals(idOf(who)).length;
      const label = vote === 'up' ? '👍 Helpful' : '👎 Not helpful';
      await slack.as(idOf(who)).click(original as SlackMessage, label);
      return copy(await waitFor(() => slack.ephemerals(idOf(who))[before], 'an answer to a thumb')).text;
    },
    async sayWhy(who) {
      await slack.as(idOf(who)).click(slack.ephemerals(idOf(who)).at(-1)!, 'Say why');
    },
    async pressLast(who, label) {
      await slack.as(idOf(who)).click(slack.ephemerals(idOf(who)).at(-1)!, label);
    },
    last: (who) => copy(slack.ephemerals(idOf(who)).at(-1)!).text,
    told: (who, what) =>
      slack
        .dm(idOf(who))
        .filter((one) => one.bot)
        .map(copy)
        .filter((one) => what.test(one.text)),
    waitFor,
    findings: () => slack.findings,
  };
}

/** The buttons of a card; a link within a text is an action as well, but has no title. */
const titlesOf = (card: Parameters<typeof actionsOf>[0]): string[] =>
  actionsOf(card).flatMap(({ title }) => (typeof title === 'string' ? [title] : []));

export function teamsChat(teams: TeamsPlatform): Chat {
  const copy = (message: TeamsMessage): Copy => ({
    text: `${message.summary ?? ''}\n${read(message.card)}`,
    buttons: message.card ? titlesOf(message.card) : [],
    pings: message.pings.map((id) => [...teams.users.values()].find((user) => user.id === id)?.name ?? id),
    original: message,
  });
  const waitFor: Chat['waitFor'] = (look, what) => teams.waitFor(look, { what, timeout: 10_000 });
  const form = async (who: string): Promise<Form> => {
    const dialog = await waitFor(() => teams.dialog(aad(who)), `a dialog of ${who}`);
    const inputs = dialog.card ? inputsOf(dialog.card) : [];
    return {
      text: `${dialog.title}\n${dialog.text ?? ''}\n${read(dialog.card)}`,
      values: Object.fromEntries(inputs.map((one) => [String(one.label), one.value])),
      buttons: dialog.card ? titlesOf(dialog.card) : [],
    };
  };
  const mine = (where: string, who: string) =>
    botMessages(teams, where, aad(who)).filter((one) => one.visibleTo === aad(who));
  return {
    platform: 'teams',
    person: (name) => `@${accountOf(name)}`,
    async type(who, line) {
      const before = mine(REVIEW, who).length;
      await teams.say(aad(who), REVIEW, line, { targeted: true });
      const answer = await waitFor(() => mine(REVIEW, who)[before], `an answer to ${line}`);
      if (!copy(answer).buttons.includes('Open the form')) return copy(answer);
      const pressed = await teams.press(aad(who), answer, 'Open the form');
      expect(pressed).toMatchObject({ sent: true, outcome: { kind: 'dialog' } });
      return null;
    },
    form,
    async fill(who, values) {
      const dialog = teams.dialog(aad(who))!;
      const given = Object.entries(values).map(([label, value]) => [
        label,
        PERSON_FIELDS.test(label) ? aad(String(value)) : value,
      ]);
      const submit = actionsOf(dialog.card!).at(-1)!;
      const sent = await teams.pressInDialog(aad(who), dialog, String(submit.title), Object.fromEntries(given));
      const now = dialog.reaction ? { text: '', values: {}, buttons: [] } : await form(who);
      return sent.sent ? now : { ...now, text: JSON.stringify(sent) };
    },
    async close(who) {
      const dialog = teams.dialog(aad(who));
      if (dialog) teams.dismiss(aad(who));
    },
    copies: (place, what) =>
      botMessages(teams, TEAMS_PLACES[place])
        .filter((one) => one.root === one.id)
        .map(copy)
        .filter((one) => what.test(one.text)),
    thread: (place, under) => {
      const { id } = under.original as TeamsMessage;
      return botMessages(teams, TEAMS_PLACES[place])
        .filter((one) => one.root === id && one.id !== id)
        .map(copy);
    },
    async press(who, { original }, label, options = {}) {
      const pressed = await teams.press(aad(who), original as TeamsMessage, label, {}, options);
      expect(pressed).toMatchObject({ sent: true });
      if (!pressed.sent) return '';
      const { outcome } = pressed;
      if (outcome.kind === 'toast' || outcome.kind === 'failed') return outcome.text;
      return outcome.kind === 'card' ? read(outcome.card) : '';
    },
    async pressSurely(who, one, label) {
      await this.press(who, one, label);
      const { text: asked } = await form(who);
      await this.close(who);
      await this.press(who, one, label);
      const { buttons } = await form(who);
      await this.pressLast(who, buttons.at(-1)!);
      return { asked, said: (await form(who)).text };
    },
    async thumb(who, { original }, vote) {
      const { outcome } = await teams.thumb(aad(who), original as TeamsMessage, vote === 'up' ? 'like' : 'dislike');
      if (outcome.kind !== 'dialog') throw new Error(`a thumb came to ${JSON.stringify(outcome)}`);
      return `${outcome.dialog.title}\n${read(outcome.dialog.card)}`;
    },
    // The thumb opened it.
    sayWhy: async () => {},
    async pressLast(who, label) {
      const dialog = teams.dialog(aad(who));
      if (dialog) await teams.pressInDialog(aad(who), dialog, label);
      else await teams.press(aad(who), mine(REVIEW, who).at(-1)!, label);
    },
    last: (who) => copy(mine(REVIEW, who).at(-1)!).text,
    told: (who, what) =>
      botMessages(teams, aad(who))
        .map(copy)
        .filter((one) => what.test(one.text)),
    waitFor,
    findings: () => teams.findings,
  };
}
