import type { KnownBlock, Button as SlackButton } from '@slack/types';
import { slackLimits } from '../../limits/slack.ts';
import { mostOf } from '../../render/fit.ts';
import { actionRows } from './buttons.ts';
import { packed, type RichElement } from './rich.ts';
import type { Piece } from './room.ts';
import { counted } from './rows.ts';

/**
 * A part on its way to the surface. A `tight` piece joins a tight one before it, unless it `begins` something: lines of one
 * paragraph, and a heading.
 */
export type Stretch = { buttons: readonly SlackButton[] } | { piece: Piece; tight: boolean; begins?: boolean };

type Manner = { perRow: number; join: 'lines' | 'all' };

// From what looks best to what takes the fewest blocks.
const manners: readonly Manner[] = [
  { perRow: 5, join: 'lines' },
  { perRow: 5, join: 'all' },
  { perRow: slackLimits.actions.elements, join: 'all' },
];

/** The stretches as at most `most` blocks. The last ones give way, never their buttons. `dropped` more are counted. */
export function layOut(stretches: readonly Stretch[], most: number, dropped: number): KnownBlock[] {
  for (const manner of manners) {
    const blocks = [...blocksOf(stretches, manner), ...restOf(dropped)];
    if (blocks.length <= most) return blocks;
  }
  const dense = manners.at(-1)!;
  const cut = (kept: number): KnownBlock[] => {
    const gone = stretches.slice(kept);
    const buttons = gone.flatMap((stretch) => ('buttons' in stretch ? stretch.buttons : []));
    const silent = gone.filter((stretch) => 'piece' in stretch).length;
    return [
      ...blocksOf(stretches.slice(0, kept), dense),
      ...restOf(dropped + silent),
      ...actionRows(buttons, dense.perRow),
    ];
  };
  const kept = mostOf(stretches.length, (count) => cut(count).length <= most);
  return cut(kept).slice(0, most);
}

const restOf = (count: number): KnownBlock[] => (count > 0 ? packed([leftOut(count)]) : []);

/** Said in place of what did not fit. */
export const leftOut = (count: number): RichElement => counted(`… ${count} more that did not fit`);

function blocksOf(stretches: readonly Stretch[], { perRow, join }: Manner): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let rich: RichElement[] = [];
  let tight = false;
  const flush = () => {
    blocks.push(...packed(rich));
    rich = [];
  };
  for (const stretch of stretches) {
    if ('buttons' in stretch) {
      flush();
      blocks.push(...actionRows(stretch.buttons, perRow));
    } else if ('block' in stretch.piece) {
      flush();
      blocks.push(stretch.piece.block);
    } else {
      if (join === 'lines' && !(tight && stretch.tight && !stretch.begins)) flush();
      rich.push(...stretch.piece.rich);
      tight = stretch.tight;
    }
  }
  flush();
  return blocks;
}
