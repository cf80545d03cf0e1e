import { diffArrays } from 'diff';

/** How much comparing one diff may still do; shared by all its parts, so that the whole stays fast on any input. */
export type Budget = { steps: number };

/** Two places that belong together: an index before, an index after. */
export type Match = readonly [before: number, after: number];

/** Beyond this many edits the comparison takes tens of milliseconds and its result helps nobody to read. */
const MOST_EDITS = 1_000;

/**
 * Which items stayed, in order: a longest common subsequence, or where finding one costs more than the budget allows, the
 * equal items at both ends only. The answer depends on the input alone, never on the clock, so that a card drawn again is
 * the same card. Every match pairs equal items; both sides of the matches rise.
 */
export function alignment(before: readonly string[], after: readonly string[], budget: Budget): Match[] {
  const matches: Match[] = [];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    matches.push([start, start]);
    start++;
  }
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;

  for (const match of middle(before, after, start, end, budget)) matches.push(match);
  for (; end > 0; end--) matches.push([before.length - end, after.length - end]);
  return matches;
}

function middle(
  before: readonly string[],
  after: readonly string[],
  start: number,
  end: number,
  budget: Budget,
): Match[] {
  // What the other side does not hold cannot match; without it a rewrite is as cheap to compare as a small edit.
  const left = shared(before, after, start, end);
  const right = shared(after, before, start, end);
  const size = left.length + right.length;
  if (size === 0) return [];

  // Myers' algorithm takes at most (edits × size) steps, and the number of edits can be capped.
  const maxEditLength = Math.min(MOST_EDITS, Math.floor(budget.steps / size));
  const changes = diffArrays(left, right, { maxEditLength, comparator: (i, j) => before[i] === after[j] });
  const edits = changes?.reduce((sum, change) => sum + (change.added || change.removed ? change.count : 0), 0);
  budget.steps = Math.max(0, budget.steps - size * (1 + (edits ?? maxEditLength)));

  const matches: Match[] = [];
  let i = 0;
  let j = 0;
  for (const change of changes ?? []) {
    if (change.removed) i += change.count;
    else if (change.added) j += change.count;
    else for (let n = 0; n < change.count; n++) matches.push([left[i++]!, right[j++]!]);
  }
  return matches;
}

/** The places, between the equal ends, of the items that the other side holds too. */
function shared(items: readonly string[], others: readonly string[], start: number, end: number): number[] {
  const held = new Set<string>();
  for (let at = start; at < others.length - end; at++) held.add(others[at]!);
  const places: number[] = [];
  for (let at = start; at < items.length - end; at++) if (held.has(items[at]!)) places.push(at);
  return places;
}
