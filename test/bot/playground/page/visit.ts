import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { type Program, startProgram } from '../../../flows/program.ts';
import { launchChromium } from './chromium.ts';

export type Where = {
  as?: string;
  client?: 'teams';
  in?: string;
  tab?: 'home';
  width?: number;
  height?: number;
  dark?: boolean;
};

/** One window of a visitor. */
export type Visit = {
  page: Page;
  /** What broke the rules of the page or went elsewhere; must stay empty. */
  wrongs: string[];
  /** The form that is open. */
  form: Locator;
  /** The newest message of the conversation, or the newest that says something. */
  message(saying?: string | RegExp): Locator;
  /** Types a command or a message and sends it. */
  say(text: string): Promise<void>;
  /** Points at a message and presses one of its tools. */
  tool(message: Locator, name: string): Promise<void>;
  /** Waits until so many of the eight steps are ticked. */
  steps(count: number): Promise<void>;
};

export const teamsPlaces = {
  reviews: '19:a3f0c57e9b1d4286b0e47c15d8f2369a@thread.tacv2',
  announcements: '19:5c8e21d07f634ab99d10e6b3427fa8c5@thread.tacv2',
  answers: '19:7d2b96e8f04c4a51b3c8e25a6f190d4b@thread.tacv2',
};
export const places = { reviews: 'C0REVIEWS1', announcements: 'C0ANNOUNCE', team: 'C0TEAMSUPP', answers: 'C0ANSWERS1' };

type House = {
  readonly program: Program;
  visit(where?: Where): Promise<Visit>;
};
type OpenHouse = House & {
  /** Everybody gives up the form they have open, and every window is closed. */
  leave(): Promise<void>;
  /** What every window shows and what went wrong in it, for a test that failed. */
  told(): Promise<string>;
  close(): Promise<void>;
};

/**
 * The real program with nothing configured, and a browser, for the tests of one `describe`. A test that fails says what its
 * windows showed. After each test they are closed, unless they `stay` for the next.
 */
export function houseForTests({ stay = false }: { stay?: boolean } = {}): House {
  let house: OpenHouse;
  beforeAll(async () => {
    house = await openHouse();
  }, 180_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(`${await house.told()}\n`);
    if (!stay) await house.leave();
  });
  afterAll(() => house?.close());
  return {
    get program() {
      return house.program;
    },
    visit: (where) => house.visit(where),
  };
}

async function openHouse(): Promise<OpenHouse> {
  const dir = await mkdtemp(join(inject('scratchDir'), 'playground-'));
  const [program, browser] = await Promise.all([startProgram({ DATA_DIR: dir, LOG_LEVEL: 'info' }), launchChromium()]);
  const open: Visit[] = [];
  return {
    program,
    visit: async (where = {}) => {
      const visitor = await visit(browser, program.url, where);
      open.push(visitor);
      return visitor;
    },
    told: async () => {
      const shown = open.filter(({ page }) => !page.isClosed());
      const all = shown.map(async ({ page, wrongs }) =>
        [page.url(), ...wrongs, (await page.locator('body').innerText()).slice(-1_500)].join('\n'),
      );
      return [...(await Promise.all(all)), program.output().slice(-3_000)].join('\n\n');
    },
    leave: async () => {
      for (const { page, form } of open.splice(0)) {
        for (let tries = 0; tries < 20 && (await form.count()) > 0; tries += 1) {
          await page.keyboard.press('Escape');
          await page.waitForTimeout(50);
        }
        await page.context().close();
      }
    },
    close: async () => {
      await browser.close();
      await program.stop();
    },
  };
}

// Runs in the page before anything of its own.
const watch = `addEventListener('securitypolicyviolation', (event) => {
  console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI);
});
new MutationObserver(() => {
  const said = document.querySelector('[role=alert]')?.textContent;
  if (said && said !== globalThis.lastSaid) console.error('said: ' + said);
  globalThis.lastSaid = said;
}).observe(document, { subtree: true, childList: true, characterData: true });`;

/** A window of a browser on a playground, once its scene is set. */
export async function visit(browser: Browser, url: string, where: Where): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: where.width ?? 1280, height: where.height ?? 800 },
    colorScheme: where.dark ? 'dark' : 'light',
    ...((where.width ?? 1280) < 760 && { hasTouch: true }),
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const wrongs: string[] = [];
  await page.addInitScript(watch);
  page.on('pageerror', (error) => wrongs.push(`error: ${error.message}`));
  page.on('console', (line) => {
    if (['error', 'warning'].includes(line.type())) wrongs.push(`console: ${line.text()}`);
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== 'data:' && asked.origin !== new URL(url).origin) wrongs.push(`elsewhere: ${asked.href}`);
  });
  page.on('dialog', (dialog) => {
    wrongs.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const params = new URLSearchParams({ as: where.as ?? 'ada' });
  if (where.client) params.set('client', where.client);
  if (where.in) params.set('in', where.in);
  if (where.tab) params.set('tab', where.tab);
  await page.goto(`${url}/?${params}`);
  await page.locator('.page').waitFor();
  await page.getByText('Setting the scene').waitFor({ state: 'detached', timeout: 60_000 });

  const composer = page.locator('.conversation .composer textarea');
  return {
    page,
    wrongs,
    form: page.locator('dialog.modal'),
    message: (saying) => {
      const all = page.locator('.conversation :is(li.message, li.post, li.bubble)');
      return (saying === undefined ? all : all.filter({ hasText: saying })).last();
    },
    async say(text) {
      // Nobody types under a form that is still closing.
      await page.locator('dialog.modal').waitFor({ state: 'detached' });
      await page.locator('.conversation .send:not([aria-busy="true"])').waitFor();
      await composer.fill(text);
      await composer.press('Enter');
    },
    async tool(message, name) {
      await message.hover();
      await message.getByRole('button', { name }).click();
    },
    async steps(count) {
      await page.getByRole('button', { name: new RegExp(`^Guide ${count}/8`) }).waitFor();
    },
  };
}
