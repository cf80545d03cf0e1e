/**
 * Texts as one parameter, to be cast to `text[]`. Columns of a batch that are sent as lists are read by Postgres in half
 * the time that the same rows take as JSON (measured).
 */
export const textList = (texts: readonly (string | null)[]): string => `{${texts.map(element).join(',')}}`;

// What cannot be mistaken goes without quotes: most names do, and it is shorter for both sides.
const PLAIN = /^(?!null$)[\w:/.+-]+$/i;

function element(text: string | null): string {
  if (text === null) return 'NULL';
  return PLAIN.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
