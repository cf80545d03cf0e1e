import type { Command } from '../../commands/kit/command.ts';

/** The app's id until the real one is known. */
export const PLACEHOLDER_APP = '00000000-0000-0000-0000-000000000000';

/** Teams completes twelve verbs in a place; the others work as well and stand in `help`. */
const everywhere = ['submit', 'review', 'rollback', 'show', 'list', 'history', 'usecase-list'];
const completed = {
  alone: [...everywhere, 'whoami', 'link', 'token', 'audit', 'help'],
  together: [...everywhere, 'owner', 'reviewers', 'stakeholders', 'policy', 'help'],
};

const HOME = 'https://countersign.example.com';

/**
 * The app as Teams is told of it, derived from the commands.
 * @param appId the id of the app registration that the bot signs in with
 * @param publicUrl where people find the company's own page about the bot
 */
export function teamsManifest(commands: readonly Command[], appId = PLACEHOLDER_APP, publicUrl = HOME) {
  const home = publicUrl.replace(/\/+$/, '');
  const listed = (names: readonly string[]) =>
    commands
      .filter((one) => names.includes(one.name) && !one.hidden)
      .map((one) => ({ title: one.name, description: `${one.summary}. Example: ${one.examples[0]}` }));
  const triggers = ['mention', 'slash'];
  return {
    $schema: 'https://developer.microsoft.com/en-us/json-schemas/teams/v1.29/MicrosoftTeams.schema.json',
    manifestVersion: '1.29',
    version: '1.0.0',
    id: appId,
    developer: {
      name: 'Countersign',
      websiteUrl: home,
      privacyUrl: `${home}/privacy`,
      termsOfUseUrl: `${home}/terms`,
    },
    name: { short: 'Countersign', full: 'Countersign: prompts under review' },
    description: {
      short: 'Submit, review, release and roll back the prompts you run in production.',
      full: 'Governs the prompts you run in production: submit, review, approve, release and roll back, right where you talk. It reads only what is said to it.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#1d3557',
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        isNotificationOnly: false,
        supportsFiles: false,
        supportsTargetedMessages: true,
        commandLists: [
          { scopes: ['personal'], triggers, commands: listed(completed.alone) },
          { scopes: ['team'], triggers, commands: listed(completed.together) },
          { scopes: ['groupChat'], triggers, commands: listed(completed.together) },
        ],
      },
    ],
    validDomains: [],
  };
}
