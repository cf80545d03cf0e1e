/** One chat identity of a person. */
export type AccountKey = { platform: string; workspace: string; userId: string };

const platforms: Record<string, string> = { slack: 'Slack', teams: 'Microsoft Teams' };

/** A platform by the name people know it by. */
export const platformName = (platform: string): string => platforms[platform] ?? platform;

/** The account as one word, `slack:T1/U1`; also the name of the place where this person is written to privately. */
export const accountKey = (a: AccountKey): string => `${a.platform}:${a.workspace}/${a.userId}`;

/** The parts of `slack:T1/U1`, or null when it is something else. */
export function parseAccountKey(key: string): AccountKey | null {
  const found = /^([a-z]+):([^/\s]+)\/([^/\s]+)$/.exec(key);
  return found ? { platform: found[1]!, workspace: found[2]!, userId: found[3]! } : null;
}
