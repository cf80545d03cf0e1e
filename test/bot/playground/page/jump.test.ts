import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withBrowser } from './chromium.ts';
import { seriousIn } from './serious.ts';
import { houseForTests, type Visit } from './visit.ts';

/** Long enough for a story, two weeks of it and everything they bring, on a busy machine. */
const LONG = 120_000;
/** A week in which more than one reply in ten was taken back. */
const failed = /2\d(\.\d)? % \(2\d of 120\)/;

describe.skipIf(withBrowser !== '')(`a week goes by in the playground${withBrowser}`, { timeout: LONG }, () => {
  const house = houseForTests({ stay: true });
  let visitor: Visit;
  let curl: [address: string, authorization: string];
  beforeAll(async () => {
    visitor = await house.visit({ as: 'olu', in: 'direct' });
    visitor.page.setDefaultTimeout(60_000);
  }, LONG);
  afterEach(() => {
    expect(visitor.wrongs).toEqual([]);
  });

  const day = () => visitor.page.getByRole('status').filter({ hasText: 'In the story it is' });
  async function jump(): Promise<void> {
    const before = (await day().count()) > 0 ? await day().innerText() : '';
    await visitor.page.getByRole('button', { name: 'Jump one week' }).click();
    await expect
      .poll(async () => (await day().count()) > 0 && (await day().innerText()), { timeout: LONG })
      .toMatch(/./);
    await expect.poll(() => day().innerText(), { timeout: LONG }).not.toBe(before);
    await visitor.page.getByRole('button', { name: 'Jump one week' }).and(visitor.page.locator(':enabled')).waitFor();
  }
  const read = () => fetch(curl[0], { headers: { authorization: curl[1] } });

  test('before it, it is today, and the guide’s line reads what was released', async () => {
    expect(await day().count()).toBe(0);
    const { snapshot } = await firstNews(house.program.url);
    const [, authorization = '', address = ''] =
      /^curl -s -H 'Authorization: (.+)' (\S+)$/.exec(snapshot.guide.curl) ?? [];
    curl = [address, authorization];
    expect((await read()).status).toBe(200);
  });

  test('one week brings the owner a warning and the weekly report, with its weeks drawn', async () => {
    await jump();
    await visitor.message('customer-replies broke what was agreed for it').getByText(failed).waitFor();
    const report = visitor.message('Your week until');
    await report.getByText('1 of 6 use cases beyond what was agreed').waitFor();
    expect(await report.innerText()).toMatch(
      /agreed: at most 10 %\), 2\d of 120 decisions, on 71 % of days\s+\+1\d(\.\d)? points\s+▁{7}█/,
    );
    expect(await seriousIn(visitor)).toEqual([]);
  });

  test('another one brings the stop authority a proposal with four answers that says who reads, and the reader goes on', async () => {
    await jump();
    await visitor.page.goto(`${house.program.url}/?as=dee&client=teams&in=direct`);
    const proposal = visitor.message('Stop customer-replies?');
    for (const name of ['Pause', 'Close', 'Keep running', 'Snooze one cycle'])
      await proposal.getByRole('button', { name, exact: true }).waitFor();
    expect((await proposal.innerText()).match(new RegExp(failed, 'g'))).toHaveLength(2);
    expect(await proposal.innerText()).toMatch(/Reads support-reply\s+help-desk \(\d+ reads?\)/);
    expect((await read()).status).toBe(200);
    expect(await seriousIn(visitor)).toEqual([]);
  });

  test('Pause stops it: the line of the guide is answered 423, with what is said instead', async () => {
    const proposal = visitor.message('Stop customer-replies?');
    await proposal.getByRole('button', { name: 'Pause', exact: true }).click();
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();
    await expect.poll(async () => (await read()).status, { timeout: LONG }).toBe(423);
    expect(JSON.stringify(await (await read()).json())).toContain(
      'A colleague of ours reads your message today and will answer you in person.',
    );
  });

  test('in Slack people act at the time of the story, too', async () => {
    await visitor.page.goto(`${house.program.url}/?as=olu&in=direct`);
    await visitor.say('/prompt usecase show customer-replies');
    await visitor
      .message('customer-replies')
      .getByText(/paused/i)
      .first()
      .waitFor();
  });

  test('Reset goes back to today', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.getByText('Setting the scene').waitFor();
    await page.getByText('Setting the scene').waitFor({ state: 'detached', timeout: LONG });
    expect(await day().count()).toBe(0);
  });
});

/** What the page is told first. */
async function firstNews(url: string): Promise<{ snapshot: { guide: { curl: string } } }> {
  const response = await fetch(`${url}/playground/news?as=ada`);
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const line = /^data: (.+)\n/m.exec(text)?.[1];
    if (line !== undefined) return JSON.parse(line);
  }
  throw new Error('the page was told nothing');
}
