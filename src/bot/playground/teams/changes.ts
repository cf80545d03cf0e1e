import type { Changes as ChangesOf } from '../platform/changes.ts';
import type { Call, Finding, SentActivity, TeamsDialog, TeamsMessage } from './records.ts';

/** Something happened in the tenant. */
export type Change =
  | { kind: 'message.posted' | 'message.edited' | 'message.deleted'; message: TeamsMessage }
  /** One person's own copy of a card changed. */
  | { kind: 'view.changed'; message: TeamsMessage; user: string }
  | { kind: 'dialog.opened' | 'dialog.changed' | 'dialog.closed'; dialog: TeamsDialog }
  | { kind: 'toast'; user: string; text: string; message: string | undefined }
  | { kind: 'call'; call: Call }
  | { kind: 'sent'; sent: SentActivity }
  | { kind: 'finding'; finding: Finding }
  | { kind: 'user.changed' | 'conversation.changed'; id: string };

export type Changes = ChangesOf<Change>;
