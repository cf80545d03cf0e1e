import { slackLimits } from '../../limits/slack.ts';
import { isHigh, isLow } from '../../render/fit.ts';

/** What one input holds, in UTF-16 units. */
const MOST = slackLimits.plainTextInput.maxLength;
/** How many inputs a long text gets, used or not, so that it may grow. */
const INPUTS = 4;
/** The longest text that is edited in a form. */
export const LONGEST_TEXT = INPUTS * MOST;

// While there is room each input is left some, and a good place to cut is looked for this far back.
const EASY = 2_600;
const WINDOW = 800;

/**
 * A text in pieces of one input each, at least {@link INPUTS}; put together they are the text, byte for byte. A client may
 * trim what is typed, so no piece begins or ends with white space where that can be helped: it is cut inside of a run of
 * other characters, best where a sentence or a line ends. A character or a CRLF is never cut.
 */
export function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  const easy = text.length <= INPUTS * EASY ? EASY : MOST;
  let rest = text;
  while (rest.length > MOST || (rest.length > easy && chunks.length < INPUTS - 1)) {
    const least = rest.length - roomIn(INPUTS - 1 - chunks.length);
    const high = Math.min(MOST, Math.max(easy, least));
    const at = cut(rest, Math.max(1, least, high - WINDOW), high);
    chunks.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  chunks.push(rest);
  return [...chunks, ...new Array<string>(Math.max(0, INPUTS - chunks.length)).fill('')];
}

// What the following inputs cannot hold must stand in this one; each but the last may lose one unit to where it is cut.
const roomIn = (inputs: number) => inputs * MOST - Math.max(0, inputs - 1);

// The best kind of place first; within a kind the last one.
const kinds: readonly ((text: string, at: number) => boolean)[] = [
  (text, at) => isWord(text[at - 1]) && /^[.,;:!?)\]"'*`]+\s*\n/.test(text.slice(at, at + 40)),
  (text, at) => isWord(text[at - 1]) && /^[.,;:!?)\]"'*`]+\s/.test(text.slice(at, at + 40)),
  (text, at) => isWord(text[at - 1]) !== isWord(text[at]),
  () => true,
];

function cut(text: string, low: number, high: number): number {
  for (const good of kinds) {
    for (let at = high; at >= low; at--) {
      if (mayCut(text, at) && !isSpace(text[at - 1]) && !isSpace(text[at]) && good(text, at)) return at;
    }
  }
  return mayCut(text, high) ? high : Math.max(1, high - 1);
}

function mayCut(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  if (isHigh(before) && isLow(after)) return false;
  return !(text[at - 1] === '\r' && text[at] === '\n');
}

const isSpace = (char: string | undefined) => char !== undefined && /\s/.test(char);
const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}_]/u.test(char);
