import { type Atom, type Reach, shown } from '../../render/atoms.ts';

/** The user of `tenant` behind the first of these account keys that is one: `u` of `teams:t/u`. */
export function userIn(tenant: string, accounts: readonly string[]): string | null {
  const prefix = `teams:${tenant}/`;
  const ids = accounts.flatMap((key) => (key.startsWith(prefix) ? key.slice(prefix.length) : []));
  return ids.find((id) => /^[\w-]{1,64}$/.test(id)) ?? null;
}

/** The name of a place, where one is known. */
export type NameOf = (place: string) => string | undefined;

/** Whom and what a card for `tenant` can name. */
export const reachIn = (tenant: string, nameOf: NameOf = () => undefined): Reach => ({
  user: (accounts) => userIn(tenant, accounts),
  place: (place) => placeAtom(place, nameOf(place)),
});

function placeAtom(place: string, name: string | undefined): Atom {
  if (name !== undefined && name !== '') return { kind: 'text', text: shown(name) };
  if (/^slack:[^/]+\/[UWD]|^teams:[^/]+\/[\w-]+$/.test(place)) return { kind: 'text', text: 'direct messages' };
  const [, team, channel] = /^slack:(\w+)\/([CG]\w+)$/.exec(place) ?? [];
  if (team && channel) {
    const url = `https://slack.com/app_redirect?team=${team}&channel=${channel}`;
    return { kind: 'link', text: 'a channel in Slack', url };
  }
  if (/^teams:[^/]+\/19:/.test(place)) return { kind: 'text', text: 'a channel in Teams' };
  return { kind: 'text', text: shown(place) };
}
