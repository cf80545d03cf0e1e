import { type AccountKey, accountKey } from '../../rules/account.ts';
import type { Profile } from '../../store/accounts.ts';
import type { Lookup } from '../people.ts';
import { DeadPlace } from '../poster.ts';
import { type Connector, type Member, Refused } from './connector.ts';
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

/**
 * Who Teams says an account is. Null: there is nobody of that id in this tenant, neither where they were seen last nor in
 * a chat of two. Throws when Teams does not say.
 */
export function teamsLookup(of: {
  connector: Connector;
  places: Places;
  sightings: Sightings;
  tenantId: string;
}): Lookup {
  const { connector, places, sightings, tenantId } = of;

  return async (key) => {
    if (key.workspace !== tenantId) return null;
    const place = accountKey(key);
    const seen = sightings.where(place);
    // Whoever has left there since is not gone, and neither is who was in a channel that is.
    const there =
      seen && (await connector.member(seen.serviceUrl, seen.conversation, key.userId).catch(unless(isDeadPlace)));
    const member = there ?? (await inOwnChat(place, key.userId).catch(unless(isUnknownId)));
    return member && profileOf(member, key, tenantId);
  };

  async function inOwnChat(place: string, userId: string): Promise<Member | null> {
    const { serviceUrl, conversation } = await places.find(place);
    return connector.member(serviceUrl, conversation, userId);
  }
}

const isDeadPlace = (error: unknown) => error instanceof DeadPlace;
/** What Teams says when a chat is to be opened with an id that is nobody's. */
const isUnknownId = (error: unknown) => error instanceof Refused && error.status === 400;

const unless =
  (expected: (error: unknown) => boolean) =>
  (error: unknown): null => {
    if (expected(error)) return null;
    throw error;
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
