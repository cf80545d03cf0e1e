import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { buttonsOf, filledIn, seen } from './seen.ts';
import { announcements, cardOf, cards, formOf, numberIn, pieces, released, submitted } from './steps.ts';
import { expectSound, PRIVATE, startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let slack: Workspace['slack'];

beforeAll(async () => {
  // The most talkative log there is: what people write must not be in it either.
  workspace = await startWorkspace({ platform: { retryDelaysMs: [0, 0, 0] }, settings: { LOG_LEVEL: 'trace' } });
  slack = workspace.slack;
  await released(slack, { slug: 'support-reply', text: 'Answer kindly.' });
});
afterAll(async () => {
  await workspace?.stop();
});

/** What a person is told after typing a command: privately, or in the dialog that opens. */
async function typed(name: string, text: string): Promise<string> {
  const person = slack.as(`U${name.toUpperCase()}`);
  await person.closeView(undefined, { all: true }).catch(() => {});
  const { message } = await person.slash('/prompt', text, { channel: 'CREVIEW' });
  const view = slack.views(person.id).at(-1);
  return message ? seen(message) : `${view?.title.text}\n${seen(view)}`;
}

test('every verb answers, alone and with a name, and never with a shrug', async () => {
  for (const { name, hidden } of commands) {
    if (hidden) continue;
    for (const line of [name, `${name} support-reply`, `${name} nonsense nonsense`]) {
      const said = await typed('root', line);
      expect(said.length, `"${line}"`).toBeGreaterThan(10);
      expect(said, `"${line}"`).not.toMatch(/could not do this just now|undefined|\[object/);
    }
  }
});

test('nothing at all, and help, list what there is with examples', async () => {
  const all = await typed('eve', '');
  expect(all).toContain('rollback support-reply');
  expect(await typed('eve', 'help')).toBe(all);
  expect(await typed('eve', 'help rollback')).toContain('rollback support-reply v3 wrong');
});

test('a mistyped verb is answered by the nearest one, which a button runs', async () => {
  const { message } = await slack.as('UEVE').slash('/prompt', 'histroy support-reply');
  expect(message?.text).toBe('I do not know "histroy". Did you mean history? "help" lists all.');
  expect(buttonsOf(message)).toEqual(['Run history', 'Help']);
  await slack.as('UEVE').click(message!, 'Run history');
  expect(seen(await formOf(slack, 'eve'))).toContain('History of support-reply');
});

test('unknown prompts, versions, labels and changes are refused with the nearest', async () => {
  expect(await typed('eve', 'show suport-reply')).toContain(
    'no prompt called suport-reply. Did you mean support-reply?',
  );
  expect(await typed('eve', 'diff support-reply v1 v7')).toContain('support-reply has no version "v7"');
  expect(await typed('eve', 'approve 4711')).toContain('There is no change #4711');
  expect(await typed('olu', 'rollback support-reply label=prodution reason=wrong')).toContain(
    'support-reply has no label prodution',
  );
});

test('smart quotes, double spaces, stray case and punctuation do no harm', async () => {
  expect(await typed('eve', '  SHOW   Support-Reply ')).toContain('Answer kindly.');
  expect(await typed('eve', 'show “support-reply”')).toContain('Answer kindly.');
  expect(await typed('eve', 'History, support-reply')).toContain('History of support-reply');
  const change = await submitted(slack, { slug: 'support-reply', text: 'Answer twice.' });
  // A verdict that is typed does not say which text was read, so its form comes back with everything filled in.
  await slack.as('UOLU').slash('/prompt', `request_changes #${change} “Say   why”`);
  const form = await formOf(slack, 'olu');
  expect(filledIn(form)).toMatchObject({ Reason: 'Say   why' });
  await slack.as('UOLU').submitView(form);
  await slack.as('UOLU').closeView();
  const asked = () => cards(slack, change).find((one) => /✏️/.test(seen(one)));
  expect(seen(await slack.waitFor(asked, { what: 'the reason on the card' }))).toContain('Say   why');
});

test('what is missing is asked for in a form, which then does it', async () => {
  const change = await submitted(slack, { slug: 'asks', text: 'Ask me.' });
  const olu = slack.as('UOLU');
  await olu.slash('/prompt', 'decline');
  const which = await formOf(slack, 'olu');
  const next = await olu.submitView(which, { Change: String(change) });
  expect(next).toMatchObject({ sent: true, responseAction: 'update' });
  await olu.submitView(undefined, { Reason: 'Not now.' });
  expect(seen(await formOf(slack, 'olu'))).toContain(`You declined #${change} of asks`);
  await olu.closeView();
});

test('approving by its number shows the card first, and the button in the form says that it releases', async () => {
  const change = await submitted(slack, { slug: 'by-number', text: 'By number.' });
  const olu = slack.as('UOLU');
  await olu.slash('/prompt', `approve #${change}`);
  const form = await formOf(slack, 'olu');
  expect(seen(form)).toContain('By number.');
  expect(form.submit?.text).toBe('Approve and release');
  expect(announcements(slack).some((one) => /by-number/.test(one.text))).toBe(false);
  expect(await olu.submitView(form)).toMatchObject({ sent: true });
  await olu.closeView();
  await slack.waitFor(() => announcements(slack).find((one) => /by-number v1/.test(one.text)));
});

test('a form brings 12 000 characters byte for byte, whatever they are', async () => {
  const piece = 'Zeile\r\n\t ends in spaces   \n\n🦘 <!channel> <@UEVE> ```code``` \u202eright to left\u202c a&amp;b\n';
  const tail = 'the end, and then   \r\n\n  ';
  const text = piece.repeat(200).slice(0, 12_000 - tail.length) + tail;
  expect(text).toHaveLength(12_000);
  await released(slack, { slug: 'bytes', text });
  const held = await heldText(workspace, 'bytes');
  expect(held === text).toBe(true);

  // What the form offers for editing is the same text, and sending it back unchanged is no change.
  const ada = slack.as('UADA');
  await ada.slash('/prompt', 'submit bytes');
  const form = await formOf(slack, 'ada');
  const offered = form.blocks
    .filter((block) => block.block_id?.startsWith('f:text'))
    .map((block) => block.element?.initial_value ?? '');
  expect(offered.join('') === text).toBe(true);
  const same = await ada.submitView(form, { Why: 'Nothing' });
  expect(JSON.stringify(same)).toContain('This is v1 already');
  const more = await ada.submitView(form, { Why: 'More', ...pieces('New text', `X${text.slice(1)}`) });
  expect(more).toMatchObject({ responseAction: 'update' });
  await ada.closeView();
});

test('a text of wide characters fills the form as well', async () => {
  const text = '汉字かな'.repeat(3_000);
  expect(text).toHaveLength(12_000);
  await released(slack, { slug: 'wide', text });
  expect((await heldText(workspace, 'wide')) === text).toBe(true);
});

test('a longer text is not cut: the form says where to send it', async () => {
  const text = 'Long rule.\n'.repeat(1_200);
  await withToken(async (secret) => {
    const { status } = await command(secret, 'submit', {
      prompt: 'long-text',
      text,
      why: 'It is long',
      purpose: 'Long answers',
      owner: 'olu@example.com',
      deputy: 'dee@example.com',
    });
    expect(status).toBe(200);
  });
  const card = await slack.waitFor(() => slack.messages('CREVIEW').find((one) => /long-text v1/.test(one.text)));
  await slack.as('UOLU').click(card, 'Approve and release');
  await slack.waitFor(() => announcements(slack).find((one) => /long-text v1/.test(one.text)));
  const said = await typed('olu', 'submit long-text');
  expect(said).toContain('13,200 characters');
  expect(said).toContain('POST /v1/commands/submit');
});

test('what is not text is refused at its field, and what was typed stays', async () => {
  const ada = slack.as('UADA');
  await ada.slash('/prompt', 'submit odd-text');
  const form = await formOf(slack, 'ada');
  const rest = { Why: 'Why', Purpose: 'P', Owner: 'UOLU', Deputy: 'UDEE' };
  for (const text of ['a\u0000b', 'half \ud83d of a pair', '   ']) {
    const sent = await ada.submitView(form, { Text: text, ...rest });
    expect(sent, JSON.stringify(text)).toMatchObject({ sent: true, responseAction: 'errors' });
    expect(Object.keys((sent as { errors: object }).errors)).toEqual(['f:text:1']);
  }
  const same = await ada.submitView(form, { Text: 'Good.', ...rest, Deputy: 'UOLU' });
  expect(Object.keys((same as { errors: object }).errors)).toEqual(['f:deputy']);
  expect(await ada.submitView(form, { Text: 'Good.', ...rest })).toMatchObject({ responseAction: 'update' });
  await ada.closeView();
});

test('a mention is answered privately in its thread, and forms are offered as a button', async () => {
  const eve = slack.as('UEVE');
  const before = slack.ephemerals('UEVE').length;
  const { message } = await eve.mention('show support-reply', { channel: 'CDESK' });
  const answer = await slack.waitFor(() => slack.ephemerals('UEVE')[before]);
  expect(answer.channel).toBe('CDESK');
  expect(seen(answer)).toContain('Answer kindly.');
  await eve.mention('help', { channel: 'CDESK', thread_ts: message.ts });
  const inThread = await slack.waitFor(() => slack.ephemerals('UEVE')[before + 1]);
  expect(inThread.thread_ts).toBe(message.ts);

  await eve.mention('submit by-mention', { channel: 'CDESK' });
  const offer = await slack.waitFor(() => slack.ephemerals('UEVE')[before + 2]);
  await eve.click(offer, 'Open the form');
  const form = await formOf(slack, 'eve');
  expect(seen(form)).toContain('by-mention does not exist yet');
  await eve.closeView();
  expect(slack.messages('CDESK').filter((one) => one.bot)).toEqual([]);
});

test('an event that Slack repeats has one effect and one answer', async () => {
  const change = await submitted(slack, { slug: 'repeated', text: 'Once.' });
  const card = await cardOf(slack, change);
  const before = slack.ephemerals('UEVE').length;
  for (const text of [`comment ${change} Only once, ${PRIVATE}`, 'review', 'show nobody-knows', 'submit']) {
    await slack.as('UEVE').mention(text, { channel: 'CDESK' });
    const event = slack.requests.findLast((one) => one.kind === 'app_mention')!;
    for (let i = 0; i < 3; i++) expect(await slack.replay(event)).toMatchObject({ status: 200 });
  }
  await workspace.quiet();
  expect(slack.thread('CREVIEW', card.ts).filter((one) => /commented/.test(one.text))).toHaveLength(1);
  expect(slack.ephemerals('UEVE').slice(before)).toHaveLength(4);
});

test('shortcuts open their forms, and answers without a form open as a dialog', async () => {
  const olu = slack.as('UOLU');
  await olu.shortcut('run:rollback');
  expect(filledIn(await formOf(slack, 'olu'))).toHaveProperty('Prompt');
  await olu.closeView();
  await olu.shortcut('run:submit');
  const form = await formOf(slack, 'olu');
  const next = await olu.submitView(form, { Prompt: 'support-reply' });
  expect(next).toMatchObject({ responseAction: 'update' });
  expect(filledIn(await formOf(slack, 'olu'))['New text']).toBe('Answer kindly.');
  await olu.closeView();
  await olu.shortcut('run:review');
  expect(seen(await formOf(slack, 'olu'))).toMatch(/waits? for you/);
  await olu.closeView();
});

test('what waits for me is listed oldest first, with ages and a button that opens the card', async () => {
  const dee = slack.as('UDEE');
  const { message } = await dee.slash('/prompt', 'review');
  const ids = [...seen(message).matchAll(/#(\d+) /g)].map(([, id]) => Number(id));
  expect(ids.length).toBeGreaterThan(1);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  expect(seen(message)).toContain('waiting for less than a minute');
  const open = message!.blocks.flatMap((block) => block.elements ?? []).find((one) => one.type === 'button');
  await dee.click(message!, 'Open', { elementValue: open?.value });
  expect(seen(await formOf(slack, 'dee'))).toContain(`Change #${ids[0]} ·`);
  await dee.closeView();
  expect(await typed('eve', 'review')).toContain('Nothing waits for you');
});

test('roles and the policy are shown to everybody and set by the owner, in a form or in a line', async () => {
  await released(slack, { slug: 'governed', text: 'Governed.' });
  expect(await typed('eve', 'reviewers governed')).toContain('nobody');
  expect(await typed('eve', 'reviewers governed add <@UEVE|eve>')).toMatch(
    /You may not .*These can: olu, and the admins/,
  );
  const olu = slack.as('UOLU');
  const { message } = await olu.slash('/prompt', 'reviewers governed');
  await olu.click(message!, 'Change');
  await olu.submitView(undefined, { People: ['UGRACE', 'UDEE'] });
  expect(seen(await formOf(slack, 'olu'))).toContain('are now: grace and dee');
  await olu.closeView();

  const shown = await olu.slash('/prompt', 'policy governed');
  await olu.click(shown.message!, 'Change the policy');
  const form = await formOf(slack, 'olu');
  expect(filledIn(form)).toMatchObject({ 'Approvals needed': '1' });
  const refused = await olu.submitView(form, { 'Approvals needed': '2', 'Required reviewers': ['UEVE'] });
  expect(refused).toMatchObject({ responseAction: 'errors' });
  await olu.submitView(form, { 'Approvals needed': '2', 'Required reviewers': ['UGRACE'], 'Expires after': '3d' });
  await olu.closeView();
  const policy = await typed('eve', 'policy governed');
  expect(policy).toContain('Approvals needed: 2 approvals');
  expect(policy).toContain('Must approve: grace');
  expect(policy).toContain('3 days');

  const people = await olu.slash('/prompt', 'stakeholders governed add <@USAM|sam> <#CDESK|help-desk>');
  expect(seen(people.message)).toContain('sam and CDESK');
  expect(await typed('olu', 'deputy governed <@UGRACE|grace>')).toContain(
    'grace is now the deputy of governed, after dee',
  );
  expect(await typed('olu', 'owner governed <@UGRACE|grace>')).toContain('grace is the deputy already');
  expect(await typed('olu', 'contributors governed add <#CDESK|help-desk>')).toMatch(/contributors are people/i);
});

test('a token is shown once, privately, to an admin, and works until it is revoked', async () => {
  expect(await typed('olu', 'token create help-desk read')).toContain('The admins can');
  const before = workspace.slack.calls.length;
  const root = slack.as('UROOT');
  const { message } = await root.slash('/prompt', 'token create help-desk read');
  const secret = /cs_[\w-]+/.exec(seen(message))?.[0];
  expect(secret).toMatch(/^cs_[\w-]{32}$/);
  expect(message?.ephemeralTo).toBe('UROOT');
  expect(JSON.stringify(slack.calls.slice(before))).not.toContain(secret);
  const read = () =>
    fetch(`${workspace.program.url}/v1/prompts/support-reply`, { headers: { authorization: `Bearer ${secret}` } });
  expect((await read()).status).toBe(200);
  const list = await typed('root', 'token list');
  expect(list).toContain('help-desk');
  expect(list).not.toContain(secret);
  expect(await typed('root', 'token revoke help-desk')).toContain('is revoked');
  await expect.poll(async () => (await read()).status, { timeout: 500, interval: 20 }).toBe(401);
});

test('who I am, and the trail of a prompt and of a change', async () => {
  const me = await typed('root', 'whoami');
  expect(me).toContain('You are root, an admin.');
  expect(me).toContain('root@example.com');
  expect(await typed('olu', 'whoami')).toContain('support-reply: owner');
  const change = await submitted(slack, { slug: 'traced', text: 'Traced.' });
  await slack.as('UOLU').click(await cardOf(slack, change), 'Approve and release');
  const trail = await typed('eve', 'audit traced');
  for (const action of ['create', 'submit', 'approve', 'move']) expect(trail).toContain(` · ${action} · `);
  expect(await typed('eve', `audit #${change}`)).toContain('olu · approve');
});

test('a label is created by its first release, and pins what it holds', async () => {
  const change = await submitted(slack, { slug: 'support-reply', text: 'Staged.', label: 'staging' });
  await slack.as('UOLU').click(await cardOf(slack, change), 'Approve and release');
  await slack.waitFor(() => announcements(slack).find((one) => /is live on staging/.test(one.text)));
  const shown = await typed('eve', 'show support-reply');
  expect(shown).toMatch(/production: v1/);
  expect(shown).toMatch(/staging: v\d/);
});

test('the Home tab shows what waits, opens forms and cards, and follows what happens', async () => {
  const olu = slack.as('UOLU');
  await olu.openHome();
  const home = await slack.waitFor(() => slack.home('UOLU'));
  expect(seen(home)).toMatch(/changes? waits? for you/);
  await olu.clickInView(home, 'All prompts');
  expect(seen(await formOf(slack, 'olu'))).toContain('support-reply');
  await olu.closeView();
  await olu.clickInView(slack.home('UOLU'), 'Submit a change', { elementValue: JSON.stringify({ a: {}, ask: true }) });
  expect(filledIn(await formOf(slack, 'olu'))).toHaveProperty('Prompt');
  await olu.closeView();
  const change = await submitted(slack, { slug: 'at-home', text: 'At home.' });
  const told = () => seen(slack.home('UOLU')).includes(`#${change} at-home`);
  await slack.waitFor(told, { what: 'the Home tab with the new change' });
});

test('nobody is notified by what others write', async () => {
  const evil = '<!channel> <!here> <@UEVE> @channel &lt;!everyone&gt; <!subteam^S1|all>';
  await released(slack, { slug: 'harmless', text: `${evil} ${PRIVATE}`, why: evil });
  const change = await submitted(slack, { slug: 'harmless', text: `${evil}\n${evil}`, why: evil });
  await slack.as('UEVE').slash('/prompt', `comment ${change} ${evil}`);
  const olu = slack.as('UOLU');
  await olu.click(await cardOf(slack, change), 'Request changes');
  await olu.submitView(undefined, { Reason: evil });
  await olu.closeView();
  expect(numberIn(await typed('eve', 'review'))).toBeNaN();
});

test('what came in is counted by door and outcome, and what was sent by outcome', async () => {
  const text = await (await fetch(`${workspace.program.url}/metrics`)).text();
  for (const line of [
    /^countersign_command_seconds_count\{command="approve",outcome="done",door="slack"\} [1-9]/m,
    /^countersign_command_seconds_count\{command="help",outcome="done",door="slack"\} [1-9]/m,
    /^countersign_command_seconds_count\{command="submit",outcome="done",door="http"\} [1-9]/m,
    /^countersign_deliveries_total\{platform="slack",outcome="posted"\} [1-9]/m,
    /^countersign_deliveries_total\{platform="slack",outcome="edited"\} [1-9]/m,
  ])
    expect(text).toMatch(line);
});

test('everything was in order', async () => {
  await workspace.quiet();
  expectSound(slack, workspace.programs);
});

async function heldText({ program }: Workspace, slug: string): Promise<string> {
  return withToken(async (secret) => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await fetch(`${program.url}/v1/prompts/${slug}`, { headers });
    const { messages } = (await answer.json()) as { messages: { content: string }[] };
    return messages[0]!.content;
  });
}

async function withToken<T>(use: (secret: string) => Promise<T>): Promise<T> {
  const { message } = await slack.as('UROOT').slash('/prompt', 'token create tests scopes="read commands"');
  return use(/cs_[\w-]+/.exec(seen(message))![0]);
}

function command(secret: string, name: string, args: Record<string, unknown>): Promise<Response> {
  return fetch(`${workspace.program.url}/v1/commands/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
}
