import type { Changes as ChangesOf } from '../platform/changes.ts';
import type { Call, Finding, SentRequest, SlackMessage, SlackView } from './records.ts';

/** Something happened in the workspace. */
export type Change =
  | { kind: 'message.posted' | 'message.edited' | 'message.deleted'; message: SlackMessage }
  | { kind: 'ephemeral.shown' | 'ephemeral.replaced' | 'ephemeral.removed'; message: SlackMessage }
  | { kind: 'view.opened' | 'view.pushed' | 'view.updated' | 'view.closed'; view: SlackView }
  | { kind: 'home.published'; view: SlackView }
  | { kind: 'call'; call: Call }
  | { kind: 'request'; request: SentRequest }
  | { kind: 'socket.opened' | 'socket.closed' }
  | { kind: 'finding'; finding: Finding }
  | { kind: 'user.changed' | 'channel.changed'; id: string };

export type Changes = ChangesOf<Change>;
