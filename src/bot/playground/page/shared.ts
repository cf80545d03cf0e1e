/** The server's words that the page uses everywhere. */
export type { Shortcut, Verb } from '../options.ts';
export type {
  Channel,
  Entered,
  Guide,
  Member,
  Message,
  Outcome,
  Snapshot,
  StepName,
  View,
} from '../server/protocol.ts';
export type { Block, Element, Option, StateValues, TextObject } from '../slack/wire.ts';
