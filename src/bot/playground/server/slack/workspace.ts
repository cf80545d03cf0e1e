import { newSecret } from '../../slack/ids.ts';
import { type SlackPlatform, startSlackPlatform } from '../../slack/platform.ts';
import { bot, channels, people, workspace } from '../../story/people.ts';

/** What the bot is started with; it stays the same when the workspace begins anew. */
export type Credentials = { readonly botToken: string; readonly signingSecret: string };

export const newCredentials = (): Credentials => ({
  botToken: `xoxb-playground-${newSecret()}`,
  signingSecret: newSecret(),
});

/** The story's workspace on an empty platform. `port` 0: any free one. */
export async function startWorkspace(credentials: Credentials, port: number): Promise<SlackPlatform> {
  const platform = await startSlackPlatform({
    ...credentials,
    port,
    identity: { ...workspace, ...bot },
    users: people.map(({ id, name, fullName, email }) => ({ id, name, realName: fullName, email })),
    channels: Object.values(channels).map(({ id, name }) => ({ id, name })),
  });
  for (const { id } of people) platform.dmChannel(id);
  return platform;
}
