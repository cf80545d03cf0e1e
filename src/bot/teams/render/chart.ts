import type { Part } from '../../../commands/kit/card.ts';
import { chartLines } from '../../../rules/chart.ts';
import { shown } from '../../render/atoms.ts';
import { bytesOf, clipped, head } from '../../render/fit.ts';
import { type Row, rowsWithin } from '../../render/rows.ts';
import type { Element } from './elements.ts';
import { literal } from './inline.ts';
import { small } from './paragraph.ts';
import type { Room } from './room.ts';

const ADDRESS = 3_000;
const LINE = 200;
const ITEM = 70;
const ALT = 200;

/** A picture where one can be fetched, and the same in words, always. */
export function renderChart({ chart, picture }: Extract<Part, { kind: 'chart' }>, room: Room): Element[] {
  const image: Element[] =
    picture !== undefined && URL.canParse(picture) && picture.length <= Math.min(ADDRESS, room.bytes / 2)
      ? [{ type: 'Image', url: picture, altText: clipped(shown(chart.title), ALT) || 'A chart', size: 'Stretch' }]
      : [];
  const rows = chartLines(chart).map((line): Row<string> => {
    const text = head(shown(line), LINE);
    return { size: ITEM + bytesOf(text), render: (bytes) => head(text, Math.max(1, bytes - ITEM)) || '…' };
  });
  if (rows.length === 0) return [];
  const { shown: lines, left } = rowsWithin(rows, room.bytes - (image.length > 0 ? ADDRESS + ALT : 0));
  return [
    ...image,
    ...lines.map((text): Element => ({ type: 'RichTextBlock', inlines: literal(text), spacing: 'Small' })),
    ...(left > 0 ? [small(`… ${left} more`)] : []),
  ];
}
