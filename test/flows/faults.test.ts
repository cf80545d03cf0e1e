import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../src/bot/playground/platform/faults.ts';
import { buttonsOf, seen } from './seen.ts';
import { announcements, cardOf, cards, formOf, released, submitted, toldPrivately } from './steps.ts';
import { expectSound, idOf, startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let slack: Workspace['slack'];

beforeAll(async () => {
  workspace = await startWorkspace();
  slack = workspace.slack;
});
afterAll(async () => {
  await workspace?.stop();
});

/** Longer than the bot waits for an answer to a post, and then some. */
const PATIENCE = { timeout: 25_000 };

const faults: [name: string, plan: FaultPlan][] = [
  ['answers 500', { status: 500 }],
  ['answers 503 with a page', { status: 503, body: '<html>busy</html>' }],
  ['answers an error of its own', { error: 'internal_error' }],
  ['answers 429', { status: 429, retryAfter: 1 }],
  ['does not answer', { hang: true }],
  ['does it and does not answer', { applyThenHang: true }],
  ['breaks the connection', { reset: true }],
  ['does it and breaks the connection', { applyThenReset: true }],
];

const about = (method: string, slug: string) => (call: { method: string; args: Readonly<Record<string, unknown>> }) =>
  call.method === method && JSON.stringify(call.args).includes(slug);
const news = (slug: string) => announcements(slack).filter((one) => one.text.includes(`${slug} `));
const slugOf = (at: number, what: string) => `${what}-${at}-x`;

describe.concurrent('an announcement is posted once when Slack', () => {
  test.each(faults.map(([name, plan], at) => [name, plan, at] as const))('%s', async (_, plan, at) => {
    const slug = slugOf(at, 'post');
    const change = await submitted(slack, { slug, text: 'One.', by: `p${at}` });
    const card = await cardOf(slack, change);
    // Each of the three messages (announcement, thread, author) meets the fault once.
    const fault = slack.fail(about('chat.postMessage', slug), { ...plan, times: 3 });
    const click = await slack.as('UOLU').click(card, 'Approve and release');
    expect(click).toMatchObject({ status: 200 });
    expect((click as { ms: number }).ms).toBeLessThan(2_800);
    await slack.waitFor(() => news(slug)[0], { ...PATIENCE, what: 'the announcement' });
    await slack.waitFor(() => fault.hits === 3, { ...PATIENCE, what: 'three faults' });
    await slack.waitFor(() => buttonsOf(cards(slack, change)[0]).length === 0, {
      ...PATIENCE,
      what: 'the edited card',
    });
    await slack.waitFor(() => slack.thread('CREVIEW', card.ts)[0], { ...PATIENCE, what: 'the thread' });
    await slack.waitFor(() => toldPrivately(slack, `p${at}`, /olu approved/)[0], { ...PATIENCE, what: 'the author' });
    await sleep(500);
    expect(news(slug)).toHaveLength(1);
    expect(slack.thread('CREVIEW', card.ts)).toHaveLength(1);
    expect(toldPrivately(slack, `p${at}`, /olu approved/)).toHaveLength(1);
  });

  beforeAll(() => {
    for (const at of faults.keys()) newcomer(`p${at}`);
  });
}, 40_000);

describe.concurrent('a card is brought up to date when Slack', () => {
  test.each(faults.map(([name, plan], at) => [name, plan, at] as const))('%s', async (_, plan, at) => {
    const slug = slugOf(at, 'edit');
    const change = await submitted(slack, { slug, text: 'One.', by: `e${at}` });
    const card = await cardOf(slack, change);
    slack.fail(about('chat.update', slug), { ...plan, times: 1 });
    expect(await slack.as('UOLU').click(card, 'Approve and release')).toMatchObject({ status: 200 });
    const decided = () => /✅ Approved by olu/.test(seen(cards(slack, change)[0]));
    await slack.waitFor(decided, { ...PATIENCE, what: 'the edited card' });
    expect(buttonsOf(cards(slack, change)[0])).toEqual([]);
  });

  beforeAll(() => {
    for (const at of faults.keys()) newcomer(`e${at}`);
  });
}, 40_000);

describe.concurrent('whoever wants a form is answered in time when Slack', () => {
  test.each(faults.map(([name, plan], at) => [name, plan, at] as const))('%s', async (_, plan, at) => {
    const [name, slug] = [`v${at}`, slugOf(at, 'view')];
    const person = slack.as(idOf(name));
    slack.fail(about('views.open', slug), { ...plan, times: 1 });
    const typed = await person.slash('/prompt', `submit ${slug}`, { channel: 'CREVIEW' });
    expect(typed.status).toBe(200);
    expect(typed.ms).toBeLessThan(2_800);
    expect(typed.message?.text).toContain('Slack did not let me open the form');
    const again = await person.slash('/prompt', `submit ${slug}`, { channel: 'CREVIEW' });
    expect(again.message).toBeUndefined();
    expect(seen(await formOf(slack, name))).toContain(`${slug} does not exist yet`);
  });

  beforeAll(() => {
    for (const at of faults.keys()) newcomer(`v${at}`);
  });
}, 20_000);

test('a form that takes a while shows at once that it is coming, and comes into the same dialog', async () => {
  const dialogs: string[] = [];
  const stop = slack.subscribe((change) => {
    if (change.kind === 'view.opened' || change.kind === 'view.updated')
      dialogs.push(`${change.view.id} ${seen(change.view)}`);
  });
  newcomer('slow-a');
  slack.fail('users.info', { delayMs: 900, times: 1 });
  const typed = await slack.as(idOf('slow-a')).slash('/prompt', 'submit slow-form', { channel: 'CREVIEW' });
  stop();
  expect(typed.ms).toBeLessThan(2_800);
  expect(dialogs).toHaveLength(2);
  const [id] = dialogs[0]!.split(' ');
  expect(dialogs[0]).toBe(`${id} Loading …`);
  expect(dialogs[1]).toContain(`${id} slow-form does not exist yet`);
});

test('whoever waits for a form that does not come is told in time', async () => {
  const notOpened = 'Slack did not let me open the form';
  const plans: [slow: FaultPlan, dialog: FaultPlan, told: string][] = [
    [{ delayMs: 900 }, { status: 500 }, notOpened],
    [{ delayMs: 900 }, { hang: true }, notOpened],
    [{ hang: true }, { hang: true }, 'I could not find out just now who you are'],
  ];
  for (const [at, [slow, dialog, told]] of plans.entries()) {
    newcomer(`slow-${at}`);
    slack.fail('users.info', { ...slow, times: 1 });
    const views = slack.fail(
      (call) => /^views\./.test(call.method) && !/Loading/.test(JSON.stringify(call.args)),
      dialog,
    );
    const person = slack.as(idOf(`slow-${at}`));
    const typed = await person.slash('/prompt', 'submit slow-form', { channel: 'CREVIEW' });
    views.clear();
    expect(typed.status).toBe(200);
    expect(typed.ms, JSON.stringify([slow, dialog])).toBeLessThan(2_900);
    expect(typed.message?.text).toContain(told);
  }
});

test('a click takes effect although its answer cannot be shown', async () => {
  for (const [at, [, plan]] of faults.entries()) {
    const slug = slugOf(at, 'answer');
    const card = await cardOf(slack, await submitted(slack, { slug, text: 'One.' }));
    const fault = slack.fail('response_url', { ...plan, times: 1 });
    const click = await slack.as('UOLU').click(card, 'Approve and release');
    expect((click as { ms: number }).ms).toBeLessThan(2_800);
    await slack.waitFor(() => news(slug)[0], { what: 'the announcement' });
    await slack.waitFor(() => fault.hits === 1, { what: 'the answer' });
  }
});

test('after a 429 the place is left alone for as long as Slack asks, and then served in order', async () => {
  for (const slug of ['calm-a', 'calm-b', 'calm-c']) await submitted(slack, { slug, text: 'One.' });
  await workspace.quiet();
  slack.fail((call) => call.method === 'chat.postMessage' && call.args.channel === 'CNEWS', {
    status: 429,
    retryAfter: 3,
    times: 1,
  });
  const before = slack.calls.length;
  const posts = () =>
    slack.calls.slice(before).filter((one) => one.method === 'chat.postMessage' && one.args.channel === 'CNEWS');
  for (const slug of ['calm-a', 'calm-b', 'calm-c']) {
    const card = slack.messages('CREVIEW').find((one) => one.text.includes(slug))!;
    await slack.as('UOLU').click(card, 'Approve and release');
    await slack.waitFor(() => posts().length > 0, { what: 'the first post' });
    await sleep(100);
  }
  await slack.waitFor(() => news('calm-c')[0] && posts().length >= 4, { ...PATIENCE, what: 'the last post' });
  const [limited, ...later] = posts();
  expect(limited?.status).toBe(429);
  expect(later).toHaveLength(3);
  for (const post of later) expect(post.at - limited!.at).toBeGreaterThanOrEqual(2_950);
  expect(later.map((post) => /calm-./.exec(String(post.args.text))?.[0])).toEqual(['calm-a', 'calm-b', 'calm-c']);
  // Other places do not wait with it.
  expect(toldPrivately(slack, 'ada', /calm-c/)[0]!.ts < news('calm-a')[0]!.ts).toBe(true);
});

test('while all of Slack fails everybody is answered in time, and afterwards all is told once', async () => {
  const changes = new Map<string, number>();
  for (const slug of ['all-a', 'all-b', 'all-c']) changes.set(slug, await submitted(slack, { slug, text: 'One.' }));
  await workspace.quiet();
  const kinds = [{ status: 500 }, { reset: true }, { status: 429, retryAfter: 1 }, { applyThenReset: true }] as const;
  for (const [at, slug] of [...changes.keys()].entries()) {
    slack.fail(() => true, kinds[at]!);
    const click = await slack.as('UOLU').click(cards(slack, changes.get(slug)!)[0]!, 'Approve and release');
    expect(click).toMatchObject({ status: 200 });
    expect((click as { ms: number }).ms).toBeLessThan(2_800);
    await sleep(400);
    slack.clearFaults();
  }
  slack.fail(() => true, kinds[3]);
  await sleep(700);
  slack.clearFaults();
  for (const slug of changes.keys()) await slack.waitFor(() => news(slug)[0], PATIENCE);
  await workspace.quiet(15_000);
  for (const [slug, change] of changes) {
    expect(news(slug)).toHaveLength(1);
    expect(slack.thread('CREVIEW', cards(slack, change)[0]!.ts)).toHaveLength(1);
    expect(toldPrivately(slack, 'ada', new RegExp(`of ${slug}`))).toHaveLength(1);
  }
});

test('a place that takes no posts is given up, its owner hears of it once, and it works again when I am spoken to', async () => {
  await released(slack, { slug: 'dead', text: 'One.' });
  slack.addChannel({ id: 'CGONE', name: 'gone' });
  slack.addChannel({ id: 'CLEFT', name: 'left' });
  const stakeholders = '<#CGONE|gone> <#CLEFT|left> <#CMISSING|missing>';
  await slack.as('UOLU').slash('/prompt', `stakeholders dead add ${stakeholders}`);
  slack.archive('CGONE');
  slack.removeBot('CLEFT');
  for (const text of ['Two.', 'Three.']) await released(slack, { slug: 'dead', text, approver: 'dee' });
  await workspace.quiet();
  const told = toldPrivately(slack, 'olu', /^I cannot post to/).map((one) => one.text);
  expect(told.sort()).toEqual([
    'I cannot post to <#CGONE> any more: the channel is archived',
    'I cannot post to <#CLEFT> any more: I was removed from the channel',
    'I cannot post to <#CMISSING> any more: I am not in the channel, or it does not exist',
  ]);
  expect(news('dead')).toHaveLength(3);

  slack.inviteBot('CLEFT');
  await slack.as('UOLU').mention('help', { channel: 'CLEFT' });
  await released(slack, { slug: 'dead', text: 'Four.' });
  await slack.waitFor(() => slack.messages('CLEFT').find((one) => one.text.includes('dead v4')));
  expect(slack.messages('CLEFT').filter((one) => one.bot)).toHaveLength(1);
});

test('an answer under a card that somebody deleted is not repeated for ever', async () => {
  const change = await submitted(slack, { slug: 'deleted', text: 'One.' });
  const card = await cardOf(slack, change);
  await deletedInSlack(card);
  const noted = await slack.as('UEVE').slash('/prompt', `comment ${change} Anybody?`);
  expect(noted.status).toBe(200);
  const approved = await slack.as('UOLU').slash('/prompt', `approve ${change}`);
  expect(approved.status).toBe(200);
  await slack.as('UOLU').submitView(await formOf(slack, 'olu'));
  await slack.as('UOLU').closeView();
  await slack.waitFor(() => news('deleted')[0]);
  await workspace.quiet();
  expect(cards(slack, change)).toEqual([]);
});

test('a token that is revoked for a while loses nothing', async () => {
  const change = await submitted(slack, { slug: 'revoked', text: 'One.' });
  const card = await cardOf(slack, change);
  const fault = slack.fail((call) => call.method !== 'response_url', { error: 'token_revoked' });
  expect(await slack.as('UOLU').click(card, 'Approve and release')).toMatchObject({ status: 200 });
  await slack.waitFor(() => fault.hits > 3, { what: 'refused posts' });
  await sleep(500);
  slack.clearFaults();
  await slack.waitFor(() => news('revoked')[0], PATIENCE);
  await slack.waitFor(() => toldPrivately(slack, 'ada', /of revoked/)[0], PATIENCE);
  await workspace.quiet();
  expect(toldPrivately(slack, 'olu', /any more/).filter((one) => /token/.test(one.text))).toEqual([]);
});

test('everything was in order', async () => {
  await workspace.quiet();
  const errors = [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'is_inactive',
    'message_not_found',
    'thread_not_found',
  ];
  expectSound(slack, workspace.programs, { errors });
});

/** Somebody with a name of their own, so that tests beside each other do not take each other's forms. */
function newcomer(name: string): void {
  slack.addUser({ id: idOf(name), name, email: `${name}@example.com` });
  for (const channel of ['CREVIEW', 'CNEWS']) slack.join(channel, idOf(name));
}

async function deletedInSlack({ channel, ts }: { channel: string; ts: string }): Promise<void> {
  const answer = await fetch(`${slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, ts }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}
