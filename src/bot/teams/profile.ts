import { type AccountKey, accountKey } from '../../rules/account.ts';
import type { Profile } from '../../store/accounts.ts';
import type { Lookup } from '../people.ts';
import type { Connector, Member } from './connector.ts';
import type { Places } from './places.ts';

const MOST = 10_000;

/** Where somebody was last seen: Teams tells who people are only to a bot that shares a conversation with them. */
export type Sightings = ReturnType<typeof createSightings>;

export function createSightings() {
  const seen = new Map<string, { serviceUrl: string; conversation: string }>();
  return {
    note(account: string, where: { serviceUrl: string; conversation: string }): void {
      seen.delete(account);
      seen.set(account, where);
      if (seen.size > MOST) seen.delete(seen.keys().next().value!);
    },
    where: (account: string) => seen.get(account) ?? null,
  };
}

/** Who Teams says an account is. Null: there is nobody of that id where they were seen. Throws when Teams does not say. */
export const teamsLookup =
  (of: { connector: Connector; places: Places; sightings: Sightings; tenantId: string }): Lookup =>
  async (key) => {
    const place = accountKey(key);
    const { serviceUrl, conversation } = of.sightings.where(place) ?? (await of.places.find(place));
    const member = await of.connector.member(serviceUrl, conversation, key.userId);
    return member && profileOf(member, key, of.tenantId);
  };

/** A member as the house knows people. Microsoft Entra vouches for addresses of its own tenant, not for those of guests. */
function profileOf(member: Member, key: AccountKey, tenantId: string): Profile {
  const address = member.email ?? member.userPrincipalName ?? null;
  const guest = /^(guest|anonymous)$/i.test(member.userRole ?? '') || /#EXT#/i.test(member.userPrincipalName ?? '');
  const foreign = member.tenantId !== undefined && member.tenantId !== tenantId;
  return {
    name: member.name || key.userId,
    email: guest || foreign ? null : address,
    barred: foreign ? 'foreign' : guest ? 'guest' : null,
  };
}
