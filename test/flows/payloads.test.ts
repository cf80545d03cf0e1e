import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seen } from './seen.ts';
import { announcements, cardOf, cards, formOf, released, submitted } from './steps.ts';
import { expectSound, startWorkspace, type Workspace } from './workspace.ts';

const folder = fileURLToPath(new URL('../../../shared/data/payloads/slack/', import.meta.url));
const recorded = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(json|txt)$/.test(name)) : [];

let workspace: Workspace;
let slack: Workspace['slack'];

beforeAll(async () => {
  workspace = await startWorkspace();
  slack = workspace.slack;
  slack.addUser({ id: 'UFAY', name: 'fay', email: 'fay@elsewhere.example', teamId: 'T9' });
  for (const channel of ['CREVIEW', 'CNEWS']) slack.join(channel, 'UFAY');
});
afterAll(async () => {
  await workspace?.stop();
});

describe('payloads that Slack sent to other apps', () => {
  if (recorded.length === 0) {
    test('are answered and have no effect', (context) => {
      context.skip('../shared/data/payloads/slack is not there');
    });
  }

  test.each(recorded)('%s is answered in time and has no effect', async (name) => {
    const before = await effects();
    const delivery = deliveryOf(name, readFileSync(`${folder}${name}`, 'utf8'));
    const answer = await slack.send(delivery);
    expect(answer.status).toBe(200);
    expect(answer.ms).toBeLessThan(2_800);
    expect(await slack.send(delivery)).toMatchObject({ status: 200 });
    expect(await effects()).toEqual(before);
  });

  test('left a program behind that goes on', async () => {
    expect((await slack.as('UEVE').slash('/prompt', 'whoami')).message?.text).toContain('You are eve');
  });
});

test('on Enterprise Grid a form names no team, and works', async () => {
  await slack.as('UADA').slash('/prompt', 'submit grid');
  const form = await formOf(slack, 'ada');
  const rest = { Why: 'Grid', Purpose: 'P', Owner: 'UOLU', Deputy: 'UDEE' };
  // Slack's client finds the first one incomplete, so this one is the whole form.
  expect(await slack.as('UADA').submitView(form, { ...rest, Text: 'Grid.' })).toMatchObject({ sent: true });
  await slack.as('UADA').closeView();
  const sent = slack.requests.findLast((one) => one.kind === 'view_submission')?.payload as Payload;
  const again = { ...sent, team: null, trigger_id: 'grid.1', enterprise: { id: 'E1', name: 'Grid' } };
  const { team_id: _, ...user } = sent.user as Payload;
  const named = JSON.stringify({ ...again, user }).replaceAll('"prompt\\":\\"grid', '"prompt\\":\\"grid-two');
  const answer = await slack.send(interactive(named));
  expect(answer.status).toBe(200);
  expect(JSON.stringify(answer.body)).toContain('grid-two');
  await slack.waitFor(() => slack.messages('CREVIEW').find((one) => one.text.includes('grid-two v1')));
});

test('a click in a private message carries no message, and works', async () => {
  const change = await submitted(slack, { slug: 'private', text: 'Private.' });
  const { message } = await slack.as('UOLU').slash('/prompt', 'review');
  await slack.as('UOLU').click(message!, 'Open', { elementValue: JSON.stringify({ a: { change } }) });
  const press = slack.requests.findLast((one) => one.kind === 'block_actions')?.payload as Payload;
  expect(press.message).toBeUndefined();
  expect(seen(await formOf(slack, 'olu'))).toContain(`Change #${change} ·`);
  await slack.as('UOLU').closeView();
});

test('what a bot says is not heard', async () => {
  await workspace.quiet();
  const before = slack.calls.length;
  const said = {
    type: 'app_mention',
    text: `<@${slack.botUserId}> help`,
    channel: 'CNEWS',
    ts: '1.2',
    event_ts: '1.2',
  };
  await slack.tell({ ...said, subtype: 'bot_message', bot_id: 'B1' });
  await slack.tell({ ...said, user: 'UEVE', bot_id: 'B1' });
  await slack.tell({ ...said, user: slack.botUserId });
  expect(await slack.tell({ ...said, user: undefined })).toMatchObject({ status: 200 });
  await workspace.quiet();
  const spoken = slack.calls.slice(before).filter((call) => /^chat\./.test(call.method));
  expect(spoken.map((call) => call.args.user).filter((user) => user !== slack.botUserId)).toEqual([]);
});

