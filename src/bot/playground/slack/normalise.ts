import { newBlockId } from './ids.ts';
import type { Block, Element, TextObject } from './wire.ts';

/** Text objects come back from Slack with their defaults spelled out. */
function text(object: TextObject): TextObject {
  if (object.type === 'plain_text') return { ...object, emoji: object.emoji ?? true };
  return { ...object, verbatim: object.verbatim ?? false };
}

const isText = (value: unknown): value is TextObject =>
  value !== null &&
  typeof value === 'object' &&
  'text' in value &&
  'type' in value &&
  (value.type === 'plain_text' || value.type === 'mrkdwn');

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep);
  if (isText(value)) return text(value);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item)]));
}

const acting = new Set(['image', 'plain_text', 'mrkdwn']);

function element(given: Element): Element {
  if (acting.has(given.type) || given.type.startsWith('rich_text')) return given;
  const known: Element = { ...given, action_id: given.action_id ?? newBlockId() };
  if (known.type === 'plain_text_input') known.multiline = known.multiline ?? false;
  return known;
}

function block(given: Block): Block {
  const known: Block = { ...given, block_id: given.block_id ?? newBlockId() };
  if (known.type === 'rich_text') return known;
  if (known.elements) known.elements = known.elements.map(element);
  if (known.element) known.element = element(known.element);
  if (known.accessory) known.accessory = element(known.accessory);
  if (known.type === 'input') {
    known.optional = known.optional ?? false;
    known.dispatch_action = known.dispatch_action ?? false;
  }
  return known;
}

/** Blocks as Slack keeps them and sends them back: every id filled in, defaults spelled out. A copy. */
export function normalise(blocks: readonly Block[]): Block[] {
  return blocks.map((given) => block(deep(given) as Block));
}

/** A text object as Slack sends it back. */
export const normaliseText = (object: { type: 'plain_text' | 'mrkdwn'; text: string; emoji?: boolean }): TextObject =>
  text(object);
