import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPlayground, type Playground } from '../../../../src/bot/playground/index.ts';
import { launchChromium, withBrowser } from './chromium.ts';
import { places, type Visit, visit } from './visit.ts';

type Heard = { type: string; callback_id?: string; message?: { text: string }; actions?: Record<string, unknown>[] };

const plain = (words: string) => ({ type: 'plain_text', text: words });

/** What a client of Slack can do, whether a command of ours asks for it today or not. The bot only listens. */
describe.skipIf(withBrowser !== '')(`elements in the playground’s page${withBrowser}`, { timeout: 60_000 }, () => {
  let playground: Playground;
  let browser: Browser;
  let ada: Visit;
  const heard: Heard[] = [];
  const server = createServer(async (asked, response) => {
    if (playground.handler(asked, response)) return;
    // Of Teams it hears nothing.
    if (asked.url === '/api/messages') response.statusCode = 404;
    const payload = new URLSearchParams(await text(asked)).get('payload');
    if (payload !== null) heard.push(JSON.parse(payload) as Heard);
    // The application of the story is content with any answer.
    response.end(asked.url?.startsWith('/v1/') ? '{}' : undefined);
  });

  async function post(elements: unknown[], words = 'A message of the bot'): Promise<void> {
    const response = await fetch(`${playground.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${playground.slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        channel: places.team,
        text: words,
        blocks: [
          { type: 'section', text: plain(words) },
          ...(elements.length > 0 ? [{ type: 'actions', block_id: 'all', elements }] : []),
        ],
      }),
    });
    expect(await response.json()).toMatchObject({ ok: true });
  }

  beforeAll(async () => {
    playground = await createPlayground({
      verbs: [],
      shortcuts: [
        { kind: 'global', id: 'anywhere', title: 'From anywhere' },
        { kind: 'message', id: 'about', title: 'About this message' },
      ],
      prompts: async () => [],
      happened: async () => [],
      reset: async () => {},
      timezone: 'UTC',
      waiting: async () => 0,
      log: { warn() {} },
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    playground.connect(url);
    await playground.seed(async () => ({}));
    browser = await launchChromium();
    ada = await visit(browser, url, { as: 'ada', in: places.team });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await playground.stop();
    server.closeAllConnections();
    server.close();
  });

  test('a button that asks back acts when it is confirmed, and only then', async () => {
    const confirm = {
      title: plain('Sure?'),
      text: plain('It cannot be undone.'),
      confirm: plain('Do it'),
      deny: plain('No'),
    };
    await post([{ type: 'button', action_id: 'burn', text: plain('Burn'), style: 'danger', confirm }]);
    const button = ada.message('A message of the bot').getByRole('button', { name: 'Burn' });
    const question = ada.page.getByRole('dialog', { name: 'Sure?' });
    await button.click();
    await question.getByText('It cannot be undone.').waitFor();
    await ada.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await button.click();
    await question.getByRole('button', { name: 'No' }).click();
    await button.click();
    // The answer that acts has the focus.
    await ada.page.keyboard.press('Enter');
    await expect.poll(() => heard.length).toBe(1);
    expect(heard.pop()).toMatchObject({ type: 'block_actions', actions: [{ action_id: 'burn' }] });
    expect(await button.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  });

  test('a message shortcut is sent with its message, and one from anywhere without', async () => {
    await post([], 'What is this about?');
    await ada.tool(ada.message('What is this about?'), 'More actions');
    await ada.page.getByRole('menuitem', { name: 'About this message' }).click();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard.pop()).toMatchObject({
      type: 'message_action',
      callback_id: 'about',
      message: { text: 'What is this about?' },
    });
    await ada.page.getByRole('button', { name: 'Shortcuts' }).click();
    await ada.page.getByRole('menuitem', { name: 'From anywhere' }).click();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard.pop()).toMatchObject({ type: 'shortcut', callback_id: 'anywhere' });
  });

  test('menus are walked with the arrows, and say what was chosen', async () => {
    const options = ['One', 'Two'].map((word) => ({ text: plain(word), value: word.toLowerCase() }));
    await post([{ type: 'overflow', action_id: 'more', options }], 'With a menu');
    await ada.message('With a menu').getByRole('button', { name: 'More', exact: true }).click();
    await ada.page.keyboard.press('ArrowDown');
    await ada.page.keyboard.press('Enter');
    await expect.poll(() => heard.length).toBe(1);
    expect(heard.pop()?.actions?.[0]).toMatchObject({ action_id: 'more', selected_option: { value: 'two' } });
  });

  test('nothing broke a rule of the page', () => {
    expect(ada.wrongs).toEqual([]);
  });
});
