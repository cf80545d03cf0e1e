import { setTimeout as sleep } from 'node:timers/promises';
import {
  startTeamsPlatform,
  type TeamsPlatform,
  type TeamsPlatformOptions,
} from '../../src/bot/playground/teams/platform.ts';
import type { TeamsMessage } from '../../src/bot/playground/teams/records.ts';
import { freshDatabase } from '../database.ts';
import { everyUseCaseReady } from '../use-case.ts';
import { type Program, startProgram } from './program.ts';
import { settingsFor, settled, startSlack } from './workspace.ts';

export const TENANT = '7f0a2c1e-58d3-4b6e-9c1f-3a2b4c5d6e7f';
const APP = '2b9d6f10-7c35-4e8a-b1d2-0f9e8d7c6b5a';
const members = ['ada', 'grace', 'olu', 'dee', 'sam', 'root', 'eve'];

/** The id in Entra of somebody in these tests. */
export const aad = (name: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(name.padEnd(6, '_').slice(0, 6)).toString('hex')}`;
export const accountOf = (name: string): string => `teams:${TENANT}/${aad(name)}`;

const thread = (name: string) => `19:${Buffer.from(name.padEnd(16, '-')).toString('hex')}@thread.tacv2`;
export const REVIEW = thread('reviews');
export const NEWS = thread('news');
export const DESK = thread('desk');
export const placeNamed = (channel: string): string => `teams:${TENANT}/${channel}`;

/** The stand-in with the same people as in Slack. */
const startTeams = (options: Partial<TeamsPlatformOptions> = {}): Promise<TeamsPlatform> =>
  startTeamsPlatform({
    tenantId: TENANT,
    appId: APP,
    appPassword: 'a-client-secret-word',
    users: members.map((name) => ({ id: aad(name), name, email: `${name}@example.com` })),
    channels: [
      { id: REVIEW, name: 'Prompt reviews' },
      { id: NEWS, name: 'AI announcements' },
      { id: DESK, name: 'Help desk' },
    ],
    ...options,
  });

/** The settings that connect the program with the stand-in. */
const teamsSettings = (teams: TeamsPlatform): Record<string, string> => ({
  TEAMS_APP_ID: teams.appId,
  TEAMS_APP_PASSWORD: teams.appPassword,
  TEAMS_TENANT_ID: teams.tenantId,
  TEAMS_LOGIN_URL: teams.loginUrl,
  TEAMS_OPENID_METADATA: teams.openIdMetadata,
  TEAMS_SERVICE_URL: teams.serviceUrl,
});

export type Office = Awaited<ReturnType<typeof startOffice>>;

/** A tenant, an empty database and the real program between them; with `slack`, a workspace beside the tenant. */
export async function startOffice(
  options: {
    slack?: true;
    programs?: number;
    /** Use cases begin as drafts, as they do for people. */
    drafts?: true;
    settings?: Record<string, string>;
    platform?: Partial<TeamsPlatformOptions>;
  } = {},
) {
  const database = await freshDatabase();
  const teams = await startTeams(options.platform);
  const slack = options.slack ? await startSlack() : null;
  const both = (inSlack: string, channel: string) => [...(slack ? [inSlack] : []), placeNamed(channel)].join(',');
  const env = {
    ...(slack && settingsFor(slack, database.url)),
    ...teamsSettings(teams),
    DATABASE_URL: database.url,
    ADMINS: 'root@example.com',
    REVIEW_PLACE: both('slack:T1/CREVIEW', REVIEW),
    ANNOUNCE_PLACE: both('slack:T1/CNEWS', NEWS),
    ...options.settings,
  };
  const programs: Program[] = [];
  for (let i = 0; i < (options.programs ?? 1); i++) programs.push(await startProgram(env));
  if (!options.drafts) await everyUseCaseReady(env.DATABASE_URL ?? database.url);
  teams.connect(...programs.map((one) => `${one.url}/api/messages`));
  slack?.connect(...programs.map((one) => `${one.url}/slack/events`));
  return {
    teams,
    slack: slack!,
    database,
    env,
    programs,
    program: programs[0]!,
    quiet: (waitMs?: number) => settled(database.url, waitMs),
    stop: async () => {
      await Promise.all(programs.map((one) => one.stop()));
      await teams.stop();
      await slack?.stop();
      await database.drop();
    },
  };
}

/** Asks again and again until something is there. */
export async function come<T>(look: () => T | undefined, what: string, timeout = 8_000): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what} did not come within ${timeout} ms`);
    await sleep(25);
  }
}

const READ = new Set(['text', 'title', 'value', 'label', 'inlines']);
const UNSEEN = new Set(['data', 'msteams', 'fallback', 'tooltip', 'choices', 'errorMessage', 'id', 'type']);

/** Everything that is read on an Adaptive Card, in its order; a run of text may be a plain string. */
export function read(card: unknown): string {
  const words: string[] = [];
  const visit = (node: unknown, key = ''): void => {
    if (typeof node === 'string') {
      if (READ.has(key)) words.push(node);
    } else if (Array.isArray(node)) for (const one of node) visit(one, key);
    else if (node !== null && typeof node === 'object') {
      for (const [name, value] of Object.entries(node)) if (!UNSEEN.has(name)) visit(value, name);
      const { type } = node as { type?: string };
      if (type !== 'TextRun') words.push('\n');
    }
  };
  visit(card);
  return words
    .join('')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

export const botMessages = (teams: TeamsPlatform, where: string, asUser?: string): TeamsMessage[] =>
  teams.messages(where, asUser).filter((one) => one.card !== undefined);
