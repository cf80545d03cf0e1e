/**
 * A word of a typed line. `text` is what was meant: without quotes, with plain dashes and apostrophes. `start` and `end`
 * are its place in the line as typed, quotes included, so that `line.slice(start)` is the rest, byte for byte.
 */
export type Token = { text: string; start: number; end: number; quoted: boolean };

// What separates words: white space of any kind (NBSP too) and the zero-width characters that chats paste along.
const GAP = /[\s\u200b\u2060]/;
const OPENING = /["“”„‟«]/;
const CLOSING = /["“”‟»]/;

/**
 * Splits a command line into its words. A quoted word ("…", “…”, „…“, «…») may hold spaces and keeps its inside exactly;
 * a quote that is never closed is an ordinary character. Elsewhere the dashes and apostrophes that keyboards make up become plain
 * ones, and a dash that replaced `--` at the start of a word becomes that again. Never throws; linear in the length.
 */
export function tokens(line: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  let closable = true;
  while (at < line.length) {
    if (GAP.test(line[at]!)) {
      at++;
      continue;
    }
    const start = at;
    if (closable && OPENING.test(line[at]!)) {
      const close = closingAfter(line, at);
      if (close !== -1) {
        at = close + 1;
        found.push({ text: line.slice(start + 1, close), start, end: at, quoted: true });
        continue;
      }
      // No closing quote up to the end: later words need not search again.
      closable = false;
    }
    while (at < line.length && !GAP.test(line[at]!)) at++;
    found.push({ text: plain(line.slice(start, at)), start, end: at, quoted: false });
  }
  return found;
}

/**
 * A line without Teams' `<at>…</at>` tags: those at its beginning call the bot and go; a later one names somebody and
 * leaves `@name`, so that no word of a reason is lost.
 */
export function withoutAtTags(line: string): string {
  return line
    .replace(/^(?:\s*<at(?: [^<>]*)?>[^<>]*<\/at>)+\s*/i, '')
    .replace(/<at(?: [^<>]*)?>@?([^<>]*)<\/at>/gi, '@$1');
}

/** The closing quote is followed by a gap or the end; a quote inside a word closes nothing. */
function closingAfter(line: string, open: number): number {
  for (let at = open + 1; at < line.length; at++) {
    if (CLOSING.test(line[at]!) && (at + 1 === line.length || GAP.test(line[at + 1]!))) return at;
  }
  return -1;
}

function plain(word: string): string {
  return word
    .replace(/^[—–](?=[\p{L}])/u, '--')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"');
}
