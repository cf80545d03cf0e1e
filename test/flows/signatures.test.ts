import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SentRequest } from '../../src/bot/playground/slack/records.ts';
import { seen } from './seen.ts';
import { announcements, cardOf, cards, formOf, released, submitted } from './steps.ts';
import { expectSound, PRIVATE, startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let slack: Workspace['slack'];

beforeAll(async () => {
  workspace = await startWorkspace();
  slack = workspace.slack;
});
afterAll(async () => {
  await workspace?.stop();
});

const last = (kind: string): SentRequest => slack.requests.findLast((one) => one.kind === kind)!;
const now = () => Math.floor(Date.now() / 1_000);

test('a request that is not signed, or signed with another secret, or too old or ahead of time, has no effect', async () => {
  const change = await submitted(slack, { slug: 'signed', text: 'Signed.' });
  const body = slack.slashRequest('UOLU', '/prompt', `withdraw ${change}`, 'CREVIEW').body;
  const forged: Parameters<typeof slack.send>[0][] = [
    { body, sign: false },
    { body, sign: 'another secret altogether' },
    { body, timestamp: now() - 301 },
    { body, timestamp: now() - 86_400 },
    { body, timestamp: now() + 310 },
    { body, timestamp: now() + 86_400 },
    { body, headers: { 'x-slack-request-timestamp': '' } },
    { body, headers: { 'x-slack-request-timestamp': 'soon' } },
    { body, headers: { 'x-slack-request-timestamp': 'Infinity' } },
    { body, headers: { 'x-slack-request-timestamp': '-1' } },
    { body, headers: { 'x-slack-signature': '' } },
    { body, headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } },
    { body, headers: { 'x-slack-signature': 'v1=00' } },
    { body, sign: false, headers: { 'x-slack-request-timestamp': String(now()) } },
    { body: '', sign: false },
    { body: '{"type":"url_verification","challenge":"c"}', contentType: 'application/json', sign: false },
  ];
  for (const request of forged) {
    const answer = await slack.send(request);
    expect(answer.status, JSON.stringify({ ...request, body: '' })).toBe(401);
    expect(answer.body).toBeUndefined();
  }
  expect(await slack.send({ body, timestamp: now() - 290 })).toMatchObject({ status: 200 });
  const gone = () => cards(slack, change).find((one) => seen(one).includes('Withdrawn'));
  await slack.waitFor(gone, { what: 'the one request in time had its effect' });
});

test('a signed body that was changed on the way is refused', async () => {
  const { body, headers } = slack.slashRequest('UEVE', '/prompt', 'help', 'CREVIEW');
  const signed = { 'x-slack-request-timestamp': headers['x-slack-request-timestamp']! };
  const changed = await slack.send({
    body: body.replace('UEVE', 'UROOT'),
    sign: false,
    headers: { ...signed, 'x-slack-signature': headers['x-slack-signature']! },
  });
  expect(changed.status).toBe(401);
});

test('a captured request that is sent again has one effect, be it a command, a click or a form', async () => {
  await released(slack, { slug: 'captured', text: 'One.' });
  const form = last('view_submission');
  const click = last('block_actions');
  for (const captured of [form, click])
    for (let i = 0; i < 3; i++) expect((await slack.replay(captured)).status).toBe(200);

  const change = await submitted(slack, { slug: 'captured', text: 'Two.' });
  await slack.as('UEVE').slash('/prompt', `comment ${change} Once, says the ${PRIVATE}.`, { channel: 'CREVIEW' });
  const command = last('slash_command');
  await Promise.all(Array.from({ length: 10 }, () => slack.replay(command)));
  const card = await cardOf(slack, change);
  await slack.as('UOLU').click(card, 'Approve and release');
  await Promise.all(Array.from({ length: 10 }, () => slack.replay(last('block_actions'))));
  const news = await slack.waitFor(() => announcements(slack).find((one) => /captured v2/.test(one.text)));
  await slack.as('UOLU').click(news, 'Roll back');
  await slack.as('UOLU').submitView(await formOf(slack, 'olu'), { Reasons: ['wrong'] });
  await Promise.all(Array.from({ length: 10 }, () => slack.replay(last('view_submission'))));

  await workspace.quiet();
  expect(
    announcements(slack)
      .map((one) => one.text)
      .filter((text) => text.includes('captured')),
  ).toEqual([
    '🚀 captured v1 is live on production',
    '🚀 captured v2 is live on production',
    '⏪ captured was rolled back on production: v2 → v1',
  ]);
  expect(slack.thread('CREVIEW', card.ts).filter((one) => /commented/.test(one.text))).toHaveLength(1);
  expect(slack.messages('CREVIEW').filter((one) => !one.thread_ts && /captured/.test(one.text))).toHaveLength(3);
});

