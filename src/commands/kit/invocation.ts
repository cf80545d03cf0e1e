import type { Refusal } from '../../refusal.ts';
import type { Store } from '../../store/open.ts';
import type { Card } from './card.ts';
import type { Command, Log, Settings, Via } from './command.ts';
import type { Form } from './form.ts';

/** All that commands run on. */
export type House = {
  store: Store;
  settings: Settings;
  commands: ReadonlyMap<string, Command>;
  clock: () => Date;
  log: Log;
  /** Told of every command that came to its end; `outcome`: what became of it, or the code of its refusal. */
  measure?: (command: string, outcome: string, door: Via['door'], seconds: number) => void;
};

/** A command on its way in, from whichever door. */
export type Invocation = {
  command: string;
  args: Record<string, unknown>;
  /** Who; null for the clock, which acts for nobody. */
  personId: number | null;
  via: Via;
  /** The platform's own id of this delivery: a second one with it has no effect. */
  id?: string;
  /** What the door calls this request in its own log and answers; without it `id` stands there. */
  request?: string;
  /** A digest of what is asked for, kept with the answer: a repeat is told from another request under the same id. */
  asked?: string;
  /** Sent by a door itself, not asked for by a person: only then are hidden commands found. */
  own?: boolean;
  /** The door can open a form for what is missing. */
  canAsk?: boolean;
  /** The form is wanted even though nothing is missing. */
  ask?: boolean;
  /** Milliseconds after which nothing may happen any more. */
  within?: number;
};

/** What became of it. */
export type Outcome =
  | { kind: 'done'; result: unknown; card: Card }
  | { kind: 'ask'; form: Form }
  | { kind: 'refused'; refusal: Refusal }
  /** This delivery has already had its effect. */
  | { kind: 'repeated'; answer: unknown; asked: string | null }
  /** Nothing was done: a fault, or it took too long. */
  | { kind: 'failed' }
  /** The commit was sent and never answered. */
  | { kind: 'unknown' };
