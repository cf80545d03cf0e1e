import { teamsLimits } from '../../limits/teams.ts';
import type { Reach } from '../../render/atoms.ts';
import type { Mentions } from './mentions.ts';

/** Where a card is shown, and what it may take there. `quote`: the longest text that is quoted as a whole. */
export type Surface = { bytes: number; quote: number };

// Some bytes are kept for the frame of the card.
const FRAME = 256;

export const messageSurface: Surface = { bytes: teamsLimits.message.cardBytes - FRAME, quote: 2_000 };
export const dialogSurface: Surface = { bytes: teamsLimits.dialog.cardBytes - FRAME, quote: 60_000 };

/** What one part may take, and who may be named in it. */
export type Room = { bytes: number; quote: number; reach: Reach; mentions: Mentions };
