/** The server's words that the page uses everywhere. */
export type { Verb } from '../options.ts';
export type { Channel } from '../server/channel.ts';
export type { Face, Person } from '../server/face.ts';
export type {
  ClientKey,
  Guide,
  InsideOf,
  Outcome,
  Snapshot,
  Spot,
  StepName,
} from '../server/protocol.ts';
