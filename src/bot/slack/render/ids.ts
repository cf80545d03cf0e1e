import { type Reach, shown } from '../../render/atoms.ts';

// An account or a place of elsewhere is nobody that this workspace could mention.
function idIn(workspace: string, key: string, kind: RegExp): string | null {
  const prefix = `slack:${workspace}/`;
  const id = key.startsWith(prefix) ? key.slice(prefix.length) : '';
  return kind.test(id) ? id : null;
}

/** The user of `workspace` behind the first of these account keys that is one, such as `U1` of `slack:T1/U1`. */
export function userIn(workspace: string, accounts: readonly string[]): string | null {
  return accounts.map((key) => idIn(workspace, key, /^[UW][A-Z0-9]+$/)).find((id) => id !== null) ?? null;
}

/** The channel of `workspace` that a place such as `slack:T1/C1` is. */
export const channelIn = (workspace: string, place: string): string | null => idIn(workspace, place, /^[CG][A-Z0-9]+$/);

/** Whom and what a message in `workspace` can name. */
export const reachIn = (workspace: string): Reach => ({
  user: (accounts) => userIn(workspace, accounts),
  place(place) {
    const id = channelIn(workspace, place);
    if (id !== null) return { kind: 'channel', id };
    if (/^slack:[^/]+\/[UWD]|^teams:[^/]+\/[\w-]+$/.test(place)) return { kind: 'text', text: 'direct messages' };
    return { kind: 'text', text: /^teams:[^/]+\/19:/.test(place) ? 'a channel in Teams' : shown(place) };
  },
});
