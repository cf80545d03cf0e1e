import { slackLimits } from '../../limits/slack.ts';
import { atomsOf, cutAtoms } from '../../render/atoms.ts';
import type { Saying } from '../../render/saying.ts';
import { renderChart } from './chart.ts';
import { renderDiff } from './diff.ts';
import { renderFacts } from './facts.ts';
import { inlineOf } from './inline.ts';
import { mrkdwnOf } from './mrkdwn.ts';
import { renderQuote } from './quote.ts';
import { LONGEST, section } from './rich.ts';
import type { Piece, Room } from './room.ts';
import { renderTable } from './table.ts';

type Renderers = { [K in Saying['kind']]: (part: Extract<Saying, { kind: K }>, room: Room) => Piece[] };

const SECTION = 16;
const NOTE = 500;

// A part that is added does not compile until it is rendered here.
const renderers: Renderers = {
  line({ words }, { bytes, reach }) {
    const atoms = cutAtoms(atomsOf(words, reach), Math.min(bytes, LONGEST) - SECTION);
    return atoms.length > 0 ? [{ rich: [section(inlineOf(atoms))] }] : [];
  },
  quote: ({ text }, { bytes, quote }) => [{ rich: renderQuote(text, Math.min(bytes, quote) - SECTION) }],
  facts: ({ facts }, room) => [{ rich: renderFacts(facts, room) }],
  diff: (part, { bytes }) => [{ rich: renderDiff(part, bytes) }],
  table: renderTable,
  chart: renderChart,
  note({ words }, { bytes, reach }) {
    const atoms = cutAtoms(atomsOf(words, reach), Math.min(bytes / 2, NOTE));
    if (atoms.length === 0) return [];
    const text = mrkdwnOf(atoms);
    if (text === null || text.length > slackLimits.context.text) return [{ rich: [section(inlineOf(atoms))] }];
    return [{ block: { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] } }];
  },
};

/** A part within its room. Nothing is left of a part that says nothing. */
export function renderPart(part: Saying, room: Room): Piece[] {
  const pieces = (renderers[part.kind] as (part: Saying, room: Room) => Piece[])(part, room);
  return pieces.filter((piece) => !('rich' in piece) || piece.rich.length > 0);
}
