import { afterAll, beforeAll, expect, test } from 'vitest';
import { viewOf } from '../../src/commands/cards/subjects.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { codeOf, lastRequest, linked, type Someone, someone } from '../accounts.ts';
import { said } from '../said.ts';
import { readyUseCase } from '../use-case.ts';
import { createWorld, type World } from '../world.ts';

const MINUTE = 60_000;

let world: World;
let n = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  expect((await verifyAudit(world.store.db)).broken).toBeNull();
  await world?.close();
});

/** One human whose two platforms know them by different addresses. */
async function twoFaced(): Promise<[slack: Someone, teams: Someone]> {
  const [slack, teams] = [
    someone(world, `slack:T1/U${++n}`, `u${n}@slack.example`),
    someone(world, `teams:TN/u${n}`, `u${n}@teams.example`),
  ];
  await slack.met();
  await teams.met();
  return [slack, teams];
}
const card = async (id: number, slot = 'card') => {
  const view = await viewOf(world.store.db, `link:${id}`, slot, world.now(), world.house.settings);
  return view && { text: said(view.card), card: view.card };
};
const trail = async (one: Someone) => {
  const { id } = await one.person();
  const rows = await world.sql<
    { action: string }[]
  >`select action from audit where subject = ${`person:${id}`} order by id`;
  return rows.map((row) => row.action);
};

test('a code, entered on the other platform and confirmed on the first, makes two accounts one person', async () => {
  const [slack, teams] = await twoFaced();
  const answer = await slack.hears('link');
  expect(answer).toMatch(/^Your code is [2-9A-Z]{4}-[2-9A-Z]{4}\. It works once\.\n.* type: link [2-9A-Z]{4}-/);
  const { posts } = await world.queued(async () => {
    expect(await teams.hears('link', { code: codeOf(answer).toLowerCase() })).toContain(
      `on Slack whether both are one`,
    );
  });
  const id = await lastRequest(world);
  // Asked privately, on the platform the code came from, with both accounts named.
  expect(posts).toEqual([{ subject: `link:${id}`, place: slack.key, slot: 'card' }]);
  const question = (await card(id))!;
  expect(question.text).toContain(`Are you also u${n} of teams on Microsoft Teams?`);
  for (const words of [slack.key, teams.key, `u${n}@slack.example`, `u${n}@teams.example`])
    expect(question.text).toContain(words);
  expect(question.card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []))).toMatchObject([
    { label: 'Yes, both are me', command: 'link', args: { request: id, answer: 'yes' } },
    { label: 'No', command: 'link', args: { request: id, answer: 'no' } },
  ]);
  expect((await slack.person()).id).not.toBe((await teams.person()).id);

  const settled = await world.queued(async () => {
    expect(await slack.hears('link', { request: id, answer: 'yes' })).toMatch(
      /^Done: Slack .* and Microsoft Teams .* are one person here/,
    );
  });
  expect(settled.posts).toEqual([{ subject: `link:${id}`, place: teams.key, slot: 'dm:outcome' }]);
  expect(settled.refresh).toContain(`link:${id}`);
  expect((await card(id, 'dm:outcome'))!.text).toContain('are one person here now.');
  const person = await slack.person();
  expect((await teams.person()).id).toBe(person.id);
  expect([...person.accounts].sort()).toEqual([slack.key, teams.key].sort());
  expect(await teams.hears('whoami')).toContain(`Accounts: ${slack.key} (linked by you), ${teams.key} (linked by you)`);
  expect(await trail(slack)).toEqual(['link_asked', 'link']);
});

test('only the one who asked for the code answers, and only once', async () => {
  const [slack, teams] = await twoFaced();
  await teams.hears('link', { code: codeOf(await slack.hears('link')) });
  const request = await lastRequest(world);
  const refusal = 'I asked somebody else. Only who asked for the code answers.';
  expect(await teams.refused('link', { request, answer: 'yes' })).toBe(refusal);
  expect(await world.refused('eve', 'link', { request, answer: 'yes' })).toBe(refusal);
  expect(await slack.hears('link', { request, answer: 'no' })).toContain('Then nothing was changed');
  expect(await slack.refused('link', { request, answer: 'yes' })).toContain('This question is settled.');
  expect((await slack.person()).id).not.toBe((await teams.person()).id);
  expect(await trail(slack)).toEqual(['link_asked', 'link_refused']);
  expect((await card(request))!.text).toContain('the answer was no');
});

