import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { withBrowser } from './chromium.ts';
import { seriousIn } from './serious.ts';
import { houseForTests, places, teamsPlaces, type Visit } from './visit.ts';

/** Resolves when the chart is seen; its name is how it is told to those who do not see it. */
const pictureIn = async (card: Locator) => {
  const picture = card.getByRole('img', { name: /satisfied/ });
  await picture.scrollIntoViewIfNeeded();
  const width = () => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
  await expect.poll(width, { timeout: 10_000 }).toBeGreaterThan(700);
};

type Described = {
  paths: Record<string, { post: { requestBody: { content: Record<string, { example: unknown }> } } }>;
};

describe.skipIf(withBrowser !== '')(`feedback in the playground${withBrowser}`, { timeout: 120_000 }, () => {
  const house = houseForTests();
  const inTeams = (as: string, place: string, more = {}) => house.visit({ as, client: 'teams', in: place, ...more });
  const comeIn = ({ page }: Visit) => page.getByRole('button', { name: 'Let an answer come in' }).click();

  /** Ada submits a text that answers what somebody said, and Grace approves it. */
  async function answered(said: string, text: string): Promise<void> {
    const ada = await house.visit({ as: 'ada', in: places.team });
    await ada.say('/prompt submit support-reply');
    const field = ada.form.getByLabel('New text', { exact: true });
    await field.fill(`${await field.inputValue()}\n${text}`);
    await ada.form.getByLabel('Why').fill(text);
    await ada.form.getByRole('combobox', { name: 'Feedback it answers' }).click();
    await ada.form.getByRole('option', { name: said }).click();
    await ada.form.getByRole('button', { name: 'Submit' }).click();
    await ada.form.getByText('You cannot approve it yourself.').waitFor();
    const grace = await house.visit({ as: 'grace', in: places.reviews });
    const card = grace.message(text);
    await card.getByRole('button', { name: 'Approve and release' }).click();
    await card.getByText(/Approved by/).waitFor();
    expect([...ada.wrongs, ...grace.wrongs]).toEqual([]);
  }

  test('in Slack an answer comes in, Sam says what was wrong, and is told alone what that led to', async () => {
    const sam = await house.visit({ as: 'sam', in: places.answers });
    const { page, form } = sam;
    await sam.message('bulbs').getByRole('button', { name: '👍 Helpful' }).waitFor();
    await comeIn(sam);
    const answer = sam.message('My lemon tree arrived without its pot');
    await answer.getByRole('button', { name: '👎 Not helpful' }).click();
    await sam.message('Noted: 👎').getByRole('button', { name: 'Say why' }).click();
    await form.getByLabel('Tone').check();
    await form.getByLabel('Comment').fill('Lena asked whether that is normal.');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('Thank you: 👎').waitFor();
    await page.keyboard.press('Escape');
    await sam.steps(0);

    await answered('Lena asked whether that is normal.', 'Answer the question that was asked.');
    await sam.steps(2);
    await page.getByRole('link', { name: /^Countersign/ }).click();
    const told = sam.message('Your feedback led to support-reply v4');
    await told.getByText('Lena asked whether that is normal.').waitFor();
    await told.getByText('Answer the question that was asked.').waitFor();
    await sam.steps(3);
    await told.getByRole('button', { name: 'Vote on it' }).click();
    await form.getByText(/About support-reply v4/).waitFor();
    await page.keyboard.press('Escape');
    const olu = await house.visit({ as: 'olu', in: 'direct' });
    await olu.message('support-reply v4 is live').waitFor();
    expect(await olu.page.locator('.conversation').innerText()).not.toContain('Your feedback led to');
    expect([...sam.wrongs, ...olu.wrongs]).toEqual([]);
  });

  test('in Teams its own thumbs do the same: the first click counts, and the form behind it says why', async () => {
    const dee = await inTeams('dee', teamsPlaces.answers);
    const { page, form } = dee;
    await comeIn(dee);
    const answer = dee.message('Third time I am writing');
    await answer.getByRole('button', { name: 'Like', exact: true }).click();
    await form.getByText('Thank you: 👍').waitFor();
    await page.keyboard.press('Escape');
    await answer.getByRole('button', { name: 'Dislike' }).click();
    await form.getByText('Your 👎 counts already').waitFor();
    expect(await answer.getByRole('button', { name: 'Dislike' }).getAttribute('aria-pressed')).toBe('true');
    await form.getByRole('button', { name: 'Look inside this form' }).click();
    const drawer = page.getByRole('dialog', { name: 'Look inside' });
    await drawer.locator('.exchange', { hasText: 'message/fetchTask' }).getByText('👎').waitFor();
    await page.keyboard.press('Escape');
    await form.getByLabel('Too long').check();
    await form.getByLabel('Comment').fill('Piet wants a date, not patience.');
    await form.getByRole('button', { name: 'Send' }).click();
    await dee.message('Thank you: 👎').getByText('Only you can see this').waitFor();

    await answered('Piet wants a date, not patience.', 'Name a date.');
    await page.getByRole('link', { name: /^Countersign/ }).click();
    await dee.message('Your feedback led to support-reply v5').getByText('Piet wants a date, not patience.').waitFor();
    expect(dee.wrongs).toEqual([]);
  });

  test('satisfaction is a picture that loads, and the same in words, in both clients', async () => {
    const [olu, sam] = await Promise.all([house.visit({ as: 'olu', in: places.team }), inTeams('sam', 'direct')]);
    // The page may be opened by another name of this computer than the one the bot knows itself by.
    await olu.page.goto(olu.page.url().replace('127.0.0.1', 'localhost'));
    await olu.page.locator('.page').waitFor();
    const asked = [
      { visitor: olu, line: '/prompt satisfaction support-reply' },
      { visitor: sam, line: 'satisfaction support-reply' },
    ];
    for (const { visitor, line } of asked) {
      await visitor.say(line);
      const card = visitor.message('95 % interval');
      await pictureIn(card);
      const words = await card.innerText();
      expect(words).toMatch(/\(v1\): \d+ %, \d+ to \d+ \(\d+ votes\)/);
      expect(words).toMatch(/\(v3.*\): \d+ %/);
      expect(words).toContain('not about the prompt');
    }
    expect(sam.wrongs).toEqual([]);
    expect(olu.wrongs.filter((wrong) => !wrong.startsWith('elsewhere: http://localhost'))).toEqual([]);
  });

  test('Olu was told that a version is liked less, and looks through low votes one by one', async () => {
    const olu = await house.visit({ as: 'olu', in: 'direct' });
    const worse = olu.message('ticket-triage v2 is liked less than v1');
    await worse.getByRole('button', { name: 'Roll back' }).waitFor();
    await worse.getByRole('button', { name: 'Look closer' }).click();
    await olu.form.getByText('ticket-triage v2: satisfied').waitFor();
    await pictureIn(olu.form);
    await olu.page.keyboard.press('Escape');
    await olu.say('/prompt triage ticket-triage');
    const first = olu.message('A low vote on ticket-triage v2');
    await first.getByText('A question about stock.').waitFor();
    await first.getByRole('button', { name: 'Prompt problem' }).click();
    await olu.message('Decided: prompt problem. 1 of 30 today.').waitFor();

    const teams = await inTeams('olu', 'direct');
    await teams.say('triage ticket-triage');
    await teams.message('A low vote on ticket-triage').getByRole('button', { name: 'Known' }).click();
    await teams.message('Decided: known. 2 of 30 today.').waitFor();
    expect([...olu.wrongs, ...teams.wrongs]).toEqual([]);
  });

  test('the examples in the description of the API are taken as they stand', async () => {
    const root = await house.visit({ as: 'root', in: 'direct' });
    await root.say('/prompt token create trying facts');
    const secret = /cs_[\w-]+/.exec(await root.message('Token trying is made').innerText())?.[0];
    const { paths } = (await (await fetch(`${house.program.url}/openapi.json`)).json()) as Described;
    for (const kind of ['usage', 'decisions', 'reversals', 'outputs', 'votes']) {
      const { content } = paths[`/v1/${kind}`]!.post.requestBody;
      for (const [type, { example }] of Object.entries(content)) {
        const answer = await fetch(`${house.program.url}/v1/${kind}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': type },
          body: typeof example === 'string' ? example : JSON.stringify(example),
        });
        expect([kind, type, answer.status, await answer.json()]).toMatchObject([kind, type, 200, { refused: [] }]);
      }
    }
  });

  test.each([
    { client: 'Slack', dark: false, width: 1280 },
    { client: 'Slack', dark: true, width: 390 },
    { client: 'Teams', dark: true, width: 1280 },
    { client: 'Teams', dark: false, width: 390 },
  ])('answers, thumbs and the chart keep nobody out: $client, $width px, dark: $dark', async ({ client, ...look }) => {
    const slack = client === 'Slack';
    const visitor = slack
      ? await house.visit({ as: 'root', in: places.answers, ...look })
      : await inTeams('root', teamsPlaces.answers, look);
    const { page } = visitor;
    await comeIn(visitor);
    await visitor.message('help-desk answered').waitFor();
    expect(await seriousIn(visitor)).toEqual([]);
    await visitor.say(`${slack ? '/prompt' : '@Countersign'} satisfaction support-reply`);
    await pictureIn(visitor.message('95 % interval'));
    const over = await page
      .locator(':is(html, .messages-scroll)')
      .evaluateAll((parts) =>
        (parts as unknown as { scrollWidth: number; clientWidth: number }[]).map(
          (one) => one.scrollWidth - one.clientWidth,
        ),
      );
    expect(over).toEqual([0, 0]);
    expect(await seriousIn(visitor)).toEqual([]);
    expect(visitor.wrongs).toEqual([]);
  });
});
