/**
 * Says in one plain sentence why a text cannot be stored, and where: a NUL (Postgres has no place for it) or half of a
 * surrogate pair (it has no UTF-8 form). Everything else, however odd, is storable and answers undefined.
 * Line and column count from 1, columns in characters (code points), lines as ended by `\n`.
 */
export function textProblem(text: string): string | undefined {
  const nul = text.indexOf('\0');
  const half = text.isWellFormed() ? -1 : text.search(/\p{Cs}/u);
  if (nul === -1 && half === -1) return undefined;
  if (half === -1 || (nul !== -1 && nul < half)) {
    return `${placeOf(text, nul)} holds a NUL character (U+0000), which cannot be stored. Please delete it.`;
  }
  const code = text.charCodeAt(half).toString(16).toUpperCase();
  return `${placeOf(text, half)} holds half a character (a lone surrogate, U+${code}), which cannot be stored. Please delete it or type the character again.`;
}

function placeOf(text: string, index: number): string {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const column = [...before.slice(lineStart)].length + 1;
  return `Line ${line}, column ${column}`;
}
