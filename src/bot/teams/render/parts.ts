import { atomsOf, cutAtoms } from '../../render/atoms.ts';
import type { Saying } from '../../render/saying.ts';
import { renderChart } from './chart.ts';
import { renderDiff } from './diff.ts';
import type { Element } from './elements.ts';
import { renderFacts } from './facts.ts';
import { paragraph } from './paragraph.ts';
import { renderQuote } from './quote.ts';
import type { Room } from './room.ts';
import { renderTable } from './table.ts';

type Renderers = { [K in Saying['kind']]: (part: Extract<Saying, { kind: K }>, room: Room) => Element[] };

const LINE = 3_000;
const NOTE = 500;
const BLOCK = 60;

// A part that is added does not compile until it is rendered here.
const renderers: Renderers = {
  line: ({ words }, { bytes, reach, mentions }) =>
    paragraph(cutAtoms(atomsOf(words, reach), Math.min(bytes, LINE) - BLOCK), mentions),
  quote: ({ text }, { bytes, quote }) => renderQuote(text, Math.min(bytes - 2 * BLOCK, quote)),
  facts: ({ facts }, room) => renderFacts(facts, room),
  diff: (part, { bytes }) => renderDiff(part, bytes),
  table: renderTable,
  chart: renderChart,
  note: ({ words }, { bytes, reach, mentions }) =>
    paragraph(cutAtoms(atomsOf(words, reach), Math.min(bytes / 2, NOTE)), mentions, { size: 'Small', isSubtle: true }),
};

/** A part within its room. Nothing is left of a part that says nothing. */
export const renderPart = (part: Saying, room: Room): Element[] =>
  (renderers[part.kind] as (part: Saying, room: Room) => Element[])(part, room);
