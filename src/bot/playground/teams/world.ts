import type { Changes } from './changes.ts';
import type { Dialogs } from './dialogs.ts';
import type { Finding, TeamsMessage } from './records.ts';
import type { State } from './state.ts';

/** What every part of the stand-in shares. */
export type World = {
  readonly app: { readonly tenantId: string; readonly appId: string; readonly name: string };
  readonly state: State;
  readonly dialogs: Dialogs;
  readonly changes: Changes;
  /** Milliseconds since 1970 on the platform's clock. */
  readonly now: () => number;
  readonly find: (finding: Finding) => void;
  /** What the bot is told that its message is called. */
  readonly nameOf: (message: TeamsMessage) => string;
  /** Where the bot is told to answer; ends in a slash. */
  readonly serviceUrl: () => string;
};
