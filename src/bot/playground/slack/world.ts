import type { Changes } from './changes.ts';
import type { Hooks } from './hooks.ts';
import type { Finding } from './records.ts';
import type { Identity, State } from './state.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';

/** What every part of the stand-in shares. */
export type World = {
  readonly identity: Identity;
  readonly state: State;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly hooks: Hooks;
  readonly changes: Changes;
  readonly scopes: ReadonlySet<string>;
  /** Milliseconds since 1970 on the platform's clock. */
  readonly now: () => number;
  readonly find: (finding: Finding) => void;
  /** A fresh address for one Socket Mode connection. */
  readonly socketUrl: () => string;
};
