/**
 * Texts as one parameter, to be cast to `text[]`. Columns of a batch that are sent as lists are read by Postgres in half
 * the time that the same rows take as JSON (measured).
 */
export const textList = (texts: readonly (string | null)[]): string => `{${texts.map(element).join(',')}}`;

const element = (text: string | null): string => (text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`);
