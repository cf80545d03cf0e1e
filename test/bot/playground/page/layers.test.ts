import { describe, expect, test } from 'vitest';
import { withBrowser } from './chromium.ts';
import { houseForTests, places } from './visit.ts';

describe.skipIf(withBrowser !== '')(`what lies over the conversation${withBrowser}`, { timeout: 120_000 }, () => {
  const house = houseForTests();

  test('what is inside a form opens above it, and Escape goes back to the form', async () => {
    const olu = await house.visit({ as: 'olu', in: places.team });
    const { page, form } = olu;
    await olu.say('/prompt rollback ticket-triage');
    await form.getByLabel('Users complain').check();
    await form.getByRole('button', { name: 'Look inside this form' }).click();
    const drawer = page.getByRole('dialog', { name: 'Look inside' });
    // A click fails where something else lies on top.
    await drawer.locator('.exchange', { hasText: 'views.open' }).locator('summary').click();
    await drawer.getByText('"trigger_id"').waitFor();
    await drawer.getByText('The form as it is now').click();
    await drawer.getByRole('button', { name: 'Show everything' }).click();
    await drawer.getByText('everything', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await form.getByLabel('Users complain').isChecked()).toBe(true);
    expect(olu.wrongs).toEqual([]);
  });

  test('what goes wrong while a form is open is said above the form, which stays filled in', async () => {
    const olu = await house.visit({ as: 'olu', in: places.team });
    const { page, form } = olu;
    await olu.say('/prompt rollback ticket-triage');
    await form.getByLabel('Users complain').check();
    await page.route('**/playground/act*', (route) => route.abort());
    await form.getByRole('button', { name: 'Roll back now' }).click();
    await form.getByRole('alert').getByText('The playground does not answer').waitFor();
    expect(await form.getByLabel('Users complain').isChecked()).toBe(true);
    await page.unroute('**/playground/act*');
  });

  test('a thread takes words and mentions, says that commands belong in the channel, and offers none', async () => {
    const grace = await house.visit({ as: 'grace', in: places.reviews });
    const { page } = grace;
    await page.locator('.thread-mark').last().click();
    const panel = page.getByRole('complementary', { name: 'Thread' });
    await panel.getByText('/prompt is typed in the channel').waitFor();
    const reply = panel.getByRole('textbox', { name: 'Reply as Grace' });
    await reply.pressSequentially('/prompt li');
    expect(await page.getByRole('option').count()).toBe(0);
    await reply.press('Enter');
    await page.getByRole('alert').getByText('Type it in the channel.').waitFor();
    expect(await reply.inputValue()).toBe('/prompt li');
    await reply.fill('@Countersign whoami');
    await reply.press('Enter');
    await panel.locator('li.message', { hasText: 'Only visible to you' }).getByText(/Grace/).first().waitFor();
    expect(grace.wrongs).toEqual([expect.stringContaining('said: Slack takes no commands in threads')]);
  });

  test('a private answer can be dismissed, and Back goes back to where one was', async () => {
    const sam = await house.visit({ as: 'sam', in: places.team });
    const { page } = sam;
    await sam.say('/prompt whoami');
    const answer = sam.message('Only visible to you');
    await answer.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => page.getByText('Only visible to you').count()).toBe(0);
    await page.getByRole('link', { name: /^prompt-reviews/ }).click();
    await page.getByRole('heading', { name: 'prompt-reviews' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'team-support' }).waitFor();
    expect(sam.wrongs).toEqual([]);
  });

  test('what is too long is refused in words that fit the page, and stays in the field', async () => {
    const ada = await house.visit({ as: 'ada', in: places.team, width: 390, height: 844 });
    const { page } = ada;
    const field = page.getByRole('textbox', { name: 'Message #team-support as Ada' });
    await ada.say('long '.repeat(8_001));
    await page.getByRole('alert').getByText('Slack takes 40,000 characters in a message.').waitFor();
    expect((await field.inputValue()).length).toBe(40_005);
    await ada.say(`/${'p'.repeat(300)}`);
    const problem = page.getByRole('alert').filter({ hasText: 'is not a command here' });
    await problem.waitFor();
    expect(await problem.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('the Home tab shows what waits and the last moves, and follows while it is open', async () => {
    const [olu, ada] = await Promise.all([
      house.visit({ as: 'olu', in: 'direct', tab: 'home' }),
      house.visit({ as: 'ada', in: places.team }),
    ]);
    const home = olu.page.getByRole('region', { name: 'Home tab' });
    await home.getByText('1 change waits for you').waitFor();
    await home.getByRole('button', { name: 'Roll back' }).first().waitFor();
    await ada.say('/prompt submit call-summary');
    const text = ada.form.getByLabel('New text', { exact: true });
    await text.fill(`${await text.inputValue()} Be brief.`);
    await ada.form.getByLabel('Why').fill('Shorter is read.');
    await ada.form.getByRole('button', { name: 'Submit' }).click();
    await home.getByText('2 changes wait for you').waitFor();
    expect([...olu.wrongs, ...ada.wrongs]).toEqual([]);
  });
});
