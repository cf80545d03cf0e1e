import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SlackMessage } from '../../src/bot/playground/slack/records.ts';
import { buttonsOf, seen } from './seen.ts';
import { formOf, submitted, toldPrivately } from './steps.ts';
import { expectSound, idOf, startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let slack: Workspace['slack'];

beforeAll(async () => {
  workspace = await startWorkspace({
    settings: { REVIEW_PLACE: '', ANNOUNCE_PLACE: '' },
    // About one post a second in each channel, as Slack really allows.
    platform: { rateLimit: true },
  });
  slack = workspace.slack;
});
afterAll(async () => {
  await workspace?.stop();
});

/** The card of a change in somebody's direct messages. */
const cardFor = (name: string, change: number): SlackMessage | undefined =>
  slack.dm(idOf(name)).find((one) => one.bot && new RegExp(`Change #${change} ·`).test(seen(one)));

test('without a review place the card goes to everybody who may decide, and each copy is kept up to date', async () => {
  expect(workspace.program.output()).toContain('REVIEW_PLACE is not set');
  const change = await submitted(slack, { slug: 'quiet', text: 'One.' });
  const copies = await slack.waitFor(() => {
    const found = ['olu', 'dee'].map((name) => cardFor(name, change));
    return found.every((one) => one !== undefined) && found;
  });
  expect(copies.map((one) => buttonsOf(one)[0])).toEqual(['Approve and release', 'Approve and release']);
  expect(cardFor('ada', change)).toBeUndefined();

  await slack.as('UDEE').click(copies[1]!, 'Request changes');
  await slack.as('UDEE').submitView(await formOf(slack, 'dee'), { Reason: 'Kinder.' });
  await slack.as('UDEE').closeView();
  const asked = () => ['olu', 'dee'].every((name) => /✏️ dee requested/.test(seen(cardFor(name, change))));
  await slack.waitFor(asked, { what: 'both copies with the request' });
  const dm = await slack.waitFor(() => toldPrivately(slack, 'ada', /dee requested changes/)[0]);
  await slack.as('UADA').click(dm, 'Revise');
  await slack.as('UADA').submitView(await formOf(slack, 'ada'), { 'New text': 'One, kindly.' });
  await slack.as('UADA').closeView();
  const open = () => ['olu', 'dee'].every((name) => buttonsOf(cardFor(name, change)).includes('Approve and release'));
  await slack.waitFor(open, { what: 'both copies open again' });

  await slack.as('UOLU').click(cardFor('olu', change)!, 'Approve and release');
  const decided = () => ['olu', 'dee'].every((name) => /✅ Approved by olu/.test(seen(cardFor(name, change))));
  await slack.waitFor(decided, { what: 'both copies decided', timeout: 10_000 });
  for (const name of ['olu', 'dee']) expect(buttonsOf(cardFor(name, change))).toEqual([]);
  await slack.waitFor(() => toldPrivately(slack, 'dee', /quiet v2 is live/)[0], { timeout: 10_000 });
  for (const channel of ['CREVIEW', 'CNEWS', 'CDESK'])
    expect(slack.messages(channel).filter((one) => one.bot)).toEqual([]);
});

test('more news than Slack takes in a second arrive one after the other, none lost and none twice', async () => {
  for (let at = 0; at < 8; at++) await submitted(slack, { slug: `many-${at}`, text: 'One.' });
  const cards = () => slack.dm('UOLU').filter((one) => buttonsOf(one).includes('Approve and release'));
  await slack.waitFor(() => cards().length === 8, { what: 'eight cards', timeout: 15_000 });
  for (const card of cards()) await slack.as('UOLU').click(card, 'Approve and release');
  await workspace.quiet(30_000);
  const news = toldPrivately(slack, 'dee', /many-\d v1 is live/).map((one) => one.text);
  expect([...news].sort()).toEqual(Array.from({ length: 8 }, (_, at) => `🚀 many-${at} v1 is live on production`));
  expect(toldPrivately(slack, 'ada', /olu approved your change #\d+ of many/)).toHaveLength(8);
  expect(slack.calls.some((call) => call.status === 429)).toBe(true);
}, 60_000);

test('everything was in order', async () => {
  await workspace.quiet();
  expectSound(slack, workspace.programs, { errors: ['ratelimited'] });
});
