import { type ContentDiff, diffStats } from './diff.ts';

/** What a card shows of a difference: the first hunks, at most so many lines of them; a line that is longer may be cut. */
export const cardDiff = { hunks: 3, lines: 30, bytesOfLine: 150 } as const;

/** Whether the card of a change shows all of its difference, so that nobody has to open it to have seen it. */
export function fitsCard(diff: ContentDiff): boolean {
  const { messages, moreHunks, moreLines } = diffStats(diff, cardDiff);
  const lines = messages.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  return moreHunks === 0 && moreLines === 0 && lines.every(({ spans }) => bytesOf(spans) <= cardDiff.bytesOfLine);
}

const bytesOf = (spans: readonly { text: string }[]): number =>
  Buffer.byteLength(spans.map(({ text }) => text).join(''));
