import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdaptiveCardJson } from '../../../../src/bot/teams/render/elements.ts';
import { renderForm } from '../../../../src/bot/teams/render/form.ts';
import { renderMessage } from '../../../../src/bot/teams/render/message.ts';
import { facts, line, note, quote } from '../../../../src/commands/kit/card.ts';
import { code, link, strong, words } from '../../../../src/commands/kit/words.ts';
import { diffContent } from '../../../../src/rules/diff/diff.ts';
import { launchChromium, withBrowser } from '../../playground/page/chromium.ts';
import { flat } from './reading.ts';

const look = { tenant: 't', opens: () => false };
const library = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js');

/** The page that cards are drawn in. */
type Inside = {
  AdaptiveCards: typeof import('adaptivecards');
  document: { body: { replaceChildren(element: unknown): void } };
};

const typed = [
  '<at>Grace</at>',
  '**bold** _it_ ~~gone~~ `code`',
  '[bank](javascript:alert(1))',
  '{{DATE(2020-01-01T00:00:00Z, SHORT)}}',
  '{{{TIME(2020-01-01T00:00:00Z)}}}',
  '- item',
  '1. item',
  '<img src=x onerror=alert(1)> <b>b</b> &nbsp; &#42;',
  '‹U+202E›desrever ‹U+200B›',
];
const sent = typed.map((text) =>
  text.replace(/‹U\+(\w+)›/g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16))),
);

describe.skipIf(withBrowser !== '')(`in the library that draws cards${withBrowser}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    await page.addScriptTag({ path: library });
  });
  afterAll(() => browser?.close());

  /** What stands on a card, in a client that takes the texts it reads mark-up from for HTML as they are. */
  const drawn = (card: AdaptiveCardJson): Promise<{ text: string; links: string[] }> =>
    page.evaluate((json) => {
      const { AdaptiveCards, document } = globalThis as unknown as Inside;
      const { AdaptiveCard } = AdaptiveCards;
      AdaptiveCard.onProcessMarkdown = (text, result) => {
        result.outputHtml = `<p>${text}</p>`;
        result.didProcess = true;
      };
      const shown = new AdaptiveCard();
      shown.parse(json);
      const element = shown.render()!;
      document.body.replaceChildren(element);
      return { text: element.innerText, links: [...element.querySelectorAll('a')].map((one) => one.href) };
    }, card as object);

  test.each(typed.map((text, at) => [text, sent[at]!] as const))(
    '%j is shown as typed, everywhere',
    async (text, data) => {
      const diff = diffContent(null, {
        messages: [{ role: 'system', content: data }],
        model: null,
        params: {},
        variables: [],
      });
      const made = renderMessage(
        {
          title: [data],
          parts: [
            line([data]),
            note([data]),
            quote(data),
            facts([data, [data]]),
            { kind: 'table', head: [data, 'b'], rows: [[[strong(data)], [code(data)]]] },
            { kind: 'diff', diff },
          ],
        },
        look,
      );
      const { text: seen, links } = await drawn(made.card);
      expect(flat(seen).split(flat(text))).toHaveLength(1 + 10);
      expect(links).toEqual([]);
    },
  );

  test('what is typed into a form is in it again', async () => {
    const text = ' def f():\n\treturn "<at>1</at>"\n';
    const fields = [{ name: 'text', label: 'Text', optional: false, input: { kind: 'text' as const } }];
    const form = { command: 'submit', title: 'x', submit: 'Send', args: {}, parts: [], fields };
    const given = { values: { text }, errors: { text: 'Not **this**.' } };
    const { text: seen } = await drawn(renderForm(form, { place: null, look }, given).card);
    expect(flat(seen)).toContain('Not **this**.');
    expect(await page.locator('textarea').inputValue()).toBe(text);
  });

  test('times are the reader’s own, and only links lead elsewhere', async () => {
    const at = { kind: 'time', at: new Date('2026-11-21T23:30:00Z') } as const;
    const { text, links } = await drawn(
      renderMessage(
        { title: ['x'], parts: [line([at, ' ', link('docs', 'https://a.example/')]), facts(['Until', words`${at}`])] },
        look,
      ).card,
    );
    expect(flat(text)).toBe('x Sun, 22 Nov 2026, 0:30 docs Until Sun, 22 Nov 2026, 0:30');
    expect(links).toEqual(['https://a.example/']);
  });
});
