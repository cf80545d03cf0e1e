import { randomUUID } from 'node:crypto';
import type { Changes } from './changes.ts';
import type { TeamsDialog } from './records.ts';

type Content = Pick<TeamsDialog, 'title' | 'card' | 'text'>;

export type Dialogs = ReturnType<typeof createDialogs>;

/** What people have open over their chats: one dialog each. */
export function createDialogs(changes: Changes) {
  const open = new Map<string, TeamsDialog>();

  function show(
    at: Pick<TeamsDialog, 'user' | 'conversation' | 'message' | 'reaction'>,
    content: Content,
  ): TeamsDialog {
    const dialog: TeamsDialog = { id: randomUUID(), ...at, ...content };
    open.set(dialog.user, dialog);
    changes.emit({ kind: 'dialog.opened', dialog });
    return dialog;
  }

  function change(old: TeamsDialog, content: Content): TeamsDialog {
    const { id, user, conversation, message } = old;
    const dialog: TeamsDialog = { id, user, conversation, message, ...content };
    open.set(dialog.user, dialog);
    changes.emit({ kind: 'dialog.changed', dialog });
    return dialog;
  }

  function close(dialog: TeamsDialog): void {
    if (open.get(dialog.user)?.id !== dialog.id) return;
    open.delete(dialog.user);
    changes.emit({ kind: 'dialog.closed', dialog });
  }

  return { show, change, close, of: (user: string): TeamsDialog | undefined => open.get(user) };
}
