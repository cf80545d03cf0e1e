import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonsOf, seen } from './seen.ts';
import { announcements, cardOf, cards, formOf, released, submitted, toldPrivately } from './steps.ts';
import { expectSound, idOf, startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let slack: Workspace['slack'];
const crowd = Array.from({ length: 20 }, (_, i) => `r${i}`);

beforeAll(async () => {
  workspace = await startWorkspace({ programs: 3 });
  slack = workspace.slack;
  for (const name of crowd) {
    slack.addUser({ id: idOf(name), name, email: `${name}@example.com` });
    for (const channel of ['CREVIEW', 'CNEWS']) slack.join(channel, idOf(name));
  }
});
afterAll(async () => {
  await workspace?.stop();
});

/** A prompt that everybody of the crowd reviews, with one released version and one change that waits. */
async function waiting(slug: string) {
  await released(slack, { slug, text: 'One.' });
  const all = crowd.map((name) => `<@${idOf(name)}|${name}>`).join(' ');
  await slack.as('UOLU').slash('/prompt', `reviewers ${slug} add ${all}`);
  const change = await submitted(slack, { slug, text: 'Two.' });
  return { change, card: await cardOf(slack, change) };
}

const moves = (slug: string) => announcements(slack).filter((one) => one.text.includes(`${slug} `));

test('of twenty people who approve at once, over three processes, one releases and the others learn who', async () => {
  const { change, card } = await waiting('twenty');
  const answers = await Promise.all(crowd.map((name) => slack.as(idOf(name)).click(card, 'Approve and release')));
  for (const answer of answers) expect(answer).toMatchObject({ status: 200 });
  const told = () => crowd.map((name) => slack.ephemerals(idOf(name)).at(-1)?.text);
  await slack.waitFor(() => told().every((text) => text !== undefined), { what: 'an answer to everybody' });
  const won = told().filter((text) => /^You approved/.test(text!));
  expect(won).toHaveLength(1);
  const winner = crowd[told().findIndex((text) => /^You approved/.test(text!))];
  const lost = told().filter((text) => !/^You approved/.test(text!));
  for (const text of lost)
    expect(text).toMatch(
      new RegExp(`^${winner} approved change #${change} of twenty at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC`),
    );

  await workspace.quiet();
  expect(moves('twenty').map((one) => one.text)).toEqual([
    '🚀 twenty v1 is live on production',
    '🚀 twenty v2 is live on production',
  ]);
  expect(slack.thread('CREVIEW', card.ts)).toHaveLength(1);
  expect(toldPrivately(slack, 'ada', /twenty/)).toHaveLength(2);
  expect(buttonsOf(cards(slack, change)[0])).toEqual([]);
  expect(seen(cards(slack, change)[0])).toContain(`✅ Approved by ${winner}`);
});

test('approving, declining, requesting changes and withdrawing at once settle the change one way', async () => {
  const { change, card } = await waiting('mixed');
  const forms = crowd.slice(0, 8);
  for (const [at, name] of forms.entries()) {
    await slack.as(idOf(name)).click(card, at % 2 ? 'Decline' : 'Request changes');
    await formOf(slack, name);
  }
  const sent = await Promise.all([
    ...forms.map((name) => slack.as(idOf(name)).submitView(undefined, { Reason: `Says ${name}` })),
    ...crowd.slice(8, 16).map((name) => slack.as(idOf(name)).click(card, 'Approve and release')),
    slack.as('UADA').slash('/prompt', `withdraw ${change}`, { channel: 'CREVIEW' }),
  ]);
  for (const answer of sent) expect(answer).toMatchObject({ status: 200 });
  await workspace.quiet();
  const settled = seen(cards(slack, change)[0]);
  expect(settled).toMatch(/✅|❌|✏️|Withdrawn/);
  const releases = moves('mixed').filter((one) => one.text.includes('v2'));
  expect(releases).toHaveLength(settled.includes('✅') ? 1 : 0);
});

test('of ten rollbacks at once one moves the label, and nobody else does by accident', async () => {
  await waiting('ten-back');
  const third = await submitted(slack, { slug: 'ten-back', text: 'Three.', by: 'dee' });
  await slack.as('UOLU').click(await cardOf(slack, third), 'Approve and release');
  const news = await slack.waitFor(() => moves('ten-back')[1]);
  const ten = crowd.slice(0, 10);
  for (const name of ten) {
    await slack.as(idOf(name)).click(news, 'Roll back');
    await formOf(slack, name);
  }
  const sent = await Promise.all(ten.map((name) => slack.as(idOf(name)).submitView(undefined, { Reasons: ['wrong'] })));
  const done = sent.filter((one) => one.sent && one.responseAction === 'update');
  const refused = sent.filter((one) => one.sent && one.responseAction === 'errors');
  expect([done.length, refused.length]).toEqual([1, 9]);
  const winner = ten[sent.indexOf(done[0]!)];
  for (const one of refused) expect(JSON.stringify(one)).toContain(`${winner} was faster`);
  await workspace.quiet();
  expect(moves('ten-back').filter((one) => one.text.startsWith('⏪'))).toHaveLength(1);
  for (const name of ten) await slack.as(idOf(name)).closeView();
});

test('one new name submitted by ten people at once is one prompt, and whoever came second is told', async () => {
  const authors = crowd.slice(0, 10);
  for (const name of authors) await slack.as(idOf(name)).slash('/prompt', 'submit brand-new', { channel: 'CREVIEW' });
  const sent = await Promise.all(
    authors.map(async (name) =>
      slack.as(idOf(name)).submitView(await formOf(slack, name), {
        Text: `By ${name}.`,
        Why: 'New',
        Purpose: 'New',
        Owner: 'UOLU',
        Deputy: 'UDEE',
      }),
    ),
  );
  for (const name of authors) await slack.as(idOf(name)).closeView();
  // Who was second finds a prompt in which they have no part, and is told so in the form.
  const made = sent.filter((one) => one.sent && one.responseAction === 'update');
  const refused = sent.filter((one) => one.sent && one.responseAction === 'errors');
  expect([made.length, refused.length]).toEqual([1, 9]);
  for (const one of refused) expect(JSON.stringify(one)).toContain('You may not submit changes to this prompt');
  await workspace.quiet();
  expect(slack.messages('CREVIEW').filter((one) => /brand-new v1/.test(one.text))).toHaveLength(1);
});

test('one request that arrives at all processes at once has one effect', async () => {
  const { change, card } = await waiting('together');
  await slack.as('UR0').slash('/prompt', `comment ${change} first`, { channel: 'CREVIEW' });
  const request = slack.requests.findLast((one) => one.kind === 'slash_command')!;
  const again = workspace.programs.flatMap(({ url }) =>
    Array.from({ length: 4 }, () => slack.replay({ ...request, raw: { ...request.raw!, url: `${url}/slack/events` } })),
  );
  for (const answer of await Promise.all(again)) expect(answer.status).toBe(200);
  await workspace.quiet();
  expect(slack.thread('CREVIEW', card.ts).filter((one) => /commented/.test(one.text))).toHaveLength(1);
});

test('every move has one audit row, and the chain holds', async () => {
  const sql = postgres(workspace.database.url, { max: 1, fetch_types: false, onnotice: () => {} });
  const [row] = await sql`select (select count(*)::int from move) as moves,
    (select count(*)::int from audit where action = 'move') as audited`;
  await sql.end();
  expect(row?.audited).toBe(row?.moves);
});

test('everything was in order', async () => {
  await workspace.quiet();
  expectSound(slack, workspace.programs, { pings: ['olu', 'dee', 'grace', ...crowd] });
});
