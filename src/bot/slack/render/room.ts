import type { KnownBlock } from '@slack/types';
import { slackLimits } from '../../limits/slack.ts';
import type { Reach } from '../../render/atoms.ts';
import type { RichElement } from './rich.ts';

/** Where a card is shown, and what it may cost there in all. `quote`: the longest text that is quoted as a whole. */
export type Surface = { blocks: number; bytes: number; quote: number; tables: number; charts: number };

/**
 * Well below the 12 000 characters that Slack names: users measured refusals from 10 600 bytes on, and nobody reads that
 * much in a channel.
 */
export const messageSurface: Surface = {
  blocks: slackLimits.message.blocks,
  bytes: 9_000,
  quote: 2_000,
  tables: slackLimits.message.tables,
  charts: slackLimits.message.dataVisualizations,
};

/**
 * Slack measures a view by its size as JSON, and that much text stays far below. Views have no tables
 * and no charts of Slack's own.
 */
export const modalSurface: Surface = {
  blocks: slackLimits.view.blocks,
  bytes: 60_000,
  quote: 60_000,
  tables: 0,
  charts: 0,
};

/** What one part may take. */
export type Room = { bytes: number; quote: number; table: boolean; chart: boolean; reach: Reach };

/** What became of a part: paragraphs, which may share a block with their neighbours, or a block of its own. */
export type Piece = { rich: RichElement[] } | { block: KnownBlock };
