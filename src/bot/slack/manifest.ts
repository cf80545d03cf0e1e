import type { Command } from '../../commands/kit/command.ts';
import { slackLimits } from '../limits/slack.ts';

/** Where the bot is said to be until its real address is known. */
export const PLACEHOLDER = 'https://YOUR-HOST';

/** Every permission, and what the bot could not do without it. Nothing that reads what people write to each other. */
export const scopes = {
  commands: 'the slash command and the shortcuts',
  'chat:write': 'post and edit cards, and answer privately, in channels it was invited to',
  'app_mentions:read': 'hear what is said to it by name',
  'users:read': 'know the name behind an id, and whether it is a guest, a bot or deactivated',
  'users:read.email': 'know that an account here and one elsewhere are the same person, and who the admins are',
  'im:write': 'write to a person directly: verdicts to authors, moves to stakeholders',
} as const;

/** What somebody sees of a command before they use it; a hint may be shown in one narrow line. */
export function usageHint(commands: readonly Command[]): string {
  const verbs = commands.filter((one) => !one.hidden).map((one) => one.name);
  let hint = verbs.join(' | ');
  while (hint.length > slackLimits.manifest.usageHint) {
    verbs.pop();
    hint = `${verbs.join(' | ')} | …`;
  }
  return hint;
}

/**
 * The app as Slack is told of it, derived from the commands.
 * @param publicUrl where Slack reaches the bot, such as `https://bot.example.com`; null for Socket Mode, in which the bot
 *   calls Slack and needs no address
 */
export function slackManifest(commands: readonly Command[], publicUrl: string | null = PLACEHOLDER) {
  const url = publicUrl === null ? null : `${publicUrl.replace(/\/+$/, '')}/slack/events`;
  return {
    display_information: {
      name: 'Countersign',
      description:
        'Governs the prompts you run in production: submit, review, approve, release and roll back, right where you talk.',
      background_color: '#1d3557',
    },
    features: {
      // People type the slash command in the messages tab: the bot's own words would otherwise be a one-way street.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Countersign', always_online: true },
      shortcuts: commands
        .filter((one) => one.shortcut !== undefined && !one.hidden)
        .map((one) => ({
          name: one.shortcut!,
          type: 'global',
          callback_id: `run:${one.name}`,
          description: one.summary,
        })),
      slash_commands: [
        {
          command: '/prompt',
          ...(url !== null && { url }),
          description: 'Submit, review, release and roll back prompts',
          usage_hint: usageHint(commands),
          // Mentions arrive as ids: names are not unique, and may be changed by those who bear them.
          should_escape: true,
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(scopes) } },
    settings: {
      event_subscriptions: {
        ...(url !== null && { request_url: url }),
        bot_events: ['app_mention', 'app_home_opened'],
      },
      interactivity: { is_enabled: true, ...(url !== null && { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: url === null,
      token_rotation_enabled: false,
    },
  };
}
