import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { channels, people, placeOf } from './people.ts';

const PATIENCE = 30_000;

/** Microsoft's client in a browser, as one person sees it. */
async function open(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
  page.setDefaultTimeout(PATIENCE);
  // Its fonts would come from the internet.
  await page.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await page.goto(url);
  // What the bot says where it is installed.
  await seen(page, 'Prompts are submitted, reviewed, released and rolled back right here.');
  return page;
}

const seen = (page: Page, text: string): Promise<void> => page.getByText(text).last().waitFor();

const goTo = (page: Page, place: string): Promise<void> => page.getByRole('treeitem', { name: place }).click();

async function type(page: Page, line: string): Promise<void> {
  await goTo(page, 'Personal Chat');
  await page.getByRole('textbox').last().click();
  await page.keyboard.type(line);
  await page.getByRole('button', { name: 'Send Message' }).click();
}

/** What a use case needs before anything of it is released, typed by its owner. */
async function makeReady(owner: Page, usecase: string): Promise<void> {
  const people = 'context_owner=me stop_authority=me';
  const texts = [
    'decision="How people are greeted" limits="Promises nothing" function="Greets" input="A name" output="A greeting"',
    'failure_mode="Rude" error_reach="One person" quality_standard="Kind" escalation="Complaints"',
    'failure_response="Hello." inputs="Handbook; the wiki; me; 365" review_days=90 stop_criteria="No handbook"',
  ];
  await type(owner, `usecase edit ${usecase} ${people} ${texts.join(' ')}`);
  await seen(owner, 'Missing: an assessment');
  await type(owner, `usecase assess ${usecase} value=mixed detection=in_days verifiability=easy layer=light`);
  await seen(owner, 'Light review');
  await type(owner, `usecase activate ${usecase} active`);
  await seen(owner, `${usecase} is active`);
}

/**
 * Submits twice, approves twice and rolls back, as two people at two windows would: Ada and Grace write to the bot, Grace
 * presses the buttons of the cards in her channel. Forms are typed as one line, since this client has no dialogs.
 * @param pictures a folder for pictures of every step
 * @throws Error when something that is to be seen does not come within half a minute
 */
export async function drive(
  browser: Browser,
  clients: { ada: string; grace: string },
  pictures: string | undefined,
): Promise<void> {
  let step = 0;
  async function done(what: string, page: Page): Promise<void> {
    process.stdout.write(`${what}\n`);
    step++;
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    const name = `${step}-${what.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
    await page.screenshot({ path: join(pictures, name) });
  }

  const ada = await open(browser, clients.ada);
  // Hers comes last: where the bot was never spoken to, it speaks through the connector that it heard of last.
  const grace = await open(browser, clients.grace);
  // A playground installs the bot in a team when its first channel is opened, and shows so in its log alone.
  const installed = grace.waitForResponse(/\/installation$/);
  await goTo(grace, channels.reviews.name);
  await installed;

  const roles = `owner=@${placeOf(people.grace)} deputy=@${placeOf(people.dee)}`;
  const submissions = [
    `submit greeting text="Be kind." why="Everybody shall be greeted." purpose="Greets" ${roles}`,
    'submit greeting text="Be kind and brief." why="Greetings were too long."',
  ];
  for (const [index, line] of submissions.entries()) {
    const version = `v${index + 1}`;
    await type(ada, line);
    await seen(ada, `Change #${index + 1} is open`);
    await done(`Ada submitted ${version}`, ada);
    if (index === 0) await makeReady(grace, 'greeting');

    await goTo(grace, channels.reviews.name);
    await seen(grace, `Ada asks to release greeting ${version} to production`);
    await done(`Grace is asked about ${version}`, grace);
    await grace.getByRole('button', { name: 'Approve and release' }).click();
    await seen(grace, `Grace approved change #${index + 1} of greeting`);
    await done(`Grace approved ${version}`, grace);
    await goTo(grace, channels.news.name);
    await seen(grace, `greeting ${version} is live on production`);
  }

  await type(grace, 'rollback greeting v1 wrong');
  await seen(grace, 'Done: greeting is back on v1');
  await done('Grace rolled back to v1', grace);
  await goTo(grace, channels.news.name);
  await seen(grace, 'greeting was rolled back');
  await done('The rollback is announced', grace);
}
