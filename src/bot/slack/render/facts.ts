import type { Words } from '../../../commands/kit/words.ts';
import { atomsOf, costsOf, cutAtoms, shown } from './atoms.ts';
import { head, sizeOf } from './fit.ts';
import { inlineOf, styled } from './inline.ts';
import { type RichElement, section } from './rich.ts';
import type { Room } from './room.ts';
import { type Row, renderRows } from './rows.ts';

const LABEL = 75;
const VALUE = 600;

/** A line for each fact. */
export function renderFacts(facts: readonly { label: string; value: Words }[], room: Room): RichElement[] {
  if (facts.length === 0) return [];
  const rows = facts.map(({ label, value }): Row => {
    const name = head(shown(label), LABEL);
    const atoms = cutAtoms(atomsOf(value, room.workspace), VALUE);
    const title = styled(name === '' ? '– ' : `${name}: `, { bold: true });
    const fixed = sizeOf(section([title]));
    return {
      size: fixed + costsOf(atoms),
      render: (bytes) => [title, ...inlineOf(cutAtoms(atoms, bytes - fixed))],
    };
  });
  return renderRows(rows, room.bytes, 'more facts');
}