test('a code is worth nothing after ten minutes, after a new one, after its use, and on the account that asked', async () => {
  const [slack, teams] = await twoFaced();
  const worthless = async (code: string) => expect(await teams.hears('link', { code })).toContain('worth nothing');
  const late = codeOf(await slack.hears('link'));
  world.pass(10 * MINUTE);
  await worthless(late);
  const old = codeOf(await slack.hears('link'));
  const code = codeOf(await slack.hears('link'));
  await worthless(old);
  expect(await slack.refused('link', { code })).toContain('This is your own code.');
  await teams.hears('link', { code });
  await worthless(code);
  world.pass(10 * MINUTE);
  const request = await lastRequest(world);
  expect(await slack.refused('link', { request, answer: 'yes' })).toContain('The 10 minutes are over.');
  expect((await card(request))!.text).toContain('This question is over');
});

test('whoever enters five wrong codes has to wait, and a right one does not help', async () => {
  const [slack, teams] = await twoFaced();
  const code = codeOf(await slack.hears('link'));
  expect(await teams.hears('link', { code: 'nonsense' })).toContain('You have 4 tries left.');
  for (let i = 0; i < 3; i++) await teams.hears('link', { code: '2222-2222' });
  expect(await teams.hears('link', { code: '2222-2222' })).toContain('That was one too many');
  expect(await teams.refused('link', { code })).toContain('Too many wrong codes.');
  world.pass(10 * MINUTE);
  expect(await teams.hears('link', { code: codeOf(await slack.hears('link')) })).toContain('I asked');
});

test('the author cannot approve from the other platform, whatever was done before the two became one', async () => {
  const slug = `eyes-${++n}`;
  await world.prompt(slug);
  const [slack, teams] = await twoFaced();
  await world.done('olu', 'contributors', { prompt: slug, people: `@${slack.key}` });
  await world.done('olu', 'reviewers', {
    prompt: slug,
    action: 'set',
    people: [`@${teams.key}`, `@${slack.key}`, 'grace@example.com'],
  });
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  const submitted = await slack.run('submit', { prompt: slug, text: 'mine', why: 'Better' });
  const seen = (submitted as { result: { change: number; cycle: number; fingerprint: string } }).result;
  const args = { change: seen.change, cycle: seen.cycle, fingerprint: seen.fingerprint };
  // Approved with the other account while nobody knew.
  expect((await teams.run('approve', args)).kind).toBe('done');
  const { refresh } = await world.queued(() => linked(world, slack, teams));
  expect(refresh).toContain(`change:${seen.change}`);
  expect(await teams.refused('approve', args)).toMatch(/^You wrote this change/);
  // That approval does not count any more: one more is not enough.
  expect((await world.run('grace', 'approve', args)).kind).toBe('done');
  expect(await world.done('eve', 'change', { change: seen.change })).toMatchObject({ review: 'open' });
  expect((await world.run('dee', 'approve', args)).kind).toBe('done');
  expect(await world.done('eve', 'change', { change: seen.change })).toMatchObject({ review: 'approved' });
});

test('a vote from each platform counts once, whether it was given before the two became one or after', async () => {
  const slug = `votes-${++n}`;
  await world.prompt(slug);
  const [slack, teams] = await twoFaced();
  await world.done('olu', 'reviewers', { prompt: slug, people: [`@${teams.key}`, `@${slack.key}`] });
  await world.done('olu', 'policy', { prompt: slug, approvals: 3 });
  const seen = await world.submit(slug, 'another');
  expect((await slack.run('approve', seen)).kind).toBe('done');
  expect((await teams.run('approve', seen)).kind).toBe('done');
  expect(await world.answer('eve', 'change', { change: seen.change })).toContain('2 of 3');
  await linked(world, slack, teams);
  expect(await world.answer('eve', 'change', { change: seen.change })).toContain('1 of 3');
  for (const from of [slack, teams])
    expect(await from.refused('approve', seen)).toContain('You have already decided on this round');
  expect(await teams.refused('request-changes', { ...seen, reason: 'No' })).toContain('it counts once');
});

