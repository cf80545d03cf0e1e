import type { WebClient } from '@slack/web-api';
import type { Home } from './sender.ts';

/** Waiting does not help against a wrong token. @throws Error that names the setting */
export function refusedToken(error: unknown): void {
  const said = (error as { data?: { error?: string } }).data?.error;
  const wrong = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'];
  if (!said || !wrong.includes(said)) return;
  throw new Error(
    `SLACK_BOT_TOKEN: Slack refuses it (${said}). Copy it from OAuth & Permissions → Bot User OAuth Token.`,
  );
}

/** Which workspace and which bot our token stands for. @throws as Slack's client does */
export async function whoWeAre(client: WebClient): Promise<Home> {
  const me = await client.auth.test();
  return {
    teamId: me.team_id ?? '',
    enterpriseId: me.enterprise_id ?? null,
    botUserId: me.user_id ?? '',
    botId: me.bot_id ?? '',
  };
}
