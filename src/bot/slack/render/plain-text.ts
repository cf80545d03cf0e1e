import type { PlainTextElement } from '@slack/types';
import { shown } from '../../render/atoms.ts';
import { clipped } from '../../render/fit.ts';

/** Literal text of at most `length` UTF-16 units: no emoji is read out of `:tada:`. Slack refuses an empty one. */
export function plainText(text: string, length: number): PlainTextElement {
  return { type: 'plain_text', text: clipped(shown(text), length) || '–', emoji: false };
}
