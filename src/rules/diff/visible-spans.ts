import { revealEverything, revealInvisible } from '../invisible.ts';
import type { DiffLine } from './line-diff.ts';
import type { Span } from './word-diff.ts';

/**
 * The spans of a diff line as they may be shown, without the line's end: invisible characters stand as visible marks,
 * and where both sides of a changed line look the same, their differing parts show every space, tab and line end too.
 */
export function visibleSpans(line: DiffLine): Span[] {
  const spans = line.spans.map(({ text, changed }) => {
    return { text: line.invisible && changed ? revealEverything(text) : revealInvisible(text), changed };
  });
  if (line.endChanged)
    spans.push({ text: line.end === '' ? '‹no line end›' : revealEverything(line.end), changed: true });
  return spans;
}