test('people of another organisation in a shared channel are refused, whatever they press or say', async () => {
  const news = await released(slack, { slug: 'shared', text: 'One.' });
  const change = await submitted(slack, { slug: 'shared', text: 'Two.' });
  const card = await cardOf(slack, change);
  const fay = slack.as('UFAY');
  const refusals = () => slack.ephemerals('UFAY').filter((one) => /another organisation/.test(one.text)).length;
  await fay.click(card, 'Approve and release');
  await fay.click(card, 'Request changes');
  await fay.mention(`approve ${change}`, { channel: 'CREVIEW' });
  await slack.tell({
    type: 'app_mention',
    user: 'UFAY',
    user_team: 'T9',
    source_team: 'T9',
    team: 'T1',
    text: `<@${slack.botUserId}> comment ${change} hello`,
    channel: 'CREVIEW',
    ts: '1.3',
    event_ts: '1.3',
  });
  const typed = await fay.slash('/prompt', `comment ${change} hello`, { channel: 'CREVIEW' });
  expect(typed.message?.text).toContain('another organisation');
  await slack.waitFor(() => refusals() === 5, { what: 'five refusals' });
  await workspace.quiet();
  expect(cards(slack, change)[0]?.edits).toBe(0);
  expect(slack.thread('CREVIEW', card.ts)).toEqual([]);
  expect(announcements(slack).filter((one) => one.text.includes('shared'))).toEqual([news]);
});

test('everything was in order', async () => {
  await workspace.quiet();
  // The recorded messages, people and dialogs are not of this workspace.
  const errors = ['channel_not_found', 'user_not_found', 'invalid_trigger_id', 'exchanged_trigger_id', 'no_service'];
  expectSound(slack, workspace.programs, { errors, logged: /^$/ });
});

type Payload = Record<string, unknown>;
type Delivery = Parameters<Workspace['slack']['send']>[0];

const interactive = (payload: string): Delivery => ({ body: new URLSearchParams({ payload }).toString() });

/** A recorded payload as it travels over HTTP, with answers going nowhere but to the stand-in. */
function deliveryOf(name: string, recording: string): Delivery {
  const home = slack.apiUrl.replace(/api\/$/, 'hooks/recorded');
  const text = name.endsWith('.form.txt')
    ? recording.replace(/https%3A%2F%2F[\w.%-]+/g, encodeURIComponent(home))
    : recording.replace(/https:(\\?\/){2}hooks\.slack\.com[^"]*/g, home);
  if (name.endsWith('.form.txt')) return { body: text };
  const parsed = JSON.parse(text) as Payload;
  const payload = typeof parsed.envelope_id === 'string' ? (parsed.payload as Payload) : parsed;
  if (typeof payload.response_url === 'string') payload.response_url = home;
  if (/^(event|url-|hello)/.test(name)) return { body: JSON.stringify(payload), contentType: 'application/json' };
  if (/^slash/.test(name)) return { body: new URLSearchParams(payload as Record<string, string>).toString() };
  return interactive(JSON.stringify(payload));
}

/** How many of everything that a command could have brought about. */
async function effects(): Promise<unknown> {
  const sql = postgres(workspace.database.url, { max: 1, fetch_types: false, onnotice: () => {} });
  const [row] = await sql`select (select count(*) from change) as changes, (select count(*) from move) as moves,
    (select count(*) from verdict) as verdicts, (select count(*) from audit) as audited, (select count(*) from prompt) as prompts`;
  await sql.end();
  return { ...row, posted: [...slack.channels.keys()].flatMap((channel) => slack.messages(channel)).length };
}
