import type { DiffLine } from '../../rules/diff/diff.ts';
import { visibleSpans } from '../../rules/diff/visible-spans.ts';
import { bytesOf, fairShares, head, shortened, tail } from './fit.ts';

/** A stretch of a diff in one look. */
export type Run = { text: string; style?: 'bold' | 'strike' };

const SIGNS = { same: '   ', removed: '− ', added: '+ ' } as const;

/**
 * A line of a diff with its sign: what went is struck, what came is bold. `marked` false leaves the words of a line that
 * is new or gone as a whole unmarked, where the signs alone say it. In at most `bytes`, without hiding a change.
 */
export function lineRuns(line: DiffLine, bytes: number, marked: boolean): Run[] {
  const middle = line.spans.reduce((sum, span) => sum + Math.max(0, span.text.length - 2 * bytes), 0);
  const spans = fitted(visibleSpans(middle > 0 ? withoutMiddle(line, bytes) : line), bytes, middle);
  const style = line.kind === 'removed' ? 'strike' : 'bold';
  const runs = spans.map(({ text, changed }): Run => {
    const mark = line.kind !== 'same' && (line.paired ? changed : marked);
    return mark ? { text, style } : { text };
  });
  return [{ text: SIGNS[line.kind] }, ...runs];
}

// The middle of a span is never shown when it is that long, and to look for the invisible in it takes long.
function withoutMiddle(line: DiffLine, bytes: number): DiffLine {
  const short = (text: string) =>
    text.length > 2 * bytes ? `${text.slice(0, bytes)}${text.slice(text.length - bytes)}` : text;
  return { ...line, spans: line.spans.map((span) => ({ ...span, text: short(span.text) })) };
}

type Span = ReturnType<typeof visibleSpans>[number];

// Beyond this many a line is mottled: nobody reads it, and every one of them costs.
const MOST_SPANS = 40;

/** The spans within `bytes`: shortened around the changes, then inside them, so that each change stays in sight. */
function fitted(all: readonly Span[], bytes: number, gone: number): Span[] {
  const rest = all.slice(MOST_SPANS).filter((span) => span.changed).length;
  const spans = all.slice(0, MOST_SPANS);
  const note = rest > 0 ? [{ text: `… (${rest} more changes)`, changed: false }] : [];
  const sizes = spans.map((span) => bytesOf(span.text));
  if (sum(sizes) <= bytes) return [...spans, ...note];
  if (spans.length === 1) return [{ ...spans[0]!, text: shortened(spans[0]!.text, bytes, gone) }];

  const changed = fairShares(
    spans.map((span, at) => (span.changed ? sizes[at]! : 0)),
    Math.floor(bytes * 0.7),
  );
  const kept = fairShares(
    spans.map((span, at) => (span.changed ? 0 : sizes[at]!)),
    bytes - sum(changed),
  );
  const fit = spans.map((span, at) => {
    const share = span.changed ? changed[at]! : kept[at]!;
    if (sizes[at]! <= share) return span;
    return { ...span, text: elided(span.text, share, at > 0, at < spans.length - 1) };
  });
  return [...fit, ...note];
}

/** The text without its middle, or without the end that no neighbour stands at. */
function elided(text: string, bytes: number, before: boolean, after: boolean): string {
  const room = Math.max(0, bytes - 3);
  if (!before) return `…${tail(text, room)}`;
  if (!after) return `${head(text, room)}…`;
  return `${head(text, room / 2)}…${tail(text, room / 2)}`;
}

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
