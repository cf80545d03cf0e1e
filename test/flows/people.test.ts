import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonsOf, seen } from './seen.ts';
import { announcements, cardOf, cards, formOf, released, submitted } from './steps.ts';
import { expectSound, idOf, startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let slack: Workspace['slack'];

beforeAll(async () => {
  workspace = await startWorkspace();
  slack = workspace.slack;
  slack.addUser({ id: 'UGUS', name: 'gus', email: 'gus@example.com', isRestricted: true });
  slack.addUser({ id: 'UROBO', name: 'robo', isBot: true });
  slack.addUser({ id: 'UFAY', name: 'fay', email: 'fay@elsewhere.example', teamId: 'T9' });
  for (const user of ['UGUS', 'UROBO', 'UFAY']) for (const channel of ['CREVIEW', 'CNEWS']) slack.join(channel, user);
});
afterAll(async () => {
  await workspace?.stop();
});

/** What this person is told, in their words, after pressing a button of a card. */
async function pressed(name: string, change: number, label: string): Promise<string> {
  const before = slack.ephemerals(idOf(name)).length;
  await slack.as(idOf(name)).click(await cardOf(slack, change), label);
  const answer = () => slack.ephemerals(idOf(name))[before] ?? slack.views(idOf(name)).at(-1);
  return seen(await slack.waitFor(answer, { what: `an answer to ${name}` }));
}

async function undecided(change: number, slug: string) {
  await workspace.quiet();
  expect(buttonsOf(cards(slack, change)[0])).toContain('Approve and release');
  expect(announcements(slack).filter((one) => one.text.includes(`${slug} v2`))).toEqual([]);
}

test('nobody approves what they wrote or helped to write, and is told who could', async () => {
  await released(slack, { slug: 'own', text: 'One.' });
  await slack.as('UOLU').slash('/prompt', 'contributors own add <@UEVE|eve>');
  await slack.as('UOLU').slash('/prompt', 'reviewers own add <@UADA|ada> <@UEVE|eve>');
  const change = await submitted(slack, { slug: 'own', text: 'Two.' });
  expect(await pressed('ada', change, 'Approve and release')).toBe(
    'You wrote this change, so somebody else must decide on it. These can: olu, dee, eve.',
  );
  await slack.as('UOLU').click(await cardOf(slack, change), 'Request changes');
  await slack.as('UOLU').submitView(undefined, { Reason: 'Shorter.' });
  await slack.as('UOLU').closeView();

  // Eve revises it for ada, and is a writer from then on.
  const eve = slack.as('UEVE');
  await eve.slash('/prompt', `submit own change=${change}`);
  expect(await eve.submitView(await formOf(slack, 'eve'), { 'New text': '2.' })).toMatchObject({ sent: true });
  await eve.closeView();
  await workspace.quiet();
  for (const writer of ['ada', 'eve'])
    expect(await pressed(writer, change, 'Approve and release')).toMatch(
      /^You wrote this change, so somebody else must decide on it\. These can: olu, dee\.$/,
    );
  await undecided(change, 'own');
});

test('contributors, stakeholders, admins and strangers decide nothing', async () => {
  await released(slack, { slug: 'decided', text: 'One.' });
  await slack.as('UOLU').slash('/prompt', 'contributors decided add <@UGRACE|grace>');
  await slack.as('UOLU').slash('/prompt', 'stakeholders decided add <@USAM|sam>');
  const change = await submitted(slack, { slug: 'decided', text: 'Two.' });
  for (const name of ['grace', 'sam', 'root', 'eve']) {
    for (const label of ['Approve and release', 'Request changes', 'Decline'])
      expect(await pressed(name, change, label)).toContain('You may not decide on this change. These can: olu, dee.');
  }
  await undecided(change, 'decided');
});

test('whoever lost the role after the card was posted is refused at the click', async () => {
  await released(slack, { slug: 'lost-role', text: 'One.' });
  await slack.as('UOLU').slash('/prompt', 'reviewers lost-role add <@UGRACE|grace>');
  const change = await submitted(slack, { slug: 'lost-role', text: 'Two.' });
  await slack.as('UGRACE').click(await cardOf(slack, change), 'Decline');
  await slack.as('UOLU').slash('/prompt', 'reviewers lost-role remove <@UGRACE|grace>');
  const late = await slack.as('UGRACE').submitView(undefined, { Reason: 'No.' });
  expect(JSON.stringify(late)).toContain('You may not decide on this change');
  await slack.as('UGRACE').closeView();
  expect(await pressed('grace', change, 'Approve and release')).toContain('You may not decide');
  await undecided(change, 'lost-role');
});

test('a service token applies nothing that takes a person', async () => {
  await released(slack, { slug: 'tokens', text: 'One.' });
  const change = await submitted(slack, { slug: 'tokens', text: 'Two.', by: 'ada' });
  const { message } = await slack.as('UROOT').slash('/prompt', 'token create robot commands');
  const secret = /cs_[\w-]+/.exec(seen(message))?.[0];
  const body = JSON.stringify({
    change,
    cycle: 1,
    fingerprint: /v2, ([0-9a-f]{7})/.exec(seen(cards(slack, change)[0]))?.[1],
  });
  const answer = await fetch(`${workspace.program.url}/v1/commands/approve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('A service token may not decide on this change');
  await undecided(change, 'tokens');
});

test('guests, bots and people of other organisations are refused, even when somebody gave them a role', async () => {
  await released(slack, { slug: 'barred', text: 'One.' });
  await slack.as('UOLU').slash('/prompt', 'reviewers barred add <@UGUS|gus> <@UROBO|robo> <@UFAY|fay>');
  const change = await submitted(slack, { slug: 'barred', text: 'Two.' });
  expect(await pressed('gus', change, 'Approve and release')).toContain('Guests of the workspace cannot use me.');
  expect(await pressed('robo', change, 'Approve and release')).toContain('Bots cannot act here');
  expect(await pressed('fay', change, 'Approve and release')).toContain('another organisation');
  await undecided(change, 'barred');
});

test('an account that was deactivated acts no more', async () => {
  await released(slack, { slug: 'left', text: 'One.' });
  slack.addUser({ id: 'UZOE', name: 'zoe', email: 'zoe@example.com' });
  slack.join('CREVIEW', 'UZOE');
  slack.addUser({ id: 'UZOE', name: 'zoe', deleted: true });
  await slack.as('UOLU').slash('/prompt', 'reviewers left add <@UZOE|zoe>');
  const change = await submitted(slack, { slug: 'left', text: 'Two.' });
  const card = await cardOf(slack, change);
  // A session that Slack has not ended yet: the click was made by somebody else and carries zoe's id.
  const refused = slack.ephemerals('UEVE').length;
  await slack.as('UEVE').click(card, 'Approve and release');
  await slack.waitFor(() => slack.ephemerals('UEVE')[refused], { what: 'the answer to eve' });
  const click = slack.requests.findLast((one) => one.kind === 'block_actions')?.payload as Record<string, unknown>;
  const payload = JSON.stringify({ ...click, trigger_id: 'zoe.1', user: { id: 'UZOE', team_id: 'T1' } });
  expect(await slack.send({ body: new URLSearchParams({ payload }).toString() })).toMatchObject({ status: 200 });
  const told = () => slack.ephemerals('UEVE')[refused + 1];
  expect((await slack.waitFor(told, { what: 'the answer to zoe' })).text).toBe('This account is deactivated.');
  await undecided(change, 'left');
});

test('while Slack does not say who somebody is, known people go on and everybody is answered in time', async () => {
  await released(slack, { slug: 'unsure', text: 'One.' });
  const change = await submitted(slack, { slug: 'unsure', text: 'Two.' });
  slack.addUser({ id: 'UNEW', name: 'new', email: 'new@example.com' });
  for (const channel of ['CREVIEW', 'CNEWS']) slack.join(channel, 'UNEW');
  const faults = [{ status: 500 }, { status: 429, retryAfter: 30 }, { hang: true }, { reset: true }] as const;
  for (const [at, fault] of faults.entries()) {
    const down = slack.fail('users.info', fault);
    const id = `UNEW${at}`;
    slack.addUser({ id, name: `new${at}`, email: `new${at}@example.com` });
    slack.join('CREVIEW', id);
    const said = await slack.as(id).slash('/prompt', 'show unsure', { channel: 'CREVIEW' });
    expect(said.status, JSON.stringify(fault)).toBe(200);
    expect(said.ms).toBeLessThan(2_800);
    expect(said.message?.text).toBe(
      'I could not find out just now who you are. Nothing was changed; please try again in a minute.',
    );
    const known = await slack.as('UDEE').slash('/prompt', 'show unsure', { channel: 'CREVIEW' });
    expect(seen(known.message)).toContain('One.');
    const several = `reviewers unsure add <@${id}A|a> <@${id}B|b> <@${id}C|c> <@${id}D|d>`;
    const busy = await slack.as('UOLU').slash('/prompt', several);
    expect(busy.ms, `${JSON.stringify(fault)} and four strangers`).toBeLessThan(2_800);
    expect(busy.message ?? slack.views('UOLU').at(-1)).toBeDefined();
    await slack
      .as('UOLU')
      .closeView(undefined, { all: true })
      .catch(() => {});
    down.clear();
  }
  const stranger = await slack.as('UNEW0').click(await cardOf(slack, change), 'Approve and release');
  expect(stranger).toMatchObject({ status: 200 });
  await slack.as('UOLU').click(await cardOf(slack, change), 'Approve and release');
  await slack.waitFor(() => announcements(slack).find((one) => /unsure v2/.test(one.text)));
});

test('who was named while Slack did not say who that is acts only afterwards, and as the person they are', async () => {
  await released(slack, { slug: 'two-faces', text: 'One.' });
  slack.addUser({ id: 'UVIC', name: 'vic', email: 'vic@example.com' });
  slack.addUser({ id: 'UFACE', name: 'vic', email: 'Vic@example.com' });
  for (const user of ['UVIC', 'UFACE']) slack.join('CREVIEW', user);
  await slack.as('UOLU').slash('/prompt', 'contributors two-faces add <@UVIC|vic>');
  const down = slack.fail('users.info', { status: 500 });
  await slack.as('UOLU').slash('/prompt', 'reviewers two-faces add <@UFACE|vic>');
  const change = await submitted(slack, { slug: 'two-faces', text: 'Two.', by: 'vic' });
  expect(await pressed('face', change, 'Approve and release')).toMatch(/^I could not find out just now who you are\./);
  down.clear();
  // A failed look-up holds for two seconds.
  const late = () => pressed('face', change, 'Approve and release');
  await expect.poll(late, { timeout: 5_000, interval: 300 }).toMatch(/^You wrote this change/);
  expect(seen((await slack.as('UEVE').slash('/prompt', 'reviewers two-faces')).message)).toContain(': vic');
  await undecided(change, 'two-faces');
});

test('a name that changed on Slack is taken over, and one e-mail is one person', async () => {
  const who = async (id: string) => seen((await slack.as(id).slash('/prompt', 'whoami')).message);
  slack.addUser({ id: 'UTWO', name: 'ada-again', email: 'ADA@example.com' });
  slack.join('CREVIEW', 'UTWO');
  const accounts = /Accounts: (.*)/
    .exec(await who('UTWO'))?.[1]
    ?.split(', ')
    .sort();
  expect(accounts).toEqual(['slack:T1/UADA', 'slack:T1/UTWO']);
  await released(slack, { slug: 'one-person', text: 'One.' });
  const change = await submitted(slack, { slug: 'one-person', text: 'Two.' });
  await slack.as('UOLU').slash('/prompt', 'reviewers one-person add <@UTWO|ada-again>');
  const before = slack.ephemerals('UTWO').length;
  await slack.as('UTWO').click(await cardOf(slack, change), 'Approve and release');
  const refusal = await slack.waitFor(() => slack.ephemerals('UTWO')[before]);
  expect(refusal.text).toContain('You wrote this change');
  await undecided(change, 'one-person');
});

test('everything was in order', async () => {
  await workspace.quiet();
  expectSound(slack, workspace.programs, {
    pings: ['grace', 'olu', 'dee', 'ada', 'eve', 'gus', 'robo', 'fay', 'zoe', 'two', 'face', 'vic'],
    errors: ['user_not_found', 'used_url'],
  });
});
