import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundlePage } from '../../../src/bot/playground/server/page-files.ts';
import { renderForm as slackForm } from '../../../src/bot/slack/render/form.ts';
import { renderMessage as slackMessage } from '../../../src/bot/slack/render/message.ts';
import { opensIn } from '../../../src/bot/teams/pressed.ts';
import { renderForm as teamsForm } from '../../../src/bot/teams/render/form.ts';
import { renderMessage as teamsMessage } from '../../../src/bot/teams/render/message.ts';
import { commandsByName } from '../../../src/commands/index.ts';
import { launchChromium, withBrowser } from '../playground/page/chromium.ts';
import { everyCard, type Said } from './every-card.ts';

/** Where `npm run screenshots` wants the sheets. */
const folder = process.env.SHEETS;

// What the playground draws with, around nothing but cards.
const entry = `
import './look/all.ts';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { PageProvider } from './context.ts';
import { DeskProvider as SlackDesk } from './slack/desk.tsx';
import { DeskProvider as TeamsDesk } from './teams/desk.tsx';
import { Blocks } from './slack/blocks.tsx';
import { Card } from './teams/card.tsx';

const nothing = () => {};
const face = { name: 'Ada', fullName: 'Ada', role: '', does: '', initials: 'A', hue: 0, bot: false };
const me = { ...face, key: 'ada' };
const page = { me, dark: false, lookInside: nothing, openPlace: nothing, openThread: nothing, cover: () => nothing, say: nothing };
const scene = { me: 'UADA', members: [], channels: [], shortcuts: [] };
const form = { valueOf: (_, element) => element.initial_value, enter: nothing, errorOf: nothing };
const Shown = ({ platform, one }) => platform === 'slack'
  ? <Blocks blocks={one} press={async () => {}} form={form} />
  : <Card json={one} press={async () => {}} />;
globalThis.show = (platform, all) => {
  const Desk = platform === 'slack' ? SlackDesk : TeamsDesk;
  document.body.className = 'sheet page-' + platform;
  const root = createRoot(document.body.appendChild(document.createElement('main')));
  flushSync(() => root.render(
    <PageProvider value={page}>
      <Desk scene={scene}>
        {all.map(([name, one]) => <section key={name}><h2>{name}</h2><Shown platform={platform} one={one} /></section>)}
      </Desk>
    </PageProvider>,
  ));
};`;

// Of a card with the longest texts that there may be, the beginning is enough.
const sheet = `
.sheet { padding: 16px; }
.sheet main { columns: 5; column-gap: 14px; }
.sheet section { max-height: 1000px; overflow: hidden; break-inside: avoid; margin-bottom: 14px; padding: 10px 14px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); }
.sheet h2 { padding-bottom: 6px; color: var(--soft); font-size: 11px; font-weight: 500; }
.sheet .card { margin: 0 -12px -6px; border: 0; }`;

/** What every card and form is on a platform, by what was done to get it. */
const platforms = {
  slack: ({ cards, forms }: Said) => [
    ...[...cards].map(([name, card]) => [name, slackMessage(card, 'T1').blocks] as const),
    ...[...forms].map(([name, form]) => [name, slackForm(form, null, 'T1').blocks] as const),
  ],
  teams: ({ cards, forms }: Said) => {
    const look = { tenant: 't1', opens: opensIn(commandsByName) };
    return [
      ...[...cards].map(([name, card]) => [name, teamsMessage(card, look).card] as const),
      ...[...forms].map(([name, form]) => [name, teamsForm(form, { place: null, look }).card] as const),
    ];
  },
};

describe.skipIf(withBrowser !== '')(`every card, as it is seen${withBrowser}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let said: Said;
  let made: Awaited<ReturnType<typeof bundlePage>>;
  beforeAll(async () => {
    [browser, said, made] = await Promise.all([launchChromium(), everyCard(), bundlePage(entry)]);
  }, 60_000);
  afterAll(() => browser?.close());

  async function draw(page: Page, platform: 'slack' | 'teams'): Promise<number> {
    const all = platforms[platform](said);
    await page.setContent('<!doctype html><html lang="en"><body></body></html>');
    for (const content of [made.style, sheet]) await page.addStyleTag({ content });
    await page.addScriptTag({ content: made.script, type: 'module' });
    await page.waitForFunction('globalThis.show');
    await page.evaluate(`show(${JSON.stringify(platform)}, ${JSON.stringify(all)})`);
    return all.length;
  }

  test.each(['slack', 'teams'] as const)(
    'on %s each says something, and none is wider than its place',
    async (platform) => {
      const page = await browser.newPage({
        viewport: { width: 1900, height: 1000 },
        deviceScaleFactor: 0.7,
        timezoneId: 'UTC',
      });
      const wrongs: string[] = [];
      page.on('pageerror', ({ message }) => wrongs.push(message));
      const count = await draw(page, platform);
      const shown = await page.locator('main > section').evaluateAll((sections) =>
        (sections as unknown as { innerText: string; scrollWidth: number; clientWidth: number }[]).map(
          ({ innerText, scrollWidth, clientWidth }) => ({
            lines: innerText.split('\n').length,
            over: scrollWidth - clientWidth,
          }),
        ),
      );
      expect(shown).toHaveLength(count);
      expect(shown.filter(({ lines, over }) => lines < 2 || over > 0)).toEqual([]);
      expect(wrongs).toEqual([]);
      if (folder) {
        await mkdir(folder, { recursive: true });
        await page.screenshot({
          path: join(folder, `cards-${platform}.jpg`),
          fullPage: true,
          type: 'jpeg',
          quality: 50,
        });
      }
      await page.close();
    },
  );
});
