import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonsOf, filledIn, seen, styled } from './seen.ts';
import { announcements, cardOf, cards, formOf, released, submitted, toldPrivately } from './steps.ts';
import { expectSound, PRIVATE, startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let slack: Workspace['slack'];

beforeAll(async () => {
  workspace = await startWorkspace({
    // Two review places, so that every card has a second copy.
    settings: { REVIEW_PLACE: 'slack:T1/CREVIEW,slack:T1/CDESK' },
  });
  slack = workspace.slack;
});
afterAll(async () => {
  await workspace?.stop();
});

const HOURS = 'Answer kindly.\n\nName the opening hours: 9 to 5.\n\nNever promise a refund.';

test('a name nobody knows opens one form that creates the prompt and asks for a decision', async () => {
  const ada = slack.as('UADA');
  const typed = await ada.slash('/prompt', 'submit first-reply', { channel: 'CREVIEW' });
  expect(typed.message).toBeUndefined();
  const form = await formOf(slack, 'ada');
  expect(seen(form)).toContain('first-reply does not exist yet');
  expect(filledIn(form)).toMatchObject({ Label: 'production' });

  expect(await ada.submitView(form, { Text: HOURS })).toMatchObject({ sent: false });
  const sent = await ada.submitView(form, {
    Text: HOURS,
    Why: `It begins, says the ${PRIVATE}.`,
    Purpose: 'Answers',
    Owner: 'UOLU',
    Deputy: 'UDEE',
  });
  expect(sent).toMatchObject({ sent: true, responseAction: 'update' });
  const answer = seen(slack.views('UADA')[0]);
  expect(answer).toMatch(/^Change #\d+ is open: first-reply v1, the first release for production\./);
  expect(answer).toContain('Asked to decide: olu or dee');
  expect(answer).toContain('You cannot approve it yourself.');

  const card = await cardOf(slack, Number(/#(\d+)/.exec(answer)?.[1]));
  expect(card.text).toBe('ada asks to release first-reply v1 to production');
  expect(buttonsOf(card)).toEqual(['Approve and release', 'Request changes', 'Decline', 'Open full diff']);
  expect(card.pings).toEqual(['@UOLU', '@UDEE']);
});

test('the card of a change says what, why, whom it affects, who may decide and until when', async () => {
  await released(slack, { slug: 'ready', text: HOURS });
  await slack.as('UOLU').slash('/prompt', 'reviewers ready add <@UGRACE|grace>');
  await slack.as('UOLU').slash('/prompt', 'stakeholders ready add <@USAM|sam>');
  const text = HOURS.replace('9 to 5', '9 to 6');
  const card = await cardOf(slack, await submitted(slack, { slug: 'ready', text, why: `Open longer ${PRIVATE}` }));

  const words = seen(card);
  expect(words).toContain('ada asks to release ready v2 to production');
  expect(words).toContain(`Open longer ${PRIVATE}`);
  expect(words).toContain('− Name the opening hours: 9 to 5.\n');
  expect(words).toContain('+ Name the opening hours: 9 to 6.');
  expect(words).toContain('Affects: no application has read it in the last 7 days; sam');
  expect(words).toContain('Who may decide: UOLU, UDEE or UGRACE');
  expect(words).toMatch(/Until: \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  expect(words).toMatch(/v1 → v2 \([0-9a-f]{7}\) for production/);
  expect(styled(card, 'strike').map((one) => one.trim())).toEqual(['5']);
  expect(styled(card, 'bold').map((one) => one.trim())).toContain('6');
});

test('the approval that completes the policy releases at once, edits every copy, and tells everybody once', async () => {
  await released(slack, { slug: 'once', text: HOURS });
  await slack.as('UOLU').slash('/prompt', 'reviewers once add <@UGRACE|grace>');
  await slack.as('UOLU').slash('/prompt', 'stakeholders once add <@USAM|sam> <#CDESK|help-desk>');
  const change = await submitted(slack, { slug: 'once', text: `${HOURS} Be brief.` });
  const card = await cardOf(slack, change);
  const copy = await cardOf(slack, change, 'CDESK');
  const clicked = performance.now();
  expect(await slack.as('UGRACE').click(copy, 'Approve and release')).toMatchObject({ status: 200 });

  const news = (channel: string) =>
    slack.messages(channel).filter((one) => one.text === '🚀 once v2 is live on production');
  await slack.waitFor(() => news('CNEWS')[0], { what: 'the announcement' });
  expect(performance.now() - clicked).toBeLessThan(1_500);
  for (const channel of ['CREVIEW', 'CDESK']) {
    const decided = await slack.waitFor(() => cards(slack, change, channel).find((one) => buttonsOf(one).length === 0));
    expect(seen(decided)).toMatch(/✅ Approved by grace at \d{4}-\d\d-\d\d \d\d:\d\d UTC \(v2, [0-9a-f]{7}\)/);
    expect(decided.pings).toEqual([]);
    const thread = await slack.waitFor(() => slack.thread(channel, decided.ts)[0]);
    expect(thread.text).toMatch(/^grace approved change #\d+ of once: v2 \([0-9a-f]{7}\) is live on production$/);
  }
  expect(card.ts).toBe(cards(slack, change)[0]?.ts);
  await slack.waitFor(() => toldPrivately(slack, 'ada', /^grace approved your change #\d+ of once/)[0]);
  for (const name of ['sam', 'olu', 'dee'])
    await slack.waitFor(() => toldPrivately(slack, name, /once v2 is live/)[0], { what: `${name} is told` });
  expect(seen(slack.ephemerals('UGRACE').at(-1))).toMatch(/^You approved #\d+ of once: v2 is live on production\.$/);

  await workspace.quiet();
  for (const channel of ['CNEWS', 'CDESK']) expect(news(channel)).toHaveLength(1);
  for (const name of ['sam', 'olu', 'dee']) expect(toldPrivately(slack, name, /once v2 is live/)).toHaveLength(1);
  expect(toldPrivately(slack, 'ada', /of once|once v2/)).toHaveLength(2);
  expect(toldPrivately(slack, 'grace', /once/)).toEqual([]);
  const announced = news('CNEWS')[0];
  expect(seen(announced)).toContain('Released by: ada, approved by grace');
  expect(buttonsOf(announced)).toEqual(['Roll back']);
});

test('a long diff is read page by page in one dialog, and no changed line is missing', async () => {
  const lines = (word: string) => Array.from({ length: 200 }, (_, i) => `Rule ${i}: be ${word}.`).join('\n');
  await released(slack, { slug: 'long-diff', text: lines('calm') });
  const card = await cardOf(slack, await submitted(slack, { slug: 'long-diff', text: lines('kind') }));
  const eve = slack.as('UEVE');
  await eve.click(card, 'Open full diff');
  let read = '';
  for (let page = 1; ; page++) {
    const view = slack.views('UEVE');
    expect(view).toHaveLength(1);
    read += seen(view[0]);
    const next = buttonsOf(view[0]).find((label) => label.startsWith(`Page ${page + 1} of`));
    if (!next) break;
    expect(await eve.clickInView(view[0], next)).toMatchObject({ status: 200 });
  }
  const missing = Array.from({ length: 200 }, (_, i) => i).filter(
    (i) => !read.includes(`+ Rule ${i}: be kind.`) || !read.includes(`− Rule ${i}: be calm.`),
  );
  expect(missing).toEqual([]);
  await eve.closeView();
});

test('changes are requested with a reason, revised from the private message, and decided in a new round', async () => {
  await released(slack, { slug: 'revised', text: HOURS });
  const change = await submitted(slack, { slug: 'revised', text: `${HOURS} Add a joke.`, why: 'More fun' });
  const old = await cardOf(slack, change);
  const olu = slack.as('UOLU');
  await olu.click(old, 'Request changes');
  const form = await formOf(slack, 'olu');
  expect(await olu.submitView(form, {})).toMatchObject({ sent: false });
  await olu.submitView(form, { Reason: `No jokes, says the ${PRIVATE}.` });
  const asked = await slack.waitFor(() => cards(slack, change).find((one) => seen(one).includes('✏️')));
  expect(seen(asked)).toMatch(/✏️ olu requested changes at .* UTC: No jokes/);
  expect(buttonsOf(asked)).toEqual([]);

  const dm = await slack.waitFor(() => toldPrivately(slack, 'ada', /olu requested changes to your change/)[0]);
  expect(seen(dm)).toContain(`No jokes, says the ${PRIVATE}.`);
  const ada = slack.as('UADA');
  await ada.click(dm, 'Revise');
  const revision = await formOf(slack, 'ada');
  expect(filledIn(revision)).toMatchObject({ 'New text': `${HOURS} Add a joke.`, Why: 'More fun' });
  const same = await ada.submitView(revision, {});
  expect(same).toMatchObject({ sent: true, responseAction: 'errors' });
  const sent = await ada.submitView(revision, { 'New text': `${HOURS} Smile.`, Why: 'More fun, no jokes' });
  expect(sent).toMatchObject({ sent: true, responseAction: 'update' });
  await ada.closeView();

  const again = await slack.waitFor(() => cards(slack, change).find((one) => buttonsOf(one).length > 0));
  expect(again.ts).toBe(old.ts);
  expect(seen(again)).toContain('Smile.');
  expect(again.pings).toEqual(['@UOLU', '@UDEE']);
  const called = await slack.waitFor(() => slack.thread('CREVIEW', old.ts).find((one) => /round 2/.test(one.text)));
  expect(called.pings).toEqual(['@UOLU', '@UDEE']);

  expect(await olu.click(old, 'Approve and release', { stale: true })).toMatchObject({ status: 200 });
  const refusal = await slack.waitFor(() => slack.ephemerals('UOLU').find((one) => /superseded/.test(one.text)));
  expect(refusal.text).toMatch(/superseded: change #\d+ was revised and is now v3, round 2/);
  await olu.click(refusal, 'Open the present card');
  const present = await formOf(slack, 'olu');
  expect(seen(present)).toContain('Smile.');
  expect(buttonsOf(present)).toContain('Approve and release');
  expect(await olu.clickInView(present, 'Approve and release')).toMatchObject({ status: 200 });
  expect(seen(await formOf(slack, 'olu'))).toMatch(/^You approved #\d+ of revised: v3 is live/);
  await olu.closeView();
  await slack.waitFor(() => announcements(slack).find((one) => one.text === '🚀 revised v3 is live on production'));
});

test('a change is declined with a reason, withdrawn by its author, and commented on by anybody', async () => {
  await released(slack, { slug: 'settled', text: HOURS });
  const bad = await submitted(slack, { slug: 'settled', text: 'Promise everything.' });
  const eve = slack.as('UEVE');
  const noted = await eve.slash('/prompt', `comment ${bad} Who asked for this, ${PRIVATE}?`);
  expect(noted.message?.text).toBe(`Your comment is in the thread of change #${bad} of settled.`);
  const card = await cardOf(slack, bad);
  const comment = await slack.waitFor(() => slack.thread('CREVIEW', card.ts)[0]);
  expect(seen(comment)).toBe(`eve commented on change #${bad} of settled\nWho asked for this, ${PRIVATE}?`);

  const dee = slack.as('UDEE');
  await dee.click(card, 'Decline');
  await dee.submitView(undefined, { Reason: 'We give no refunds.' });
  const declined = await slack.waitFor(() => cards(slack, bad).find((one) => seen(one).includes('❌')));
  expect(seen(declined)).toMatch(/❌ Declined by dee at .* UTC \(v2, [0-9a-f]{7}\): We give no refunds\./);
  expect(buttonsOf(declined)).toEqual([]);
  const told = await slack.waitFor(() => toldPrivately(slack, 'ada', /dee declined your change/)[0]);
  expect(seen(told)).toContain('We give no refunds.');

  const other = await submitted(slack, { slug: 'settled', text: 'Promise nothing.' });
  const open = await cardOf(slack, other);
  const taken = await slack.as('UADA').slash('/prompt', `withdraw #${other}`);
  expect(taken.message?.text).toBe(`Change #${other} of settled is withdrawn.`);
  const gone = await slack.waitFor(() => cards(slack, other).find((one) => seen(one).includes('Withdrawn')));
  expect(buttonsOf(gone)).toEqual([]);
  await slack.as('UOLU').click(open, 'Approve and release', { stale: true });
  const late = await slack.waitFor(() => slack.ephemerals('UOLU').find((one) => /withdrew/.test(one.text)));
  expect(late.text).toMatch(/^ada withdrew change #\d+ of settled at .* UTC/);
  expect(announcements(slack).filter((one) => /settled v[23]/.test(one.text))).toEqual([]);
});

test('two approvals are counted per person, and only the last button says that it releases', async () => {
  await released(slack, { slug: 'pair', text: HOURS });
  const olu = slack.as('UOLU');
  await olu.slash('/prompt', 'reviewers pair add <@UGRACE|grace>');
  const policy = await olu.slash('/prompt', 'policy pair 2');
  expect(seen(policy.message)).toContain('2 approvals');
  const change = await submitted(slack, { slug: 'pair', text: 'Answer in pairs.' });
  const card = await cardOf(slack, change);
  expect(buttonsOf(card)[0]).toBe('Approve');
  await olu.click(card, 'Approve');
  const half = await slack.waitFor(() => cards(slack, change).find((one) => /1 of 2/.test(seen(one))));
  expect(seen(half)).toContain('1 of 2 (olu)');
  expect(buttonsOf(half)[0]).toBe('Approve and release');
  await olu.click(half, 'Approve and release');
  await slack.waitFor(() => slack.ephemerals('UOLU').find((one) => /already decided on this round/.test(one.text)));
  await slack.as('UGRACE').click(half, 'Approve and release');
  const news = await slack.waitFor(() => announcements(slack).find((one) => /pair v2/.test(one.text)));
  expect(seen(news)).toContain('approved by olu and grace');
});

test('a release makes the other open change of its label stale, and its author hears how to go on', async () => {
  await released(slack, { slug: 'overtaken', text: HOURS });
  await slack.as('UOLU').slash('/prompt', 'contributors overtaken add <@UEVE|eve>');
  const first = await submitted(slack, { slug: 'overtaken', text: 'One.' });
  const second = await submitted(slack, { slug: 'overtaken', text: 'Two.', by: 'eve' });
  const old = await cardOf(slack, second);
  await slack.as('UOLU').click(await cardOf(slack, first), 'Approve and release');
  const stale = () => cards(slack, second).find((one) => /stale/.test(seen(one)));
  const card = await slack.waitFor(stale, { what: 'a card that says it is stale' });
  expect(buttonsOf(card)).not.toContain('Approve and release');

  await slack.as('UOLU').click(old, 'Approve and release', { stale: true });
  const moved = () => slack.ephemerals('UOLU').find((one) => /is stale/.test(one.text));
  const refusal = await slack.waitFor(moved, { what: 'the refusal' });
  expect(buttonsOf(refusal)).toEqual(['Open the present card']);

  const told = () => toldPrivately(slack, 'eve', /is stale: production moved/)[0];
  await slack.as('UEVE').click(await slack.waitFor(told, { what: 'the message to eve' }), 'Submit it again');
  const form = await formOf(slack, 'eve');
  expect(filledIn(form)['New text']).toBe('Two.');
  await slack.as('UEVE').submitView(form, {});
  await slack.as('UEVE').closeView();
  const open = () => cards(slack, second).find((one) => buttonsOf(one).includes('Approve and release'));
  expect(seen(await slack.waitFor(open, { what: 'the card of a fresh review' }))).toContain('v2 → v3');
});

test('the text equal to the present version is refused, and an older one is named', async () => {
  await released(slack, { slug: 'equal', text: 'First words.' });
  await released(slack, { slug: 'equal', text: 'Second words.' });
  const ada = slack.as('UADA');
  await ada.slash('/prompt', 'submit equal');
  const form = await formOf(slack, 'ada');
  expect(filledIn(form)['New text']).toBe('Second words.');
  const refused = await ada.submitView(form, { Why: 'No reason' });
  expect(refused).toMatchObject({ sent: true, responseAction: 'errors' });
  expect(Object.values((refused as { errors: Record<string, string> }).errors)).toEqual([
    'This is v2 already: production holds exactly this text, model and parameters.',
  ]);
  const again = await ada.submitView(form, { 'New text': 'First words.', Why: 'It was better' });
  expect(again).toMatchObject({ sent: true, responseAction: 'update' });
  expect(seen(await formOf(slack, 'ada'))).toContain('This text is known already: it is v1.');
  await ada.closeView();
});

test('everything was in order', async () => {
  await workspace.quiet();
  expectSound(slack, workspace.programs);
});
