import { describe, expect, test } from 'vitest';
import { withBrowser } from './chromium.ts';
import { seriousIn } from './serious.ts';
import { houseForTests, places, type Visit } from './visit.ts';

describe.skipIf(withBrowser !== '')(`the playground's page${withBrowser}`, { timeout: 120_000 }, () => {
  const house = houseForTests();

  test('two windows are two people, who see each other’s effect within a second', async () => {
    const [ada, grace] = await Promise.all([
      house.visit({ as: 'ada', in: places.team }),
      house.visit({ as: 'grace', in: places.reviews }),
    ]);
    await ada.say('/prompt submit call-summary');
    const text = ada.form.getByLabel('New text', { exact: true });
    await text.fill((await text.inputValue()).replace('at most six lines', 'at most five lines'));
    await ada.form.getByLabel('Why').fill('The sixth line was always empty.');

    await ada.form.getByRole('button', { name: 'Submit' }).click();
    const card = grace.message('call-summary v2');
    await card.getByRole('button', { name: 'Approve and release' }).waitFor();
    await ada.page.keyboard.press('Escape');
    await ada.page.getByRole('link', { name: /^prompt-reviews/ }).click();
    const adasCopy = ada.message('call-summary v2');
    await adasCopy.getByRole('button', { name: 'Approve and release' }).waitFor();

    // From the key that Grace presses to the sight of what the bot made of it in Ada's window; the quickest of five, since
    // this computer may be busy with something else.
    const number = /Change #(\d+)/.exec(await card.innerText())?.[1];
    const took: number[] = [];
    for (const replies of ['1 reply', '2 replies', '3 replies', '4 replies', '5 replies']) {
      const pressed = performance.now();
      await Promise.all([grace.say(`/prompt comment ${number} Looks good`), adasCopy.getByText(replies).waitFor()]);
      took.push(performance.now() - pressed);
    }
    expect(Math.min(...took)).toBeLessThan(1_000);

    await card.getByRole('button', { name: 'Approve and release' }).click();
    await adasCopy.getByText(/Approved by/).waitFor();
    expect(await adasCopy.getByRole('button', { name: 'Approve and release' }).count()).toBe(0);
    // The author is told in private as well, and the mark says where.
    await ada.page.getByRole('link', { name: /^Countersign \d+ for you/ }).waitFor();
    expect([...ada.wrongs, ...grace.wrongs]).toEqual([]);
  });

  test('what Slack’s own client would not send, and what the bot refuses, both stand at the field', async () => {
    const ada = await house.visit({ as: 'ada', in: places.team });
    await ada.say('/prompt submit support-reply');
    await ada.form.getByLabel('Why').fill('Nothing is different');
    await ada.form.getByRole('button', { name: 'Submit' }).click();
    await ada.form.getByText(/This is v2 already/).waitFor();
    const text = ada.form.getByLabel('New text', { exact: true });
    expect(await text.getAttribute('aria-invalid')).toBe('true');
    expect(await text.getAttribute('aria-describedby')).toMatch(/-error/);
    expect(ada.wrongs).toEqual([]);
  });

  test.each([
    ['a channel', {}, async () => {}],
    ['a channel in the dark', { dark: true }, async () => {}],
    ['a narrow screen', { width: 390, height: 844, in: places.reviews }, async () => {}],
    [
      'a form',
      { as: 'olu', in: places.announcements },
      async (olu: Visit) => {
        await olu.say('/prompt rollback ticket-triage');
        await olu.form.waitFor();
      },
    ],
    [
      'a form with pickers in the dark',
      { as: 'olu', in: places.team, dark: true },
      async (olu: Visit) => {
        await olu.say('/prompt stakeholders support-reply');
        await olu.message('Stakeholders of support-reply').getByRole('button', { name: 'Change' }).click();
        await olu.form.getByLabel('People').focus();
        await olu.page.getByRole('option', { name: /Ada Marsh/ }).waitFor();
      },
    ],
    [
      'what is inside a message',
      { as: 'sam', in: places.announcements },
      async (sam: Visit) => {
        await sam.tool(sam.message(), 'Look inside');
        await sam.page.locator('.exchange summary').first().click();
        await sam.page.locator('.json').first().waitFor();
      },
    ],
    ['the Home tab', { as: 'olu', in: 'direct', tab: 'home' as const }, async () => {}],
  ])('axe finds nothing serious in %s', async (_, where, go) => {
    const visit = await house.visit(where);
    await go(visit);
    expect(await seriousIn(visit)).toEqual([]);
    expect(visit.wrongs).toEqual([]);
  });

  test('everything can be done with the keyboard, and the focus comes back', async () => {
    const ada = await house.visit({ as: 'ada', in: places.team });
    const { page } = ada;
    const composer = page.getByRole('textbox', { name: 'Message #team-support as Ada' });
    await composer.focus();
    await page.keyboard.type('/p');
    await page.keyboard.press('Tab');
    await page.keyboard.type('roll');
    await page.keyboard.press('Tab');
    await page.keyboard.type('tick');
    await page.keyboard.press('Tab');
    expect(await composer.inputValue()).toBe('/prompt rollback ticket-triage');
    await page.keyboard.press('Enter');
    await ada.form.waitFor();
    // The browser keeps the focus inside: going round often enough never leaves the form.
    for (let turn = 0; turn < 25; turn += 1) await page.keyboard.press('Tab');
    const inside: boolean = await page.evaluate(
      'document.activeElement === document.body || document.activeElement.closest("dialog") !== null',
    );
    expect(inside).toBe(true);
    await page.keyboard.press('Escape');
    await ada.form.waitFor({ state: 'detached' });
    expect(await composer.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    expect(ada.wrongs).toEqual([]);
  });

  test('of three questions each keeps its answer', async () => {
    const olu = await house.visit({ as: 'olu', in: 'direct' });
    await olu.say('/prompt usecase assess plant-advice');
    const answers = ['Some', 'Within days', 'With effort'].map((one) => olu.form.getByLabel(new RegExp(`^${one}:`)));
    for (const answer of answers) await answer.check();
    for (const answer of answers) expect(await answer.isChecked()).toBe(true);
    await olu.form.getByRole('button', { name: 'Go on' }).click();
    await olu.form.getByText('I recommend').first().waitFor();
    expect(olu.wrongs).toEqual([]);
  });

  test('a picker’s Escape closes its list, and the next one the form', async () => {
    const olu = await house.visit({ as: 'olu', in: places.team });
    await olu.say('/prompt reviewers call-summary');
    await olu.message('Reviewers of call-summary').getByRole('button', { name: 'Change' }).click();
    const field = olu.form.getByLabel('People');
    await field.focus();
    await field.pressSequentially('dee');
    await olu.page.keyboard.press('Enter');
    await olu.form.getByRole('button', { name: 'Remove Dee Novak' }).waitFor();
    await field.pressSequentially('sam');
    await olu.page.getByRole('option', { name: /Sam/ }).waitFor();
    await olu.page.keyboard.press('Escape');
    await olu.page.getByRole('option', { name: /Sam/ }).waitFor({ state: 'detached' });
    expect(await olu.form.count()).toBe(1);
    await olu.form.getByRole('button', { name: 'Save' }).click();
    await olu.form.getByText(/Reviewers of call-summary are now: .*Dee/).waitFor();
    await olu.page.keyboard.press('Escape');
    await olu.form.waitFor({ state: 'detached' });
    expect(olu.wrongs).toEqual([]);
  });

  test('a shortcut opens its form, threads hold replies, and a foreign command is refused in words', async () => {
    const grace = await house.visit({ as: 'grace', in: places.reviews });
    const { page } = grace;
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.keyboard.press('Enter');
    await grace.form.waitFor();
    await page.keyboard.press('Escape');
    await grace.form.waitFor({ state: 'detached' });

    await page.locator('.thread-mark').first().click();
    const reply = page.getByRole('textbox', { name: 'Reply as Grace' });
    await reply.fill('Thank you, this reads well.');
    await reply.press('Enter');
    await page.locator('.panel li.message').getByText('Thank you, this reads well.').waitFor();

    await grace.say('/deploy everything');
    await page.getByRole('alert').getByText('/deploy is not a command here').waitFor();
    expect(grace.wrongs).toEqual([expect.stringContaining('said: /deploy is not a command here')]);
  });

  test('a mention is heard like a command and answered for that person alone', async () => {
    const [grace, sam] = await Promise.all([
      house.visit({ as: 'grace', in: places.team }),
      house.visit({ as: 'sam', in: places.team }),
    ]);
    await grace.say('@Countersign review');
    await grace.message('Only visible to you').waitFor();
    await sam.message('@Countersign review').waitFor();
    expect(await sam.message('Only visible to you').count()).toBe(0);
    expect([...grace.wrongs, ...sam.wrongs]).toEqual([]);
  });

  test('the drawer shows what the platform sent and the calls the bot made, with their durations', async () => {
    const sam = await house.visit({ as: 'sam', in: places.team });
    await sam.say('/prompt list');
    await sam.tool(sam.message(/Only visible to you[\s\S]*ticket-triage/), 'Look inside');
    const line = sam.page.locator('.exchange', { hasText: 'slash_command' });
    await line.getByText('/prompt list').waitFor();
    expect(await line.locator('.ms').innerText()).toMatch(/^\d+ ms$/);
    await line.locator('summary').click();
    const sent = JSON.parse(await line.locator('.json pre').first().innerText()) as Record<string, string>;
    expect(sent).toMatchObject({ command: '/prompt', text: 'list', user_name: 'Sam' });
    expect(sam.wrongs).toEqual([]);
  });

  test('prompts full of markup, mentions and 100 kB of text are shown, and do nothing', async () => {
    const root = await house.visit({ as: 'root', in: places.reviews });
    const { page } = root;
    await root.say('/prompt token create hostile commands');
    const made = root.message('Token hostile is made');
    await made.waitFor();
    const said = await made.innerText();
    const token = /cs_[\w-]+/.exec(said)?.[0] ?? '';
    const hostile = [
      '<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>',
      '<!channel> <!here> <@U0GRACELIN> <#C0TEAMSUPP> <https://elsewhere.example/|click> javascript:alert(4)',
      '```not a fence *bold* _it_ ~no~ `code` &lt;b&gt; &amp;lt; :wave: [x](javascript:alert(5))',
      '\u202Eright to left\u202C \u200Bzero width \u0007bell',
    ].join('\n');
    const submit = async (prompt: string, text: string) => {
      const response = await fetch(`${house.program.url}/v1/commands/submit`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          prompt,
          text,
          why: hostile,
          purpose: '<b onclick=alert(6)>hostile</b>',
          owner: 'olu@fernhill.example',
          deputy: 'dee@fernhill.example',
        }),
      });
      expect(await response.text()).toContain('"change"');
      expect(response.status).toBe(200);
    };
    await submit('hostile', hostile);
    await submit('huge', `${hostile}\n${'a word and <b>another</b> '.repeat(4_200)}`.slice(0, 100_000));
    for (const name of ['hostile', 'huge']) {
      const card = root.message(`release ${name} v1`);
      await card.waitFor();
      expect(await card.innerText()).toContain('<script>alert(1)</script>');
      expect(await card.locator('script, img, svg:not(.icon):not(.mark), iframe').count()).toBe(0);
      await card.getByRole('button', { name: 'Open full diff' }).click();
      await root.form
        .getByText(/hostile|huge/)
        .first()
        .waitFor();
      expect(await root.form.locator('script, img, iframe').count()).toBe(0);
      await page.keyboard.press('Escape');
      await root.form.waitFor({ state: 'detached' });
    }
    await root.say(hostile);
    const own = root.message('right to left');
    await own.waitFor();
    expect(await own.locator('script, img, iframe, a[href^="javascript"]').count()).toBe(0);
    // The author of the text could ping nobody with it.
    const sam = await house.visit({ as: 'sam', in: places.team });
    await sam.page.getByRole('link', { name: /^prompt-reviews( unread)?$/ }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect([...root.wrongs, ...sam.wrongs]).toEqual([]);
  });

  test('at 390 pixels list, conversation and panel are one at a time, and nothing is wider than the screen', async () => {
    const grace = await house.visit({ as: 'grace', width: 390, height: 844 });
    const { page } = grace;
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth') as Promise<boolean>;
    await page.getByRole('link', { name: /^prompt-reviews/ }).click();
    await grace.message('delay-notice v2').getByRole('button', { name: 'Open full diff' }).click();
    await grace.form.getByText('delay-notice: v1 → v2').waitFor();
    expect(await fits()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Guide/ }).click();
    await page.getByRole('heading', { name: 'The main job in eight steps' }).waitFor();
    expect(await fits()).toBe(true);
    await page.getByRole('button', { name: 'Close The main job in eight steps' }).click();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('link', { name: /^Countersign/ }).click();
    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByRole('region', { name: 'Home tab' }).waitFor();
    expect(await fits()).toBe(true);
    expect(grace.wrongs).toEqual([]);
  });

  test('nothing jumps while the page opens and a command is answered', async () => {
    const dee = await house.visit({ as: 'dee', in: places.team });
    const shifts = `new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => done(sum), 300);
    })`;
    await dee.say('/prompt whoami');
    await dee.message('Only visible to you').waitFor();
    expect(await dee.page.evaluate(shifts)).toBeLessThan(0.05);
    expect(dee.wrongs).toEqual([]);
  });
});