test('two accounts are not linked while one owns what the other stands in for', async () => {
  const slug = `both-${++n}`;
  await world.prompt(slug);
  const [slack, teams] = await twoFaced();
  await world.done('olu', 'deputy', { prompt: slug, person: `@${teams.key}` });
  await world.done('olu', 'owner', { prompt: slug, person: `@${slack.key}` });
  await teams.hears('link', { code: codeOf(await slack.hears('link')) });
  const request = await lastRequest(world);
  expect(await slack.refused('link', { request, answer: 'yes' })).toBe(
    `One of these accounts owns ${slug} and the other stands in, and nobody stands in for themselves. Have another owner or deputy named first. Nothing was changed.`,
  );
  // Settled in time, the same yes is enough.
  await world.done('root', 'deputy', { prompt: slug, person: 'dee@example.com' });
  await slack.hears('link', { request, answer: 'yes' });
  expect((await slack.person()).id).toBe((await teams.person()).id);
  expect(await teams.hears('whoami')).toContain(`${slug}: owner`);
});

test('nor while they are owner and deputy of a use case, unless it is closed', async () => {
  const [slack, teams] = await twoFaced();
  const [owner, deputy] = [(await slack.person()).id, (await teams.person()).id];
  const id = await readyUseCase(world.store.db, { slug: `case-${++n}`, owner, deputy });
  await teams.hears('link', { code: codeOf(await slack.hears('link')) });
  const request = await lastRequest(world);
  expect(await slack.refused('link', { request, answer: 'yes' })).toContain(
    `One of these accounts owns case-${n} and the other stands in`,
  );
  await world.sql`update use_case set state = 'closed' where id = ${id}`;
  await slack.hears('link', { request, answer: 'yes' });
  expect((await slack.person()).id).toBe((await teams.person()).id);
});

test('accounts that were linked stay one whatever their addresses become, and an old address leads to nobody', async () => {
  const [slack, teams] = await twoFaced();
  await linked(world, slack, teams);
  const { id } = await slack.person();
  expect(await teams.becomes({ email: `new${n}@teams.example` })).toMatchObject({ personId: id, left: null });
  expect(await slack.becomes({ email: `new${n}@slack.example` })).toMatchObject({ personId: id, left: null });
  for (const [i, email] of [`u${n}@teams.example`, `u${n}@slack.example`].entries())
    expect((await someone(world, `slack:T1/UNEXT${n}${i}`, email).met()).personId).not.toBe(id);
  for (const [i, email] of [`new${n}@teams.example`, `new${n}@slack.example`].entries())
    expect((await someone(world, `slack:T1/USAME${n}${i}`, email).met()).personId).toBe(id);
});

test('an admin by one address is one from every account that is theirs', async () => {
  const root = someone(world, 'slack:T1/UROOT', 'root@example.com');
  const teams = someone(world, 'teams:TN/root', 'r.oot@teams.example');
  await Promise.all([root.met(), teams.met()]);
  await linked(world, teams, root);
  expect(await teams.hears('whoami')).toContain(', an admin.');
});

test('a service token links nothing, and without a chat there is no account to link', async () => {
  const via = { door: 'http', token: { id: 1, name: 'robot' } } as const;
  expect(await world.refused('ada', 'link', {}, { via })).toContain(
    'A service token may not say which accounts are yours',
  );
  expect(await world.refused('ada', 'link', {}, { via: { door: 'cli' } })).toContain(
    'Accounts are linked from a chat.',
  );
});

test('codes are kept as hashes alone, and stand in no audit row', async () => {
  const [slack] = await twoFaced();
  const code = codeOf(await slack.hears('link')).replace('-', '');
  const rows =
    await world.sql`select to_jsonb(p)::text as kept from pairing p union all select to_jsonb(a)::text from audit a`;
  for (const { kept } of rows) expect(kept).not.toContain(code);
});
