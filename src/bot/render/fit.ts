/** What a text costs: bytes of UTF-8, never less than the UTF-16 length that some limits count. */
export const bytesOf = (text: string): number => Buffer.byteLength(text);

/**
 * Shares `total` fairly: what asks for little gets all of it, the large ones get equal parts of what is left. So one long
 * value never takes the room of another.
 */
export function fairShares(wanted: readonly number[], total: number): number[] {
  const shares = new Array<number>(wanted.length).fill(0);
  let left = total;
  const rising = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]!);
  for (const [done, at] of rising.entries()) {
    const share = Math.min(wanted[at]!, Math.floor(left / (wanted.length - done)));
    shares[at] = share;
    left -= share;
  }
  return shares;
}

/** The largest number up to `most` for which `fits` holds, when it holds for everything below such a number. */
export function mostOf(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The longest beginning of `text` within `bytes`, never half of a character. */
export function head(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || bytesOf(text) <= bytes) return text;
  let size = 0;
  let end = 0;
  for (const char of text) {
    size += bytesOf(char);
    if (size > bytes) break;
    end += char.length;
  }
  return text.slice(0, end);
}

/** The longest end of `text` within `bytes`, never half of a character. */
export function tail(text: string, bytes: number): string {
  let start = text.length;
  for (let size = 0; start > 0; ) {
    const pair = start > 1 && isLow(text.charCodeAt(start - 1)) && isHigh(text.charCodeAt(start - 2));
    size += bytesOf(text.slice(start - (pair ? 2 : 1), start));
    if (size > bytes) break;
    start -= pair ? 2 : 1;
  }
  return text.slice(start);
}

export const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
export const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** `text` within `bytes`; what is left out, and `beyond` characters that follow it, is counted. */
export function shortened(text: string, bytes: number, beyond = 0): string {
  if (beyond === 0 && text.length <= bytes && bytesOf(text) <= bytes) return text;
  const kept = head(text, Math.max(0, bytes - 32));
  return `${kept}… (${(text.length - kept.length + beyond).toLocaleString('en')} more characters)`;
}

/** `text` in at most `length` UTF-16 units, for the places that are counted so; an ellipsis stands for the rest. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1 > 0 && isHigh(text.charCodeAt(length - 2)) ? length - 2 : length - 1;
  return `${text.slice(0, end)}…`;
}
