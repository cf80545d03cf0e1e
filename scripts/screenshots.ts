/**
 * Takes the pictures that the README shows: starts the program with nothing configured, plays in its page with Chromium
 * (CHROMIUM_PATH, else the usual places) and writes docs/screenshots/*.png, or to the folder that is given. Run it with
 * `npm run screenshots`, which also draws the sheets of all cards: test/bot/render/contact-sheet.test.ts.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../test/bot/playground/page/chromium.ts';
import { startProgram } from '../test/flows/program.ts';

const folder = process.argv[2] ?? new URL('../docs/screenshots/', import.meta.url).pathname;
/** High enough for a whole change card. */
const size = { width: 1280, height: 930 };
/** What is left around a part of the page. */
const MARGIN = 16;

type Look = { colorScheme?: 'light' | 'dark'; viewport?: { width: number; height: number } };

async function open(browser: Browser, url: string, query: string, look: Look = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: 2, reducedMotion: 'reduce', ...look });
  const page = await context.newPage();
  await page.goto(`${url}/?${query}`);
  await page.locator('.page').waitFor();
  await page.getByText('Setting the scene').waitFor({ state: 'detached', timeout: 60_000 });
  return page;
}

async function take(of: Page | Locator, name: string): Promise<void> {
  await of.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`${name}.png\n`);
}

/** A part of the page that has no edge of its own. */
async function takeAround(of: Locator, name: string): Promise<void> {
  const box = await of.boundingBox();
  if (!box) throw new Error(`nothing is to be seen for ${name}`);
  const { x, y, width, height } = box;
  const clip = { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  await of.page().screenshot({ path: join(folder, `${name}.png`), clip });
  process.stdout.write(`${name}.png\n`);
}

const newest = (page: Page, saying: string): Locator =>
  page.locator('.conversation :is(li.message, li.post, li.bubble)').filter({ hasText: saying }).last();

const reviewsInTeams = '19:a3f0c57e9b1d4286b0e47c15d8f2369a@thread.tacv2';
const answersInTeams = '19:7d2b96e8f04c4a51b3c8e25a6f190d4b@thread.tacv2';
const newsInTeams = '19:5c8e21d07f634ab99d10e6b3427fa8c5@thread.tacv2';

async function playInTeams(browser: Browser, url: string): Promise<void> {
  const query = (as: string, id: string) => new URLSearchParams({ as, client: 'teams', in: id }).toString();
  const tall = { viewport: { width: 1000, height: 1400 } };

  const reviews = await open(browser, url, query('grace', reviewsInTeams));
  await take(reviews, 'teams');
  const dark = await open(browser, url, query('olu', newsInTeams), { colorScheme: 'dark' });
  await take(dark, 'teams-dark');
  const narrow = await open(browser, url, query('grace', newsInTeams), { viewport: { width: 390, height: 844 } });
  await take(narrow, 'teams-narrow');

  const card = await open(browser, url, query('root', reviewsInTeams), tall);
  await take(newest(card, 'asks to release delay-notice').locator('.card').first(), 'teams-change-card');
  const news = await open(browser, url, query('root', newsInTeams), tall);
  await take(newest(news, 'was rolled back').locator('.card').first(), 'teams-rollback');
  await newest(news, 'ticket-triage v2 is live').getByRole('button', { name: 'Roll back' }).click();
  await news.locator('dialog.modal .ac-input').first().waitFor();
  await take(news.locator('dialog.modal'), 'teams-dialog');

  const answers = await open(browser, url, query('sam', answersInTeams));
  await take(newest(answers, 'help-desk answered').locator('.entry').first(), 'teams-answer');
}

async function play(browser: Browser, url: string): Promise<void> {
  const tall = { viewport: { width: 1000, height: 1400 } };
  const channel = (as: string, id: string) => `as=${as}&in=${id}`;

  const reviews = await open(browser, url, channel('grace', 'C0REVIEWS1'));
  await take(reviews, 'playground');
  const dark = await open(browser, url, channel('grace', 'C0REVIEWS1'), { colorScheme: 'dark' });
  await take(dark, 'playground-dark');
  const narrow = await open(browser, url, channel('olu', 'C0ANNOUNCE'), { viewport: { width: 390, height: 844 } });
  await take(narrow, 'playground-narrow');

  const card = await open(browser, url, channel('root', 'C0REVIEWS1'), tall);
  await take(newest(card, 'asks to release delay-notice'), 'change-card');
  await newest(card, 'asks to release delay-notice').getByRole('button', { name: 'Open full diff' }).click();
  await card.locator('dialog.modal').getByText('delay-notice: v1 → v2').waitFor();
  await take(card.locator('dialog.modal'), 'diff');
  await card.keyboard.press('Escape');

  const news = await open(browser, url, channel('root', 'C0ANNOUNCE'), tall);
  await take(newest(news, 'was rolled back'), 'rollback');

  const answers = await open(browser, url, channel('sam', 'C0ANSWERS1'), tall);
  await take(newest(answers, 'help-desk answered'), 'answer');
  await answers.locator('.composer textarea').fill('/prompt satisfaction support-reply');
  await answers.keyboard.press('Enter');
  const satisfaction = newest(answers, '95 % interval');
  await satisfaction
    .locator('.picture img')
    .evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
  await take(satisfaction, 'satisfaction');

  const home = await open(browser, url, 'as=olu&in=direct&tab=home', tall);
  await home.locator('.home .blocks').waitFor();
  await takeAround(home.locator('.home .blocks'), 'app-home');

  const inside = await open(browser, url, channel('grace', 'C0TEAMSUPP'));
  await inside.locator('.composer textarea').fill('/prompt review');
  await inside.keyboard.press('Enter');
  const answer = newest(inside, 'Only visible to you');
  await answer.hover();
  await answer.getByRole('button', { name: 'Look inside' }).click();
  await inside.locator('.exchange summary').first().click();
  await inside.locator('.json').first().waitFor();
  await take(inside, 'look-inside');
}

/** Two weeks go by: the owner's report, and what the stop authority is asked. Last, because other pictures show today. */
async function letWeeksGoBy(browser: Browser, url: string): Promise<void> {
  const tall = { viewport: { width: 1000, height: 2400 } };
  const owner = await open(browser, url, 'as=olu&in=direct', tall);
  for (const week of ['first', 'second']) {
    const gone = owner.waitForResponse((response) => response.url().endsWith('/playground/jump'));
    await owner.getByRole('button', { name: 'Jump one week' }).click();
    await gone;
    if (week === 'second') continue;
    await newest(owner, 'beyond what was agreed').getByText('customer-replies').first().waitFor();
    await take(newest(owner, 'beyond what was agreed'), 'report');
  }
  const asked = await open(browser, url, 'as=dee&client=teams&in=direct', tall);
  const proposal = newest(asked, 'Stop customer-replies?');
  await proposal.getByRole('button', { name: 'Keep running' }).waitFor();
  await take(proposal.locator('.card').first(), 'teams-proposal');
}

const data = await mkdtemp(join(tmpdir(), 'countersign-screenshots-'));
const settings = { DATA_DIR: data, NODE_COMPILE_CACHE: join(data, 'compiled'), TZ: 'UTC' };
const [program, browser] = await Promise.all([startProgram(settings), launchChromium()]);
try {
  await mkdir(folder, { recursive: true });
  await play(browser, program.url);
  await playInTeams(browser, program.url);
  await letWeeksGoBy(browser, program.url);
} finally {
  await browser.close();
  await program.stop();
  await rm(data, { recursive: true, force: true });
}
