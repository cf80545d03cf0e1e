import { afterAll, beforeAll, expect, test } from 'vitest';
import { seen } from './seen.ts';
import { announcements, cardOf, formOf, released, submitted, until } from './steps.ts';
import { expectSound, PRIVATE, startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let slack: Workspace['slack'];

beforeAll(async () => {
  workspace = await startWorkspace({ socket: true });
  slack = workspace.slack;
  await until(async () => slack.sockets() > 0, 'a connection');
});
afterAll(async () => {
  await workspace?.stop();
});

test('the story goes over a socket: submitted, approved, announced, rolled back', async () => {
  await released(slack, { slug: 'wired', text: 'One.' });
  const news = await released(slack, { slug: 'wired', text: 'Two.' });
  const olu = slack.as('UOLU');
  await olu.click(news, 'Roll back');
  const done = await olu.submitView(await formOf(slack, 'olu'), { Reasons: ['wrong'] });
  expect(done).toMatchObject({ sent: true, via: 'socket', responseAction: 'update' });
  await olu.closeView();
  await slack.waitFor(() => announcements(slack).find((one) => one.text.startsWith('⏪')), { what: 'the rollback' });
  const noted = await slack.as('UEVE').mention('show wired', { channel: 'CDESK' });
  expect(noted.via).toBe('socket');
  expect(seen(await slack.waitFor(() => slack.ephemerals('UEVE').at(-1)))).toContain('One.');
  expect((await slack.as('UEVE').slash('/prompt', 'help')).message?.text).toContain('Prompts are submitted');
});

test('an envelope that Slack repeats has one effect', async () => {
  const change = await submitted(slack, { slug: 'wired', text: 'Three.' });
  const card = await cardOf(slack, change);
  await slack.as('UEVE').mention(`comment ${change} Once, says the ${PRIVATE}.`, { channel: 'CREVIEW' });
  const event = slack.requests.findLast((one) => one.kind === 'app_mention')!;
  for (let i = 0; i < 3; i++) expect(await slack.replay(event)).toMatchObject({ status: 200 });
  await slack.as('UOLU').click(card, 'Approve and release');
  const click = slack.requests.findLast((one) => one.kind === 'block_actions')!;
  await Promise.all(Array.from({ length: 5 }, () => slack.replay(click)));
  await workspace.quiet();
  expect(slack.thread('CREVIEW', card.ts).map((one) => one.text.replace(/ \(\w{7}\)/, ''))).toEqual([
    `eve commented on change #${change} of wired`,
    `olu approved change #${change} of wired: v3 is live on production`,
  ]);
  expect(announcements(slack).filter((one) => one.text.includes('wired v3'))).toHaveLength(1);
});

test('when the connection breaks it is made again, and nothing that was acknowledged is lost', async () => {
  const change = await submitted(slack, { slug: 'wired', text: 'Four.' });
  const card = await cardOf(slack, change);
  await slack.as('UOLU').click(card, 'Approve and release');
  await joinedAgain(slack.dropSockets);
  await slack.waitFor(() => announcements(slack).find((one) => one.text.includes('wired v4')));
  expect((await slack.as('UEVE').slash('/prompt', 'whoami')).message?.text).toContain('You are eve');

  // As Slack does when it recycles a host.
  await joinedAgain(() => slack.askToReconnect('refresh_requested'));
  expect((await slack.as('UEVE').slash('/prompt', 'whoami')).message?.text).toContain('You are eve');
});

/** Does something to the connections and waits until they are gone and there is a new one. */
async function joinedAgain(cut: () => void): Promise<void> {
  let [closed, opened] = [false, false];
  const stop = slack.subscribe(({ kind }) => {
    if (kind === 'socket.closed') closed = true;
    if (kind === 'socket.opened') opened = true;
  });
  cut();
  await until(async () => closed && opened && slack.sockets() > 0, 'a new connection', 15_000);
  stop();
}

test('nobody gets in over HTTP meanwhile', async () => {
  const { url } = workspace.program;
  const headers = { 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1_000)), 'x-slack-signature': 'v0=0' };
  const answer = await fetch(`${url}/slack/events`, { method: 'POST', headers, body: 'ssl_check=1' });
  expect(answer.status).toBe(404);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('everything was in order', async () => {
  await workspace.quiet();
  expectSound(slack, workspace.programs, { logged: /^WebSocket error/ });
});

test('a signal ends the connection and the program', async () => {
  expect(await workspace.program.stop()).toBe(0);
  await until(async () => slack.sockets() === 0, 'no connection');
});
