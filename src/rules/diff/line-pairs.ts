import { distance } from 'fastest-levenshtein';
import type { Budget, Match } from './alignment.ts';
import { wordsOf } from './word-diff.ts';

/** From this share of common text on, two lines are versions of one line. */
const ALIKE = 0.5;
/** How far a wide block is searched for a line's other version. */
const AHEAD = 10;
/** Longer lines are not weighed word by word. */
const LONGEST = 20_000;

/**
 * Which removed line became which added line: the pairs of alike lines, in order and without crossing, with the greatest
 * likeness in sum. Used inside one block of changes; where that costs more than the budget allows, each line pairs with
 * the next alike one.
 */
export function linePairs(removed: readonly string[], added: readonly string[], budget: Budget): Match[] {
  const before = removed.map(bagOf);
  const after = added.map(bagOf);
  const like = (i: number, j: number) => likeness(removed[i]!, before[i]!, added[j]!, after[j]!);
  const comparisons = removed.length * added.length;
  const words = wordsIn(before) + wordsIn(after);
  const steps = removed.length * wordsIn(after) + added.length * wordsIn(before) + 50 * comparisons;
  if (comparisons > 1 && steps > budget.steps) {
    const ahead = Math.max(1, Math.min(AHEAD, Math.floor(budget.steps / (words + 50 * removed.length))));
    budget.steps = Math.max(0, budget.steps - ahead * (words + 50 * removed.length));
    return nextAlike(removed.length, added.length, ahead, like);
  }
  budget.steps -= steps;

  // best[i][j]: the greatest sum over the lines from i and from j on.
  const width = added.length + 1;
  const best = new Float64Array((removed.length + 1) * width);
  const gains = new Float64Array(comparisons);
  for (let i = removed.length - 1; i >= 0; i--) {
    for (let j = added.length - 1; j >= 0; j--) {
      const likely = like(i, j);
      const gain = likely >= ALIKE ? likely : 0;
      gains[i * added.length + j] = gain;
      const skip = Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!);
      best[i * width + j] = Math.max(skip, gain > 0 ? gain + best[(i + 1) * width + j + 1]! : 0);
    }
  }
  const pairs: Match[] = [];
  for (let i = 0, j = 0; i < removed.length && j < added.length; ) {
    const gain = gains[i * added.length + j]!;
    const sum = best[i * width + j]!;
    if (gain > 0 && sum === gain + best[(i + 1) * width + j + 1]!) pairs.push([i++, j++]);
    else if (sum === best[(i + 1) * width + j]!) i++;
    else j++;
  }
  return pairs;
}

/** Pairs each removed line with the first alike one among the next `ahead` added lines: wide blocks are compared in one pass. */
function nextAlike(removed: number, added: number, ahead: number, like: (i: number, j: number) => number): Match[] {
  const pairs: Match[] = [];
  let [i, j] = [0, 0];
  for (; i < removed && j < added; i++) {
    for (let next = j; next < Math.min(added, j + ahead); next++) {
      if (like(i, next) < ALIKE) continue;
      pairs.push([i, next]);
      j = next + 1;
      break;
    }
  }
  return pairs;
}

/** The words of a line, sorted, without white space; `weight` is their length in sum. */
type Bag = { words: string[]; weight: number };

const wordsIn = (bags: readonly Bag[]) => bags.reduce((sum, bag) => sum + bag.words.length, 0);

function bagOf(line: string): Bag {
  if (line.length > LONGEST) return { words: [], weight: 0 };
  const words = wordsOf(line).filter((word) => word.trim() !== '');
  return { words: words.sort(), weight: words.reduce((sum, word) => sum + word.length, 0) };
}

/** 0 (nothing in common) to 1 (the same words). A misspelt short line has no word in common, so letters count too. */
function likeness(a: string, bagA: Bag, b: string, bagB: Bag): number {
  if (a.length > LONGEST || b.length > LONGEST) return sameEnds(a, b);
  const total = bagA.weight + bagB.weight;
  if (total === 0) return 0;
  let common = 0;
  for (let i = 0, j = 0; i < bagA.words.length && j < bagB.words.length; ) {
    const left = bagA.words[i]!;
    const right = bagB.words[j]!;
    if (left === right) common += left.length;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  const byWords = (2 * common) / total;
  if (byWords >= ALIKE || a.length > 60 || b.length > 60) return byWords;
  return Math.max(byWords, 1 - distance(a, b) / Math.max(a.length, b.length));
}

/** The share of two lines that is equal at their beginnings and ends. */
function sameEnds(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return (2 * (start + end)) / (a.length + b.length);
}
