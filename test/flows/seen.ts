import type { Block } from '../../src/bot/playground/slack/wire.ts';

type Surface = { readonly blocks: readonly Block[] } | undefined;

/** Everything that a person reads on a message or a form, in the order in which it stands there. */
export function seen(surface: Surface): string {
  const words: string[] = [];
  const visit = (node: unknown, key = ''): void => {
    if (Array.isArray(node)) for (const one of node) visit(one, key);
    else if (typeof node === 'string') {
      if (SHOWN.has(key)) words.push(node);
    } else if (node !== null && typeof node === 'object') {
      for (const [name, value] of Object.entries(node)) visit(value, name);
      if (PARAGRAPHS.has(String((node as Record<string, unknown>).type))) words.push('\n');
    }
  };
  visit(surface?.blocks ?? []);
  return words
    .join('')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

const SHOWN = new Set(['text', 'initial_value', 'user_id', 'channel_id', 'fallback']);
const PARAGRAPHS = new Set(['section', 'rich_text_section', 'rich_text_quote', 'button', 'input', 'context']);

/** The pieces of text that stand out in one way, such as the words that a diff marks. */
export function styled(surface: Surface, style: 'bold' | 'strike'): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    else if (node !== null && typeof node === 'object') {
      const part = node as { text?: unknown; style?: Record<string, unknown> };
      if (part.style?.[style] === true && typeof part.text === 'string') found.push(part.text);
      for (const value of Object.values(part)) visit(value);
    }
  };
  visit(surface?.blocks ?? []);
  return found;
}

/** The labels of the buttons, in their order. */
export function buttonsOf(surface: Surface): string[] {
  const elements = (surface?.blocks ?? []).flatMap((block) => block.elements ?? []);
  return elements.flatMap((element) => (element.type === 'button' ? [String(wordsOf(element.text))] : []));
}

const wordsOf = (text: unknown): unknown => (typeof text === 'string' ? text : (text as { text?: string })?.text);

/** What stands in each input of a form when it opens, by the input's label; undefined where nothing does. */
export function filledIn(surface: Surface): Record<string, unknown> {
  const inputs = (surface?.blocks ?? []).filter((block) => block.type === 'input');
  return Object.fromEntries(
    inputs.map((block) => {
      const entries = Object.entries(block.element ?? {});
      const value = entries.find(([name]) => name.startsWith('initial_'))?.[1] as unknown;
      return [block.label?.text ?? '', (value as { value?: unknown })?.value ?? value];
    }),
  );
}
