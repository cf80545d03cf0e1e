import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonsOf, filledIn, seen } from './seen.ts';
import { announcements, cards, formOf, released, toldPrivately } from './steps.ts';
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

const newsOf = (slug: string, channel = 'CNEWS') =>
  announcements(slack, channel).filter((one) => new RegExp(`\\b${slug} `).test(one.text));

/** A prompt with as many released versions, grace as a reviewer, sam and a channel as stakeholders. */
async function withVersions(slug: string, count: number) {
  await released(slack, { slug, text: `${slug} one`, model: 'maker/one' });
  const olu = slack.as('UOLU');
  await olu.slash('/prompt', `reviewers ${slug} add <@UGRACE|grace>`);
  await olu.slash('/prompt', `stakeholders ${slug} add <@USAM|sam> <#CDESK|help-desk>`);
  for (let n = 2; n <= count; n++) await released(slack, { slug, text: `${slug} ${n}`, model: `maker/${n}` });
  return newsOf(slug).at(-1)!;
}

test('two clicks on an announcement roll back, without approval, and everybody is told once', async () => {
  const news = await withVersions('two-clicks', 3);
  await workspace.quiet();
  const before = new Map([...slack.channels.keys()].map((channel) => [channel, slack.messages(channel).length]));

  const grace = slack.as('UGRACE');
  await grace.click(news, 'Roll back');
  const form = await formOf(slack, 'grace');
  expect(seen(form)).toMatch(
    /two-clicks on production holds v3 \([^)]*[0-9a-f]{7}\)\. Text, model and parameters go back/,
  );
  expect(seen(form)).toContain('Will be told: CNEWS, CDESK, sam, olu and dee');
  expect(filledIn(form)).toMatchObject({ 'Back to': 'v2', Note: undefined });
  expect(seen(form)).toMatch(/v2 \([0-9a-f]{7}\) – last known good/);
  expect(form.submit?.text).toBe('Roll back now');

  expect(await grace.submitView(form, {})).toMatchObject({ sent: false });
  const clicked = performance.now();
  const done = await grace.submitView(form, {
    Reasons: ['wrong', 'complaints'],
    Note: `It lies, says the ${PRIVATE}.`,
  });
  expect(done).toMatchObject({ sent: true, responseAction: 'update' });
  const answer = seen(await formOf(slack, 'grace'));
  expect(answer).toContain('Done: two-clicks is back on v2 (production).');
  expect(answer).toContain('5 announcements are on the way.');
  await grace.closeView();

  const back = await slack.waitFor(() => newsOf('two-clicks').find((one) => one.text.startsWith('⏪')));
  expect(performance.now() - clicked).toBeLessThan(1_500);
  expect(back.text).toBe('⏪ two-clicks was rolled back on production: v3 → v2');
  expect(seen(back)).toContain('Rolled back by: grace');
  expect(seen(back)).toContain(`Answers are wrong or made up; Users complain: It lies, says the ${PRIVATE}.`);
  expect(buttonsOf(back)).toEqual(['Undo: back to v3']);

  await workspace.quiet();
  const fresh = (channel: string) =>
    slack
      .messages(channel)
      .slice(before.get(channel) ?? 0)
      .map((one) => one.text);
  expect(fresh('CNEWS')).toEqual([back.text]);
  expect(fresh('CDESK')).toEqual([back.text]);
  for (const name of ['sam', 'olu', 'dee']) expect(toldPrivately(slack, name, /two-clicks was rolled/)).toHaveLength(1);
  expect(fresh('CREVIEW')).toEqual(['grace rolled two-clicks back to v2: was it right?']);
  const old = newsOf('two-clicks').find((one) => one.ts === news.ts);
  expect(buttonsOf(old)).toEqual([]);
  expect(seen(old)).toMatch(/Superseded at .* UTC: v3 → v2 by grace\./);
});

test('text, model and parameters go back together', async () => {
  const news = await withVersions('together', 2);
  const dee = slack.as('UDEE');
  await dee.click(news, 'Roll back');
  await dee.submitView(undefined, { Reasons: ['cost'] });
  await dee.closeView();
  const shown = seen((await dee.slash('/prompt', 'show together')).message);
  expect(shown).toContain('together one');
  expect(shown).toContain('Model: maker/one');
});

