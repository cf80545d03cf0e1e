import { z } from 'zod';

const SHAPE = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const AROUND = /[\s\p{Pi}\p{Pf}"'`´*„‚]/u;
const RULE = 'starts with a letter or digit and has at most 64 characters: a-z, 0-9, dot, dash and underscore.';

/** The name of a prompt, e.g. `support-reply`. Stray case, quotes and spaces around it are mended, not refused. */
export const promptSlug = nameSchema(`A prompt name ${RULE}`);

/** The name of a use case, e.g. `refunds`. Same shape and same leniency as a prompt's name. */
export const useCaseSlug = nameSchema(`The name of a use case ${RULE}`);

/** The name of a label, e.g. `production`. Same shape and same leniency as a prompt's name. */
export const labelName = nameSchema(`A label ${RULE}`);

/**
 * What was meant by a typed name: lower case, without the spaces, quotes, backticks, asterisks and invisible characters
 * around it, with the dashes that keyboards make of `-` turned back. The result is not yet known to be a valid name.
 */
export function looseSlug(raw: string): string {
  if (SHAPE.test(raw)) return raw;
  const text = raw.replace(/\p{Default_Ignorable_Code_Point}/gu, '').replace(/[\p{Pd}\u2212]/gu, '-');
  // Two loops, not one pattern anchored at the end: that one takes quadratic time on a long run of spaces.
  let start = 0;
  let end = text.length;
  while (start < end && AROUND.test(text[start]!)) start++;
  while (end > start && (AROUND.test(text[end - 1]!) || /[,;:!?]/.test(text[end - 1]!))) end--;
  return text.slice(start, end).toLowerCase();
}

function nameSchema(sentence: string) {
  return z.string(sentence).overwrite(looseSlug).regex(SHAPE, sentence);
}
