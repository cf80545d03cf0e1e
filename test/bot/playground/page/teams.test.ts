import { describe, expect, test } from 'vitest';
import { withBrowser } from './chromium.ts';
import { seriousIn } from './serious.ts';
import { houseForTests, teamsPlaces, type Visit } from './visit.ts';

describe.skipIf(withBrowser !== '')(`Teams in the playground’s page${withBrowser}`, { timeout: 120_000 }, () => {
  const house = houseForTests();

  const channel = (as: string, more = {}) => house.visit({ as, client: 'teams', in: teamsPlaces.reviews, ...more });
  const direct = (as: string, more = {}) => house.visit({ as, client: 'teams', in: 'direct', ...more });
  /** Asks in a chat for something that needs a form, and opens it. */
  async function open({ page, say }: Visit, line: string): Promise<void> {
    const buttons = page.locator('.bubble .ac-pushButton');
    const before = await buttons.count();
    await say(line);
    await expect.poll(() => buttons.count()).toBeGreaterThan(before);
    await buttons.last().click();
  }
  const fits = ({ page }: Visit) =>
    page.evaluate('document.documentElement.scrollWidth <= innerWidth') as Promise<boolean>;

  test('both clients tell one story, and the switch says where something is new', async () => {
    const grace = await house.visit({ as: 'grace' });
    const { page } = grace;
    await page.getByRole('link', { name: 'Teams unread' }).click();
    await page.getByRole('link', { name: 'AI announcements' }).click();
    await grace.message('support-reply was rolled back on production: v3 → v2').waitFor();
    await grace.message('My fault, I read it too fast').waitFor();
    await page.getByRole('link', { name: 'Prompt reviews 1 for you' }).click();
    await page.getByRole('link', { name: 'Prompt reviews', exact: true }).waitFor();
    const card = grace.message('asks to release delay-notice v2');
    expect(await card.locator('.mention-me').innerText()).toBe('Grace');
    const added = card.getByText('1. Give the new date range, in bold.');
    expect(await added.getAttribute('style')).toContain('var(--mono)');
    expect(grace.wrongs).toEqual([]);
  });

  test('what is refused is said beside the card, with its way out for that person alone', async () => {
    const ada = await channel('ada');
    const sam = await channel('sam');
    await ada.message('asks to release delay-notice v2').getByRole('button', { name: 'Approve and release' }).click();
    await ada.page.locator('.notice', { hasText: 'somebody else must decide' }).waitFor();
    await ada.say('/show delay-notice');
    await ada.message('Only you can see this').getByText('delay-notice').first().waitFor();
    await ada.say('@Countersign list');
    await ada.message('@Countersign list').or(ada.message('Countersign list')).first().waitFor();
    await sam.message('Countersign list').waitFor();
    expect(await sam.page.locator('.conversation').innerText()).not.toContain('Only you can see this');
    expect([...ada.wrongs, ...sam.wrongs]).toEqual([]);
  });

  test('a dialog says at its field what is wrong, and keeps what was typed', async () => {
    const grace = await channel('grace');
    const { page, form } = grace;
    await grace.message('asks to release delay-notice v2').getByRole('button', { name: 'Request changes' }).click();
    const reason = form.getByRole('textbox');
    await form.getByRole('button', { name: 'Request changes' }).click();
    await form.getByText('This is needed.').waitFor();
    expect(await reason.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });

    const olu = await direct('olu');
    await open(olu, 'submit call-summary');
    const text = olu.form.getByLabel('New text');
    await olu.form.getByLabel('Why').fill('Nothing is different yet');
    await olu.form.getByRole('button', { name: 'Submit' }).click();
    await olu.form.locator('[role=alert]').filter({ hasText: /\w/ }).waitFor({ state: 'attached' });
    expect(await olu.form.getByLabel('Why').inputValue()).toBe('Nothing is different yet');
    await text.fill('Summarise the call.');
    await olu.form.getByRole('button', { name: 'Submit' }).click();
    await olu.form.getByText(/cannot approve it yourself/).waitFor();
    expect(olu.wrongs.filter((wrong) => !wrong.startsWith('console: said:'))).toEqual([]);
    expect(grace.wrongs).toEqual([]);
  });

  test('people are found by typing, and become reviewers', async () => {
    const olu = await direct('olu');
    const { page, form } = olu;
    await open(olu, 'reviewers refund-decision add');
    const picker = form.getByRole('combobox', { name: 'People' });
    await picker.fill('dee');
    await form.getByRole('option', { name: /Dee Novak/ }).waitFor();
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: 'Remove Dee Novak' }).waitFor();
    await picker.fill('sam');
    await page.keyboard.press('Enter');
    await form.locator('.ac-pushButton').last().click();
    await form.getByText(/Sam/).waitFor();
    expect(olu.wrongs).toEqual([]);
  });

  test('a slash lists what can be asked, and everything is done with the keyboard', async () => {
    const dee = await channel('dee');
    const { page } = dee;
    const field = page.getByRole('textbox', { name: 'Start a post in Prompt reviews as Dee Novak' });
    await field.focus();
    await page.keyboard.type('/hist');
    await page.keyboard.press('Tab');
    await page.keyboard.type('refu');
    await page.keyboard.press('Tab');
    expect(await field.inputValue()).toBe('/history refund-decision');
    await page.keyboard.press('Enter');
    await dee
      .message('Only you can see this')
      .getByText(/refund-decision/)
      .last()
      .waitFor();
    await field.fill('@Countersign who');
    await page.keyboard.press('Tab');
    expect(await field.inputValue()).toBe('@Countersign whoami');
    const button = dee.message('asks to release delay-notice v2').getByRole('button', { name: 'Open full diff' });
    await button.focus();
    await page.keyboard.press('Enter');
    await dee.form.getByText('2 lines changed').waitFor();
    await page.keyboard.press('Escape');
    await dee.form.waitFor({ state: 'detached' });
    expect(await button.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    expect(dee.wrongs).toEqual([]);
  });

  test('a reply is seen by everybody below its post', async () => {
    const [ada, grace] = [await channel('ada'), await channel('grace')];
    await ada.message('asks to release delay-notice v2').getByRole('button', { name: 'Reply' }).click();
    const field = ada.page.getByRole('textbox', { name: 'Reply as Ada Marsh' });
    await field.fill('@Grace Lin, could you look at this today?');
    await field.press('Enter');
    const reply = grace.message('asks to release delay-notice v2').locator('.reply', { hasText: 'today?' });
    await reply.waitFor();
    expect(await reply.locator('.mention').innerText()).toBe('Grace Lin');
    expect([...ada.wrongs, ...grace.wrongs]).toEqual([]);
  });

  test('the drawer shows the signed activity and the connector’s calls', async () => {
    const sam = await channel('sam');
    await sam.say('/list');
    const answer = sam.message('Only you can see this');
    await answer.locator('.card').waitFor();
    await sam.tool(answer.locator('.reply'), 'Look inside');
    const sent = sam.page.locator('.exchange-sent', { hasText: '/list' });
    await sent.locator('summary').click();
    expect(JSON.parse(await sent.locator('.json pre').first().innerText())).toMatchObject({
      channelId: 'msteams',
      text: '/list',
    });
    await sam.page.locator('.exchange-called').first().waitFor();
    expect(sam.wrongs).toEqual([]);
  });

  test('a hostile prompt is shown on cards, and does nothing', async () => {
    const hostile = [
      '<script>alert(1)</script><img src=x onerror=alert(2)> <at>Grace</at>',
      '**bold** [x](javascript:alert(5)) &lt;b&gt; {{DATE(2020-01-01T00:00:00Z,SHORT)}}',
    ].join('\n');
    const ada = await direct('ada');
    await open(ada, 'submit ticket-triage');
    await ada.form.getByLabel('New text').fill(hostile);
    await ada.form.getByLabel('Why').fill(hostile);
    await ada.form.getByRole('button', { name: 'Submit' }).click();
    await ada.form.getByText('You cannot approve it yourself.').waitFor();
    const grace = await channel('grace');
    const card = grace.message('asks to release ticket-triage v3');
    await card.waitFor();
    const said = await card.innerText();
    for (const piece of [
      '<script>alert(1)</script>',
      '<at>Grace</at>',
      '**bold**',
      '[x](javascript:alert(5))',
      '&lt;b&gt;',
    ]) {
      expect(said).toContain(piece);
    }
    await card.getByRole('button', { name: 'Open full diff' }).click();
    await grace.form.getByText('alert(1)').first().waitFor();
    for (const place of [card, grace.form]) {
      expect(await place.locator('script, img, iframe, a').count()).toBe(0);
    }
    await grace.say('<img src=x onerror=alert(3)> **b** <script>alert(4)</script>').catch(() => {});
    expect([...ada.wrongs, ...grace.wrongs]).toEqual([]);
  });

  test.each([
    ['a channel', 'grace', teamsPlaces.reviews, {}],
    ['a channel in the dark', 'olu', teamsPlaces.announcements, { dark: true }],
    ['a chat', 'dee', 'direct', {}],
    ['a narrow screen in the dark', 'grace', teamsPlaces.reviews, { width: 390, height: 844, dark: true }],
  ])('axe finds nothing serious in %s', async (_, as, place, look) => {
    const visit = await house.visit({ as, client: 'teams', in: place, ...look });
    await visit.message().waitFor();
    expect(await seriousIn(visit)).toEqual([]);
    expect(visit.wrongs).toEqual([]);
  });

  test.each([{}, { dark: true }])('axe finds nothing serious in a dialog with pickers %o', async (look) => {
    const root = await direct('root', look);
    await open(root, 'submit something-new');
    await root.form.getByRole('combobox').first().waitFor();
    expect(await seriousIn(root)).toEqual([]);
    await root.form.locator('.ac-pushButton').last().click();
    await root.form.getByText('This is needed.').first().waitFor();
    expect(await seriousIn(root)).toEqual([]);
    expect(root.wrongs).toEqual([]);
  });

  test('at 390 pixels list, conversation and panel are one at a time, and nothing is wider than the screen', async () => {
    const grace = await house.visit({ as: 'grace', client: 'teams', width: 390, height: 844 });
    const { page } = grace;
    await page.getByRole('link', { name: /^Prompt reviews/ }).click();
    const card = grace.message('delay-notice v2');
    await card.getByRole('button', { name: 'Open full diff' }).click();
    await grace.form.getByText('2 lines changed').waitFor();
    expect(await fits(grace)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await card.locator('.card').evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('link', { name: /^Countersign/ }).click();
    await grace.say('help');
    await grace.message().locator('.card').waitFor();
    expect(await fits(grace)).toBe(true);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('link', { name: /^Slack/ }).click();
    await page.getByRole('link', { name: /^prompt-reviews/ }).waitFor();
    expect(grace.wrongs).toEqual([]);
  });

  test('nothing jumps while the page opens and a command is answered', async () => {
    const dee = await direct('dee');
    const shifts = `new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => done(sum), 300);
    })`;
    await dee.say('whoami');
    await dee.message('whoami').waitFor();
    expect(await dee.page.evaluate(shifts)).toBeLessThan(0.05);
    expect(dee.wrongs).toEqual([]);
  });
});