test('somebody else looks at the rollback afterwards, and their finding stays on the card', async () => {
  const news = await withVersions('looked-at', 2);
  const grace = slack.as('UGRACE');
  await grace.click(news, 'Roll back');
  await grace.submitView(undefined, { Reasons: ['mistake'] });
  await grace.closeView();
  const follow = () => slack.messages('CREVIEW').find((one) => /rolled looked-at back to v1/.test(one.text));
  const card = await slack.waitFor(follow, { what: 'the follow-up' });
  expect(buttonsOf(card)).toEqual(['It was right', 'It was wrong', 'Open full diff']);
  await grace.click(card, 'It was right');
  await slack.waitFor(() => slack.ephemerals('UGRACE').find((one) => /^You wrote this change/.test(one.text)));
  await slack.as('UOLU').click(card, 'It was right');
  const found = () => cards(slack, Number(/Change #(\d+)/.exec(seen(card))?.[1])).find((one) => /✅/.test(seen(one)));
  const settled = await slack.waitFor(found, { what: 'the finding' });
  expect(seen(settled)).toMatch(/✅ Found right by olu at/);
  expect(buttonsOf(settled)).toEqual([]);
  expect(newsOf('looked-at')).toHaveLength(3);
});

test('a form that was opened before somebody else moved the label is refused by their name', async () => {
  const news = await withVersions('slow-form', 3);
  const [dee, olu] = [slack.as('UDEE'), slack.as('UOLU')];
  await dee.click(news, 'Roll back');
  await olu.click(news, 'Roll back');
  await olu.submitView(undefined, { Reasons: ['unsafe'] });
  const late = await dee.submitView(undefined, { Reasons: ['unsafe'], 'Back to': 'v1' });
  expect(late).toMatchObject({ sent: true, responseAction: 'errors' });
  const said = Object.values((late as { errors: Record<string, string> }).errors).join();
  expect(said).toMatch(/^olu was faster: rolled it back v3 → v2 at .* UTC/);
  await Promise.all([dee.closeView(), olu.closeView()]);
  await workspace.quiet();
  expect(newsOf('slow-form').filter((one) => one.text.startsWith('⏪'))).toHaveLength(1);
});

test('undoing a rollback is a move like any other, and what was rolled away from is not the last known good', async () => {
  const news = await withVersions('undone', 3);
  const olu = slack.as('UOLU');
  await olu.click(news, 'Roll back');
  await olu.submitView(undefined, { Reasons: ['quality'] });
  await olu.closeView();
  const back = await slack.waitFor(() => newsOf('undone').find((one) => one.text.startsWith('⏪')));

  await olu.slash('/prompt', 'rollback undone');
  const again = await formOf(slack, 'olu');
  expect(filledIn(again)).toMatchObject({ 'Back to': 'v1' });
  await olu.closeView();

  await olu.click(back, 'Undo: back to v3');
  const form = await formOf(slack, 'olu');
  expect(filledIn(form)).toMatchObject({ 'Back to': 'v3' });
  await olu.submitView(form, { Reasons: ['mistake'] });
  await olu.closeView();
  const undo = await slack.waitFor(() => newsOf('undone').find((one) => /v2 → v3/.test(one.text)));
  expect(buttonsOf(undo)).toEqual(['Undo: back to v2']);
  await workspace.quiet();
  expect(newsOf('undone').flatMap(buttonsOf)).toEqual(['Undo: back to v2']);
  const history = seen((await olu.slash('/prompt', 'history undone')).message);
  expect(history.match(/⏪/g)).toHaveLength(2);
});

test('whoever has no part in a prompt cannot roll it back, and hears who can', async () => {
  const news = await withVersions('guarded', 2);
  const eve = slack.as('UEVE');
  await eve.click(news, 'Roll back');
  const refusal = await slack.waitFor(() => slack.ephemerals('UEVE').at(-1) ?? slack.views('UEVE').at(-1));
  expect(seen(refusal)).toContain(
    'You may not roll this prompt back. These can: olu, dee, ada, grace, and the admins.',
  );
  const root = slack.as('UROOT');
  await root.slash('/prompt', 'rollback guarded v1 wrong');
  await slack.waitFor(() => newsOf('guarded').find((one) => one.text.startsWith('⏪')));
});

test('a first release has nothing to go back to, and says so', async () => {
  await released(slack, { slug: 'only-one', text: 'Only.' });
  const said = await slack.as('UOLU').slash('/prompt', 'rollback only-one');
  expect(said.message?.text).toContain(
    'v1 is the first release of only-one on production: there is nothing to go back to',
  );
});

test('a rollback typed in one line works, "other" wants a note, and a version that never held the label is refused', async () => {
  await withVersions('typed', 2);
  const olu = slack.as('UOLU');
  const other = await olu.slash('/prompt', 'rollback typed v1 other');
  expect(seen(other.message ?? slack.views('UOLU').at(-1))).toContain('Say in the note what the other reason is.');
  const never = await olu.slash('/prompt', 'rollback typed v9 wrong');
  expect(never.message?.text).toContain('typed has no version "v9"');
  const own = await olu.slash('/prompt', 'rollback typed v1 it promises “refunds”');
  expect(own.message?.text).toBe('Done: typed is back on v1 (production).');
  const back = await slack.waitFor(() => newsOf('typed').find((one) => one.text.startsWith('⏪')));
  expect(seen(back)).toContain('it promises “refunds”');
});

test('everything was in order', async () => {
  await workspace.quiet();
  expectSound(slack, workspace.programs);
});
