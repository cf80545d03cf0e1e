import { distance } from 'fastest-levenshtein';

/**
 * The candidate that was most likely meant by a mistyped word ("did you mean …?"), undefined when none is close. Case
 * does not matter. Close is: at most one typing error in three letters (a letter wrong, missing, doubled, or two
 * neighbours swapped), or its first two letters or more. Of equally close ones the first of the list wins.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.trim().toLowerCase();
  if (typed === '') return undefined;
  let best: { candidate: string; errors: number } | undefined;
  for (const candidate of candidates) {
    const errors = errorsBetween(typed, candidate.toLowerCase());
    if (errors !== undefined && (!best || errors < best.errors)) best = { candidate, errors };
  }
  return best?.candidate;
}

function errorsBetween(typed: string, meant: string): number | undefined {
  if (typed === meant) return 0;
  // Whoever stops typing has made no error yet, so a beginning wins over any error.
  if (typed.length >= 2 && meant.startsWith(typed)) return 0.5;
  const most = Math.floor(Math.max(typed.length, meant.length) / 3);
  if (Math.abs(typed.length - meant.length) <= most) {
    const errors = withOneSwap(typed, meant, most);
    if (errors <= most) return errors;
  }
  return undefined;
}

/** Levenshtein's distance counts two swapped neighbours as two errors; people make one. */
function withOneSwap(typed: string, meant: string, most: number): number {
  let errors = distance(typed, meant);
  if (errors < 2 || errors > most + 1) return errors;
  for (let at = 0; at + 1 < typed.length; at++) {
    if (typed[at] === typed[at + 1]) continue;
    const swapped = `${typed.slice(0, at)}${typed[at + 1]}${typed[at]}${typed.slice(at + 2)}`;
    errors = Math.min(errors, 1 + distance(swapped, meant));
  }
  return errors;
}
