import type { TextObject } from './shared.ts';

/** The words of a text object, or of one that is a plain string. */
export const textOf = (text: TextObject | string | null | undefined): string =>
  typeof text === 'string' ? text : (text?.text ?? '');

const signs: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const plain = (text: string) => ({
  type: 'text',
  text: text.replace(/&(?:lt|gt|amp);/g, (sign) => signs[sign] as string),
});

/**
 * A text somebody typed as the elements of a rich text, so that mentions (`<@U1|Grace>`, `<#C1|name>`) look like mentions
 * and everything else stays as it was typed.
 */
export function typedElements(text: string): Record<string, unknown>[] {
  const elements: Record<string, unknown>[] = [];
  let from = 0;
  for (const match of text.matchAll(/<([@#])([A-Z0-9]+)(?:\|[^<>]*)?>/g)) {
    if (match.index > from) elements.push(plain(text.slice(from, match.index)));
    elements.push(match[1] === '@' ? { type: 'user', user_id: match[2] } : { type: 'channel', channel_id: match[2] });
    from = match.index + match[0].length;
  }
  if (from < text.length) elements.push(plain(text.slice(from)));
  return elements;
}
