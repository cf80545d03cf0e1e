import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import type { SlackMessage, SlackView } from '../../src/bot/playground/slack/records.ts';
import { seen } from './seen.ts';
import { idOf, PRIVATE } from './workspace.ts';

/** The dialog that this person has on top, once it is more than a promise that something is being read. */
export const formOf = (slack: SlackPlatform, name: string): Promise<SlackView> => {
  const top = () => slack.views(idOf(name)).at(-1);
  return slack.waitFor(() => (seen(top()) === 'Loading …' ? undefined : top()), { what: `a form of ${name}` });
};

/** The change card of this number in a channel. */
export const cardOf = (slack: SlackPlatform, change: number, channel = 'CREVIEW'): Promise<SlackMessage> =>
  slack.waitFor(() => cards(slack, change, channel)[0], { what: `the card of change #${change}` });

export const cards = (slack: SlackPlatform, change: number, channel = 'CREVIEW'): SlackMessage[] =>
  slack.messages(channel).filter((one) => !one.thread_ts && new RegExp(`Change #${change} ·`).test(seen(one)));

/** The announcements of moves, oldest first. */
export const announcements = (slack: SlackPlatform, channel = 'CNEWS'): SlackMessage[] =>
  slack.messages(channel).filter((one) => one.bot && /Move \d+ ·/.test(seen(one)));

/** The number of the change that an answer speaks of. */
export const numberIn = (text: string): number => Number(/#(\d+)/.exec(text)?.[1]);

/**
 * Submits a text through the form, and creates the prompt with olu and dee when it is not there yet.
 * @returns the number of the change
 */
export async function submitted(
  slack: SlackPlatform,
  given: { slug: string; text: string; why?: string; by?: string; model?: string; label?: string },
): Promise<number> {
  const name = given.by ?? 'ada';
  const person = slack.as(idOf(name));
  await person.slash('/prompt', `submit ${given.slug}${given.label ? ` label=${given.label}` : ''}`, {
    channel: 'CREVIEW',
  });
  const form = await formOf(slack, name);
  const fresh = form.blocks.some((block) => block.label?.text === 'Purpose');
  const sent = await person.submitView(form, {
    ...pieces(fresh ? 'Text' : 'New text', given.text),
    Why: given.why ?? `It gets better, says the ${PRIVATE}.`,
    ...(given.model && { Model: given.model }),
    ...(fresh && { Purpose: `Answers for the ${PRIVATE}`, Owner: idOf('olu'), Deputy: idOf('dee') }),
  });
  if (!sent.sent || !sent.view) throw new Error(`not submitted: ${JSON.stringify(sent)}`);
  const change = numberIn(seen(sent.view));
  await person.closeView(sent.view);
  return change;
}

/** A long text in the inputs it takes, cut without any regard for what stands there. */
export function pieces(label: string, text: string): Record<string, string | null> {
  const at = (i: number) => text.slice(i * 3_000, (i + 1) * 3_000) || null;
  const more = [1, 2, 3].map((i) => [`${label}, continued (${i + 1} of 4)`, at(i)]);
  return { [label]: at(0), ...Object.fromEntries(more) };
}

/** Submits a text and lets the owner release it. @returns the announcement */
export async function released(
  slack: SlackPlatform,
  given: Parameters<typeof submitted>[1] & { approver?: string },
): Promise<SlackMessage> {
  const releases = () => announcements(slack).filter((one) => one.text.startsWith(`🚀 ${given.slug} v`));
  const before = releases().length;
  const card = await cardOf(slack, await submitted(slack, given));
  await slack.as(idOf(given.approver ?? 'olu')).click(card, 'Approve and release');
  return slack.waitFor(() => releases()[before], { what: `the release of ${given.slug}`, timeout: 10_000 });
}

/** What the bot wrote to a person directly and matches. */
export const toldPrivately = (slack: SlackPlatform, name: string, what: RegExp): SlackMessage[] =>
  slack.dm(idOf(name)).filter((one) => one.bot && what.test(one.text));

/** Asks again and again until it is so. @throws when it is not within `timeout` ms */
export async function until(check: () => Promise<boolean>, what: string, timeout = 8_000): Promise<void> {
  const end = performance.now() + timeout;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`${what} did not come about within ${timeout} ms`);
    await sleep(50);
  }
}
