import type { RichTextElement } from '@slack/types';
import type { Words } from '../../../commands/kit/words.ts';
import { atomsOf, costsOf, cutAtoms, shown } from '../../render/atoms.ts';
import { head } from '../../render/fit.ts';
import type { Row } from '../../render/rows.ts';
import { inlineOf, styled } from './inline.ts';
import { type RichElement, section } from './rich.ts';
import type { Room } from './room.ts';
import { renderRows } from './rows.ts';
import { sizeOf } from './size.ts';

const LABEL = 75;
const VALUE = 600;

/** A line for each fact. */
export function renderFacts(facts: readonly { label: string; value: Words }[], room: Room): RichElement[] {
  if (facts.length === 0) return [];
  const rows = facts.map(({ label, value }): Row<RichTextElement[]> => {
    const name = head(shown(label), LABEL);
    const atoms = cutAtoms(atomsOf(value, room.reach), VALUE);
    const title = styled(name === '' ? '– ' : `${name}: `, { bold: true });
    const fixed = sizeOf(section([title]));
    return {
      size: fixed + costsOf(atoms),
      render: (bytes) => [title, ...inlineOf(cutAtoms(atoms, bytes - fixed))],
    };
  });
  return renderRows(rows, room.bytes, 'more facts');
}
