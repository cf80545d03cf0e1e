import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkView } from '../../../../src/bot/playground/slack/blocks/check.ts';
import { pingsOf } from '../../../../src/bot/playground/slack/pings.ts';
import { loadingView, messageView, renderCardView } from '../../../../src/bot/slack/render/view.ts';
import { buttons, quote } from '../../../../src/commands/kit/card.ts';
import { strong, words } from '../../../../src/commands/kit/words.ts';
import { anyCard, meantPings } from '../../render/arbitrary-card.ts';
import { parsedTexts, unescaped } from './literal.ts';
import { textsIn } from './read.ts';

test('any card is a view that Slack takes, with nothing to submit and nothing to be read as mark-up', () => {
  fc.assert(
    fc.property(anyCard, (card) => {
      const view = renderCardView(card, 'T1');
      const { blocks } = checkView(view, 'modal');
      expect(view).not.toHaveProperty('submit');
      expect(pingsOf('', blocks as never).filter((one) => !meantPings(card).has(one))).toEqual([]);
      expect(parsedTexts(blocks).flatMap(unescaped)).toEqual([]);
      expect(renderCardView(card, 'T1')).toEqual(view);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 15_000 },
  );
});

test('an answer stands under its own title, its buttons work, and its table is a list', () => {
  const view = renderCardView(
    {
      title: words`Prompts of ${strong('Ada')}`,
      parts: [
        { kind: 'table', head: ['Prompt', 'Owner'], rows: [[[strong('support-reply')], ['Ada']]] },
        ...buttons({ label: 'Show more', command: 'list', args: { page: 2 } }),
      ],
    },
    'T1',
    'All prompts of everybody',
  );
  checkView(view, 'modal');
  expect(view).toMatchObject({ title: { text: 'All prompts of everybody' }, close: { text: 'Close' } });
  expect(textsIn(view.blocks)).toEqual(['Prompts of ', 'Ada', 'support-reply', ' · Owner: Ada', 'Show more']);
});

test('a prompt of 50 000 characters is shown as a whole', () => {
  const text = Array.from({ length: 1_000 }, (_, n) => `Line ${n} of a prompt that is longer than most.`).join('\n');
  const view = renderCardView({ title: ['Text'], parts: [quote(text)] }, 'T1');
  checkView(view, 'modal');
  expect(textsIn(view.blocks).slice(1).join('\n')).toBe(text);
});

test('a view says a sentence, or that something is on its way', () => {
  checkView(messageView('Done', 'Nothing was changed.'), 'modal');
  expect(textsIn(messageView('Done', 'Nothing was <changed>.').blocks)).toEqual(['Nothing was <changed>.']);
  expect(loadingView('Roll back')).toMatchObject({ title: { text: 'Roll back' } });
  checkView(loadingView('Roll back'), 'modal');
});
