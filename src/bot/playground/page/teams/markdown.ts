const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign] as string);

/** Who is meant by an `<at>…</at>` of a text. */
export type Named = { readonly name: string; readonly me: boolean };

/**
 * A text block as Teams reads it: emphasis, links, and mentions of those for whom there is an entity. Everything else
 * is text.
 */
export function htmlOf(text: string, named: ReadonlyMap<string, Named>): string {
  const html = escaped(text)
    .replace(
      /\[([^\]]+)\]\((https?:[^()\s]+|mailto:[^()\s]+)\)/g,
      '<a href="$2" target="_blank" rel="noopener noreferrer">$1</a>',
    )
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/g, '<strong>$1</strong>')
    .replace(/(?<![\w*_])([*_])(\S(?:.*?\S)?)\1(?![\w*_])/g, '<em>$2</em>')
    .replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, (tag, key: string) => {
      const found = [...named].find(([at]) => escaped(at) === `&lt;at&gt;${key}&lt;/at&gt;`)?.[1];
      return found ? `<span class="mention${found.me ? ' mention-me' : ''}">${escaped(found.name)}</span>` : tag;
    });
  return `<p>${html}</p>`;
}
