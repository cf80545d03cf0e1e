import { Refusal } from '../../refusal.ts';
import type { AccountKey } from '../../rules/account.ts';

/** Our own workspace, as Slack named it at the start. */
export type Home = { teamId: string; enterpriseId: string | null; botUserId: string; botId: string };

/**
 * The account a delivery comes from. People of other organisations (Slack Connect) are refused; on Enterprise Grid a
 * delivery may name no team, or another workspace of the same organisation.
 * @throws Refusal `forbidden`
 */
export function senderOf(
  home: Home,
  from: { userId: string; teamId?: string | null; enterpriseId?: string | null },
): AccountKey {
  const ours =
    !from.teamId ||
    from.teamId === home.teamId ||
    (home.enterpriseId !== null && from.enterpriseId === home.enterpriseId);
  if (!ours) throw new Refusal('forbidden', 'You belong to another organisation, so I may not act for you here.');
  return { platform: 'slack', workspace: home.teamId, userId: from.userId };
}
