import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withBrowser } from './chromium.ts';
import { houseForTests, places, type Visit } from './visit.ts';

describe.skipIf(withBrowser !== '')(`the main job in the playground${withBrowser}`, { timeout: 120_000 }, () => {
  const house = houseForTests({ stay: true });
  let ada: Visit;
  beforeAll(async () => {
    ada = await house.visit();
  }, 90_000);
  afterEach(() => {
    expect(ada.wrongs.filter((wrong) => !wrong.includes('said: '))).toEqual([]);
  });

  test('begins with a story: five prompts, their releases, one rollback, and a change that waits', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: /^Guide 0\/8/ }).waitFor();
    await page.getByRole('link', { name: 'ai-announcements' }).click();
    const said = await page.locator('.conversation').innerText();
    expect(said).toContain('support-reply was rolled back on production: v3 → v2');
    expect(said).toContain('ticket-triage v2 is live on production');
    await page.getByRole('link', { name: /^prompt-reviews/ }).click();
    await ada.message('asks to release delay-notice v2').getByRole('button', { name: 'Approve and release' }).waitFor();
    // The pending change waits for those who may decide, in Slack and in Teams, and the switch says so.
    await page.getByRole('link', { name: 'Grace reviewer 2 for them' }).waitFor();
  });

  test('a form with something missing says so at its field, and keeps what was typed', async () => {
    await ada.page.getByRole('button', { name: 'Type it for me' }).click();
    await ada.page.keyboard.press('Enter');
    const text = ada.form.getByLabel('New text', { exact: true });
    await text.fill((await text.inputValue()).replace('no more than 120 words', 'no more than 90 words'));
    await ada.form.getByRole('button', { name: 'Submit' }).click();
    const why = ada.form.getByLabel('Why');
    await ada.form.getByText('Please complete this required field.').waitFor();
    expect(await why.getAttribute('aria-invalid')).toBe('true');
    expect(await why.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    expect(await text.inputValue()).toContain('no more than 90 words');
  });

  test('Ada submits a better text', async () => {
    await ada.form.getByLabel('Why').fill('Short answers are read to the end.');
    await ada.form.getByRole('button', { name: 'Submit' }).click();
    await ada.form.getByText('You cannot approve it yourself.').waitFor();
    await ada.page.keyboard.press('Escape');
    await ada.form.waitFor({ state: 'detached' });
    await ada.steps(1);
  });

  test('Ada cannot approve it herself', async () => {
    await ada.page.getByRole('link', { name: /^prompt-reviews/ }).click();
    // What the guide typed was for that one moment.
    const field = ada.page.getByRole('textbox', { name: 'Message #prompt-reviews as Ada' });
    expect(await field.inputValue()).toBe('');
    await ada.message('support-reply v4').getByRole('button', { name: 'Approve and release' }).click();
    await ada
      .message('Only visible to you')
      .getByText(/somebody else must decide/)
      .waitFor();
  });

  test('Grace sees the differences and approves', async () => {
    await ada.page.getByRole('button', { name: 'Go there as Grace' }).click();
    await ada.page.getByRole('textbox', { name: 'Message #prompt-reviews as Grace' }).waitFor();
    const card = ada.message('support-reply v4');
    // Another change waits above it; the guide leads to the one that was just submitted.
    await ada.page.locator('.message-lit', { hasText: 'asks to release support-reply v4' }).waitFor();
    await card.getByRole('button', { name: 'Open full diff' }).click();
    await ada.form.getByText('support-reply: v2 → v4').waitFor();
    expect(await ada.form.locator('.line-through').allInnerTexts()).toContain('120');
    await ada.page.keyboard.press('Escape');
    await ada.steps(2);
    await card.getByRole('button', { name: 'Approve and release' }).click();
    await card.getByText(/Approved by .*Grace/).waitFor();
    await expect.poll(() => card.locator('.controls').count()).toBe(0);
    await ada.steps(3);
  });

  test('an application reads the released text with the line to copy', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    const line: string = await page.evaluate('navigator.clipboard.readText()');
    const [, header, address] = /^curl -s -H 'Authorization: (.+)' (\S+)$/.exec(line) ?? [];
    const response = await fetch(address ?? '', { headers: { authorization: header ?? '' } });
    const read = (await response.json()) as { version: number; messages: { content: string }[] };
    expect(read.version).toBe(4);
    expect(read.messages[0]?.content).toContain('no more than 90 words');
    await ada.steps(4);
  });

  test('Olu rolls back in two clicks and a reason, and everybody concerned is told', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Go there as Olu' }).click();
    await page.locator('.message-lit', { hasText: 'support-reply v4 is live' }).waitFor();
    await ada.message('support-reply v4 is live').getByRole('button', { name: 'Roll back' }).click();
    await ada.form.getByLabel('Users complain').check();
    await ada.form.getByRole('button', { name: 'Roll back now' }).click();
    await ada.form.getByText('support-reply is back on v2').waitFor();
    await page.keyboard.press('Escape');
    await ada.message('support-reply was rolled back on production: v4 → v2').waitFor();
    await ada.steps(5);
    const told = page.locator('.told li');
    await expect
      .poll(() => told.allInnerTexts())
      .toEqual(expect.arrayContaining(['#ai-announcements', '#team-support', 'Sam, in a direct message']));
    await page.getByRole('button', { name: 'Sam, in a direct message' }).click();
    await ada.message('support-reply was rolled back on production: v4 → v2').waitFor();
    await ada.steps(6);
  });

  test('a page that is loaded again shows the same: who acts, where, what was said, what was done', async () => {
    const { page } = ada;
    const before = await page.locator('.conversation li.message').allInnerTexts();
    const address = page.url();
    await page.reload();
    await ada.steps(6);
    expect(page.url()).toBe(address);
    await page
      .getByRole('link', { name: /^Sam stakeholder/ })
      .and(page.locator('[aria-current]'))
      .waitFor();
    await expect.poll(() => page.locator('.conversation li.message').allInnerTexts()).toEqual(before);
  });

  test('a half filled form survives as well', async () => {
    const { page } = ada;
    await page.goto(`${house.program.url}/?as=ada&in=${places.team}`);
    await ada.say('/prompt submit ticket-triage');
    await ada.form.getByLabel('Why').fill('Not finished yet');
    const kept = page.waitForResponse((response) => response.url().includes('/playground/act'));
    await ada.form.getByLabel('Model').focus();
    await kept;
    await page.reload();
    await ada.form.waitFor();
    await expect.poll(() => ada.form.getByLabel('Why').inputValue()).toBe('Not finished yet');
    await page.keyboard.press('Escape');
    await ada.form.waitFor({ state: 'detached' });
  });

  test('Ada submits in Slack, Grace approves in Teams, and both cards say so, without a reload', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Type it for me' }).click();
    await page.keyboard.press('Enter');
    const text = ada.form.getByLabel('New text', { exact: true });
    await text.fill((await text.inputValue()).replace('no more than 120 words', 'no more than 100 words'));
    await ada.form.getByLabel('Why').fill('Shorter still.');
    await ada.form.getByRole('button', { name: 'Submit' }).click();
    await ada.form.getByText('You cannot approve it yourself.').waitFor();
    await page.keyboard.press('Escape');

    const slack = await house.visit({ as: 'ada', in: places.reviews });
    const inSlack = slack.message('asks to release support-reply v5');
    await inSlack.getByRole('button', { name: 'Approve and release' }).waitFor();

    await page.getByRole('button', { name: 'Go to Teams as Grace' }).click();
    await page.getByRole('textbox', { name: 'Start a post in Prompt reviews as Grace Lin' }).waitFor();
    const inTeams = ada.message('asks to release support-reply v5');
    await inTeams.getByRole('button', { name: 'Approve and release' }).click();
    await inTeams.getByText('Approved by').waitFor();
    const answered = performance.now();
    await inSlack.getByText(/Approved by .*Grace/).waitFor();
    expect(performance.now() - answered).toBeLessThan(3_000);
    await expect.poll(() => inTeams.locator('.ac-pushButton').count()).toBe(0);
    await ada.steps(7);
    expect(slack.wrongs).toEqual([]);
    await slack.page.context().close();
  });

  test('the last step leads from an answer that is rated to the private word what came of it', async () => {
    const { page, form } = ada;
    await page.getByRole('button', { name: 'Go there as Sam' }).click();
    await page.getByRole('button', { name: 'Let an answer come in' }).click();
    await ada.message('My lemon tree').getByRole('button', { name: '👎 Not helpful' }).click();
    await ada.message('Noted: 👎').getByRole('button', { name: 'Say why' }).click();
    await form.getByLabel('Too slow').check();
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('Thank you: 👎').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Sam said what was wrong.').waitFor();
    await page.getByRole('button', { name: 'Type it for me' }).click();
    const field = page.getByRole('textbox', { name: 'Message #team-support as Ada' });
    await expect.poll(() => field.inputValue()).toBe('/prompt submit support-reply');
    await field.press('Enter');
    const text = form.getByLabel('New text', { exact: true });
    await text.fill(`${await text.inputValue()}\nBe quick.`);
    await form.getByLabel('Why').fill('Quick answers are read.');
    await form.getByRole('combobox', { name: 'Feedback it answers' }).click();
    await form.getByRole('option', { name: 'Too slow' }).first().click();
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.getByText('You cannot approve it yourself.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: /^Grace reviewer/ }).click();
    await page.getByRole('link', { name: /^prompt-reviews/ }).click();
    await ada.message('Quick answers are read.').getByRole('button', { name: 'Approve and release' }).click();
    await page.getByRole('button', { name: 'Read it as Sam' }).click();
    await page.locator('.message-lit', { hasText: 'Your feedback led to support-reply' }).waitFor();
    await ada.steps(8);
    await page.getByText('That is the main job.').waitFor();
  });

  test('Reset begins the story again', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.getByText('Setting the scene').waitFor();
    await page.getByText('Setting the scene').waitFor({ state: 'detached', timeout: 60_000 });
    await ada.steps(0);
    await page.getByRole('link', { name: 'ai-announcements' }).click();
    expect(await page.locator('.conversation').innerText()).not.toContain('support-reply v4');
    await page.getByRole('link', { name: /^Teams/ }).click();
    await page.getByRole('link', { name: 'AI announcements' }).click();
    await ada.message('ticket-triage v2 is live').waitFor();
    expect(await page.locator('.conversation').innerText()).not.toContain('support-reply v4');
    await page.getByRole('link', { name: /^Slack/ }).click();
    await page.getByRole('link', { name: /^prompt-reviews/ }).click();
    await ada.message('asks to release delay-notice v2').waitFor();
    // Private messages arrive as well: the bot may have kept what it knew of the workspace before.
    await page.getByRole('link', { name: /^Sam stakeholder/ }).click();
    await page.getByRole('link', { name: /^Countersign/ }).click();
    await ada.message('ticket-triage v2 is live').waitFor();
    expect(house.program.lines.filter(({ msg }) => msg.includes('dead'))).toEqual([]);
  });
});
