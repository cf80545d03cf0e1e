/**
 * What the eye cannot see, and how it is shown. A reviewer approves what stands on the card, so nothing that a model
 * reads may be missing from it: bidi controls, zero-width and tag characters, fillers, control characters, odd spaces.
 */

// U+0600–0605 and its kin are format characters by category, but signs with a shape of their own.
const HIDDEN = String.raw`[[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u2800]--[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\t\n\r]]`;
// The ideographic space is as wide as a letter and ordinary in CJK text; every other odd space passes for a common one.
const ODD_SPACE = String.raw`[\p{Zs}--[\u0020\u3000]]`;
// Where a letter's shape depends on its neighbours, the two joiners are spelling and stand between two letters.
const JOINING = String.raw`[[\p{L}\p{M}]&&[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]]`;
/** Pattern source (flag v): a joiner that is spelling, between two letters of a script that needs it. */
export const JOINER_IN_WORD = `(?<=${JOINING})[\\u200c\\u200d](?=${JOINING})`;

/** Pattern source (flag v): a recommended emoji that holds a joiner, a selector or tags. */
// The look-ahead finds the few emoji that hold something hidden: trying all 3 000 sequences at every character is slow.
export const EMOJI_SEQUENCE = String.raw`(?=\p{Emoji}\p{Emoji_Modifier}?[\u200d\ufe0f\u{e0020}-\u{e007f}])\p{RGI_Emoji}`;

const SUSPECT = new RegExp(`${HIDDEN}|${ODD_SPACE}|\\r(?!\\n)`, 'v');
const ORDINARY_OR_SUSPECT = new RegExp(`(${EMOJI_SEQUENCE}|${JOINER_IN_WORD})|${HIDDEN}|${ODD_SPACE}|\\r(?!\\n)`, 'gv');
// Hangul letters by parts look like the syllable they make.
const ANY_INVISIBLE = new RegExp(
  `${HIDDEN}|[\\p{Z}\\p{M}\\t\\r\\n\\u1100-\\u11ff\\ua960-\\ua97f\\ud7b0-\\ud7ff]`,
  'gv',
);
const NOT_SEEN = new RegExp(`[${HIDDEN}--[\\v\\f\\u2028\\u2029\\u2800]]`, 'gv');

/**
 * The text as it may be shown: every character that cannot be seen stands as a visible mark, e.g. `‹U+202E›`. Left alone
 * are tabs, line ends, common and ideographic spaces, emoji as Unicode recommends them (with their joiners and selectors)
 * and the joiners inside words of scripts that are spelt with them. Bidi controls are shown without exception.
 */
export function revealInvisible(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replace(ORDINARY_OR_SUSPECT, (found, ordinary) => (ordinary === undefined ? markOf(found) : found));
}

/** Whether {@link revealInvisible} would show a mark. */
export function hasInvisible(text: string): boolean {
  if (!SUSPECT.test(text)) return false;
  return text.matchAll(ORDINARY_OR_SUSPECT).some((match) => match[1] === undefined);
}

/**
 * As {@link revealInvisible}, but with no exception at all: for the differing parts of two lines that look the same.
 * Spaces become `␣`, tabs `⇥`; combining marks and letters with a twin of the same look are marked too.
 */
export function revealEverything(text: string): string {
  return text.replace(ANY_INVISIBLE, markOf).replace(/[^\0-\u02ff]/gu, (char) => {
    return char.normalize('NFC') === char ? char : markOf(char);
  });
}

/**
 * What the eye sees of one line: without invisible characters, each run of white space as one space, none at the ends,
 * letters composed (NFC). Two lines with the same visible form look the same, or differ in white space alone.
 */
export function visibleForm(line: string): string {
  if (/^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/.test(line)) return line;
  return line
    .replace(NOT_SEEN, '')
    .replace(/[\s\u2800]+/g, ' ')
    .trim()
    .normalize('NFC');
}

function markOf(char: string): string {
  if (char === ' ') return '␣';
  if (char === '\t') return '⇥';
  return `‹U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`;
}