test("Slack's check of the connection is answered, also unsigned, and smuggles nothing in", async () => {
  for (const sign of [true, false]) {
    const plain = await slack.send({ body: 'ssl_check=1&token=legacy', sign });
    expect(plain.status, `signed: ${sign}`).toBe(200);
  }
  const change = await submitted(slack, { slug: 'smuggled', text: 'Smuggled.' });
  const body = slack.slashRequest('UOLU', '/prompt', `withdraw ${change}`, 'CREVIEW').body;
  await slack.send({ body: `ssl_check=1&${body}`, sign: false });
  await workspace.quiet();
  expect(seen(cards(slack, change)[0])).not.toContain('Withdrawn');
});

test('the address is verified by its challenge, when the request is signed', async () => {
  const body = JSON.stringify({ type: 'url_verification', token: 'legacy', challenge: '3eZbrw1aBm2rZgRNFdxV' });
  const answer = await slack.send({ body, contentType: 'application/json' });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ challenge: '3eZbrw1aBm2rZgRNFdxV' });
});

test('nonsense that is properly signed is refused, and the program goes on', async () => {
  const bodies: [body: string, contentType?: string][] = [
    [`${PRIVATE}, not JSON`, 'application/json'],
    ['[]', 'application/json'],
    ['null', 'application/json'],
    ['{}', 'application/json'],
    ['payload=%7B%22type%22'],
    ['payload=null'],
    ['payload=%7B%7D'],
    ['a=b'],
    [`payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', actions: [] }))}`],
    [`payload=${encodeURIComponent(JSON.stringify({ type: 'view_submission', view: {}, user: {} }))}`],
    [JSON.stringify({ type: 'event_callback' }), 'application/json'],
    [JSON.stringify({ type: 'event_callback', event: { type: 'app_mention' } }), 'application/json'],
    ['x'.repeat(5_000_000), 'application/json'],
  ];
  const answers = await Promise.all(bodies.map(([body, contentType]) => slack.send({ body, contentType })));
  for (const [at, answer] of answers.entries()) {
    expect(answer.error, bodies[at]![0].slice(0, 80)).not.toBe('dispatch_failed');
    expect(answer.ms, bodies[at]![0].slice(0, 80)).toBeLessThan(3_000);
  }
  const { url } = workspace.program;
  expect((await fetch(`${url}/slack/events`)).status).toBeLessThan(500);
  expect((await fetch(`${url}/slack/events/`, { method: 'POST' })).status).toBeLessThan(500);
  expect((await slack.as('UEVE').slash('/prompt', 'whoami')).message?.text).toContain('You are eve');
});

test('a button or a form with arguments that are not ours does nothing', async () => {
  const change = await submitted(slack, { slug: 'tampered', text: 'Tampered.' });
  const card = await cardOf(slack, change);
  await slack.as('UOLU').click(card, 'Open full diff');
  await slack.as('UOLU').closeView();
  const click = last('block_actions').payload as Record<string, unknown>;
  const values = [
    '',
    'null',
    '[]',
    '{"a":null}',
    '{"a":[]}',
    '{"a":{"change":"1; drop"}}',
    '{"a":{"__proto__":1}}',
    'x',
  ];
  for (const command of ['approve', 'expire', 'home', 'constructor', '__proto__', '']) {
    for (const value of values) {
      const action = { ...(click.actions as object[])[0], action_id: `run:${command}`, value };
      const payload = JSON.stringify({ ...click, trigger_id: `${command}${value}`, actions: [action] });
      const answer = await slack.send({ body: new URLSearchParams({ payload }).toString() });
      expect(answer.status, `${command} ${value}`).toBe(200);
    }
  }
  await workspace.quiet();
  expect(announcements(slack).some((one) => one.text.includes('tampered'))).toBe(false);
});

test('everything was in order', async () => {
  await workspace.quiet();
  // What was sent again or made up has no dialog to open and no message to answer to.
  const errors = ['invalid_trigger_id', 'exchanged_trigger_id', 'used_url'];
  const nonsense = /unhandled error occurred while Bolt|^Cannot read properties of undefined/;
  expectSound(slack, workspace.programs, { errors, logged: nonsense });
});
