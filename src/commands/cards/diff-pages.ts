import type { ContentDiff, MessageDiff } from '../../rules/diff/diff.ts';

/**
 * A diff in pages that a message or a dialog can hold: at most `lines` lines each, nothing left out, the facts on the
 * first one. There is always at least one page.
 */
export function diffPages(diff: ContentDiff, lines: number): ContentDiff[] {
  const pages: ContentDiff[] = [{ ...diff, messages: [] }];
  let room = lines;
  for (const message of diff.messages) {
    for (const hunk of message.hunks) {
      for (let at = 0; at < hunk.lines.length; ) {
        if (room === 0) {
          pages.push({ ...diff, facts: [], messages: [] });
          room = lines;
        }
        const cut = hunk.lines.slice(at, at + room);
        const before = hunk.lines.slice(0, at);
        const skipped = (kind: 'added' | 'removed') => before.filter((line) => line.kind !== kind).length;
        place(pages.at(-1)!, message, {
          fromLine: hunk.fromLine + skipped('added'),
          toLine: hunk.toLine + skipped('removed'),
          lines: cut,
        });
        at += cut.length;
        room -= cut.length;
      }
    }
    if (message.hunks.length === 0) pages.at(-1)!.messages.push(message);
  }
  return pages;
}

function place(page: ContentDiff, message: MessageDiff, hunk: MessageDiff['hunks'][number]): void {
  const last = page.messages.at(-1);
  const same = last && last.from === message.from && last.to === message.to;
  if (same) last.hunks.push(hunk);
  else page.messages.push({ ...message, hunks: [hunk] });
}
