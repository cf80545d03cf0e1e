import type { WebClient } from '@slack/web-api';
import type { AccountKey } from '../../rules/account.ts';
import type { Profile } from '../../store/accounts.ts';
import type { Home } from './sender.ts';

type User = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

/**
 * Who Slack says an account is; the e-mail only where Slack has confirmed it. Null: there is no such account, or it is one
 * of another workspace, whose people are known only there.
 */
export async function slackProfile(client: WebClient, home: Home, key: AccountKey): Promise<Profile | null> {
  if (key.workspace !== home.teamId) return null;
  let user: User;
  try {
    const answer = await client.users.info({ user: key.userId });
    if (!answer.user) return null;
    user = answer.user;
  } catch (error) {
    const code = (error as { data?: { error?: string } }).data?.error;
    if (code === 'user_not_found' || code === 'user_not_visible') return null;
    throw error;
  }
  return {
    name: user.profile?.display_name || user.real_name || user.name || key.userId,
    email: user.is_email_confirmed === false ? null : (user.profile?.email ?? null),
    barred: whyBarred(user, home),
  };
}

function whyBarred(user: User, home: Home): Profile['barred'] {
  if (user.deleted) return 'deleted';
  if (user.is_bot) return 'bot';
  if (user.is_stranger || (user.team_id && user.team_id !== home.teamId && !user.enterprise_user)) return 'foreign';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : null;
}
