import type { KnownBlock } from '@slack/types';
import type { Part } from '../../../commands/kit/card.ts';
import { type Chart, chartLines } from '../../../rules/chart.ts';
import { slackLimits } from '../../limits/slack.ts';
import { shown } from '../../render/atoms.ts';
import { bytesOf, clipped, head } from '../../render/fit.ts';
import type { Row } from '../../render/rows.ts';
import { styled } from './inline.ts';
import type { RichElement } from './rich.ts';
import type { Piece, Room } from './room.ts';
import { renderRows } from './rows.ts';

const limits = slackLimits.dataVisualization;
const LINE = 200;
const ALT = 200;

/** A picture where one can be fetched, else a chart that Slack draws where it does; and the same in words, always. */
export function renderChart({ chart, picture }: Extract<Part, { kind: 'chart' }>, room: Room): Piece[] {
  const words: Piece = { rich: inWords(chart, room.bytes) };
  if (chart.points.length === 0) return [];
  if (picture !== undefined && URL.canParse(picture) && picture.length <= slackLimits.image.url) {
    const alt = clipped(`${shown(chart.title)}; the numbers stand below`, ALT);
    return [{ block: { type: 'image', image_url: picture, alt_text: alt } }, words];
  }
  const drawn = room.chart ? drawnBySlack(chart) : null;
  return drawn ? [{ block: drawn }, words] : [words];
}

function inWords(chart: Chart, bytes: number): RichElement[] {
  const rows = chartLines(chart).map((line): Row<ReturnType<typeof styled>[]> => {
    const text = head(shown(line), LINE);
    return { size: 16 + bytesOf(text), render: (most) => [styled(head(text, Math.max(1, most - 16)) || '…')] };
  });
  return renderRows(rows, bytes, 'more');
}

// It knows no gaps, so what has no value is left out; the marks stand in the names of their points.
function drawnBySlack({ title, points, marks }: Chart): KnownBlock | null {
  const known = points.flatMap(({ label, value }, at) => {
    const begun = marks.filter((mark) => mark.at === at).map((mark) => ` ${mark.text}`);
    return value !== null && Number.isFinite(value) ? [{ label: `${label}${begun.join('')}`, value }] : [];
  });
  const data = distinct(known.slice(-limits.categories));
  if (data.length < 2) return null;
  const axis_config = { categories: data.map((one) => one.label), y_label: 'Satisfied, in %' };
  const series = [{ name: 'Satisfied', data }];
  // Not in the types of Slack's own package yet.
  return {
    type: 'data_visualization',
    title: clipped(shown(title), limits.title) || '–',
    chart: { type: 'line', series, axis_config },
  } as unknown as KnownBlock;
}

/** Slack takes each name once. */
function distinct(data: readonly { label: string; value: number }[]) {
  const seen = new Set<string>();
  return data.map(({ label, value }, at) => {
    const short = clipped(shown(label), limits.label) || '–';
    const name = seen.has(short) ? `${clipped(short, limits.label - 4)} ${at + 1}` : short;
    seen.add(name);
    return { label: name, value };
  });
}
