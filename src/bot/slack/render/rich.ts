import type { RichTextBlock, RichTextElement, RichTextSection, RichTextText } from '@slack/types';
import { slackLimits } from '../../limits/slack.ts';
import { bytesOf } from '../../render/fit.ts';

/** A paragraph, list or quote; rich text is made of these. */
export type RichElement = RichTextBlock['elements'][number];

export const section = (elements: RichTextElement[]): RichTextSection => ({
  type: 'rich_text_section',
  elements: joined(elements),
});
export const quoted = (elements: RichTextElement[]): RichElement => ({
  type: 'rich_text_quote',
  elements: joined(elements),
});

// Plain words that follow each other are one: a long answer is a third shorter for it.
function joined(elements: readonly RichTextElement[]): RichTextElement[] {
  const all: RichTextElement[] = [];
  for (const one of elements) {
    const last = all.at(-1);
    if (last && isPlain(last) && isPlain(one)) all[all.length - 1] = { type: 'text', text: last.text + one.text };
    else all.push(one);
  }
  return all;
}

const isPlain = (one: RichTextElement): one is RichTextText => one.type === 'text' && one.style === undefined;

/** No paragraph may be longer than this, so that every one fits into a block with a line break before it. */
export const LONGEST = slackLimits.richText - 1;

/**
 * As few blocks as hold the elements in their order, each within what one block may hold. Neighbouring paragraphs become
 * one with line breaks: whether a paragraph begins a line of its own is not the same in every client.
 */
export function packed(elements: readonly RichElement[]): RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let room = 0;
  for (const element of elements) {
    const size = textOf(element) + 1;
    const inside = blocks.at(-1)?.elements;
    if (!inside || size > room) {
      blocks.push({ type: 'rich_text', elements: [element] });
      room = LONGEST - size;
      continue;
    }
    const before = inside.at(-1);
    if (before?.type === 'rich_text_section' && element.type === 'rich_text_section') {
      inside[inside.length - 1] = section([...before.elements, { type: 'text', text: '\n' }, ...element.elements]);
    } else inside.push(element);
    room -= size;
  }
  return blocks;
}

function textOf(element: RichElement): number {
  return element.elements.reduce((sum: number, each) => {
    if ('elements' in each) return sum + textOf(each);
    return sum + ('text' in each && each.text ? bytesOf(each.text) : 0);
  }, 0);
}
