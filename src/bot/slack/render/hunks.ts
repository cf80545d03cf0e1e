import type { RichTextElement } from '@slack/types';
import type { ToldHunk, ToldLine } from '../../render/hunks.ts';
import type { Run } from '../../render/line-runs.ts';
import { styled } from './inline.ts';
import { LONGEST, quoted, type RichElement } from './rich.ts';
import { counted } from './rows.ts';
import { sizeOf } from './size.ts';

/** A hunk of a diff under where it stands, in as few quotes as hold it. */
export function renderHunk({ heading, lines }: ToldHunk): RichElement[] {
  const quotes: Run[][] = [];
  let room = 0;
  for (const line of lines) {
    const [sign, ...runs] = line.runs;
    const size = lineSize(line);
    if (size > room) {
      quotes.push([]);
      room = LONGEST;
    }
    const start = quotes.at(-1)!.length > 0 ? '\n' : '';
    room -= size;
    quotes.at(-1)!.push({ ...sign!, text: `${start}${sign!.text}` }, ...runs);
  }
  return [...(heading === '' ? [] : [counted(heading)]), ...quotes.map((runs) => quoted(joined(runs).map(elementOf)))];
}

/** What a line takes, the break before it included. */
export const lineSize = ({ runs }: ToldLine): number => sizeOf(runs.map(elementOf)) + 1;

const elementOf = ({ text, style }: Run): RichTextElement => styled(text, style ? { [style]: true } : {});

/** Neighbours of the same look as one, empty ones left out: every element costs. */
function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last && last.style === run.style) last.text += run.text;
    else if (run.text !== '') out.push({ ...run });
  }
  return out;
}
