import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { expect } from 'vitest';
import type { SlackPlatformOptions } from '../../src/bot/playground/slack/options.ts';
import { type SlackPlatform, startSlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import type { SlackMessage } from '../../src/bot/playground/slack/records.ts';
import { freshDatabase } from '../database.ts';
import { everyUseCaseReady } from '../use-case.ts';
import { type Program, startProgram } from './program.ts';

/** Stands in everything that people write in these tests; it must not be found in any log. */
export const PRIVATE = 'quokka';

const members = ['ada', 'grace', 'olu', 'dee', 'sam', 'root', 'eve'];

/** The stand-in with the people of these tests: ada writes, grace reviews, olu owns, dee is the deputy, sam is told, root is an admin, eve has no role. */
export const startSlack = (options: SlackPlatformOptions = {}): Promise<SlackPlatform> =>
  startSlackPlatform({
    users: members.map((name) => ({ id: idOf(name), name, email: `${name}@example.com` })),
    channels: [
      { id: 'CREVIEW', name: 'prompt-reviews' },
      { id: 'CNEWS', name: 'ai-announcements' },
      { id: 'CDESK', name: 'help-desk' },
    ],
    ...options,
    identity: { teamId: 'T1', ...options.identity },
  });

export const idOf = (name: string) => `U${name.toUpperCase()}`;

/** The settings that connect the program with the stand-in over HTTP. */
export const settingsFor = (slack: SlackPlatform, databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_API_URL: slack.apiUrl,
  ADMINS: 'root@example.com',
  REVIEW_PLACE: 'slack:T1/CREVIEW',
  ANNOUNCE_PLACE: 'slack:T1/CNEWS',
});

export type Workspace = Awaited<ReturnType<typeof startWorkspace>>;

/** A workspace, an empty database and the real program between them. */
export async function startWorkspace(
  options: {
    platform?: SlackPlatformOptions;
    settings?: Record<string, string>;
    programs?: number;
    /** Use cases begin as drafts, as they do for people. */
    drafts?: true;
    /** Over Socket Mode in place of HTTP. */
    socket?: true;
  } = {},
) {
  const database = await freshDatabase();
  const slack = await startSlack(options.platform);
  const mode: Record<string, string> = options.socket ? { SLACK_APP_TOKEN: slack.appToken } : {};
  const env = { ...settingsFor(slack, database.url), ...mode, ...options.settings };
  const programs: Program[] = [];
  for (let i = 0; i < (options.programs ?? 1); i++) programs.push(await startProgram(env));
  if (!options.drafts) await everyUseCaseReady(env.DATABASE_URL ?? database.url);
  if (!options.socket) slack.connect(...programs.map((one) => `${one.url}/slack/events`));
  return {
    slack,
    database,
    env,
    programs,
    program: programs[0]!,
    /** Waits until nothing is left to be delivered. */
    quiet: (waitMs?: number) => settled(database.url, waitMs),
    stop: async () => {
      await Promise.all(programs.map((one) => one.stop()));
      await slack.stop();
      await database.drop();
    },
  };
}

/** Resolves when the queue has been empty for a moment. */
export async function settled(databaseUrl: string, waitMs = 10_000): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    const end = performance.now() + waitMs;
    for (let empty = 0; empty < 2; ) {
      const [row] = await sql<{ jobs: number }[]>`select count(*)::int as jobs from graphile_worker._private_jobs`;
      empty = row?.jobs === 0 ? empty + 1 : 0;
      if (performance.now() > end) throw new Error(`${row?.jobs} deliveries still wait after ${waitMs} ms`);
      await sleep(100);
    }
  } finally {
    await sql.end();
  }
}

/** Every message that anybody can see, in channels, direct messages and privately. */
function everything(slack: SlackPlatform): SlackMessage[] {
  const open = [...slack.channels.keys()].flatMap((channel) => slack.messages(channel));
  return [...open, ...[...slack.users.keys()].flatMap((user) => slack.ephemerals(user))];
}

/**
 * What holds at the end of every flow: Slack had nothing to complain about, everybody was answered in time, nobody was
 * notified who need not be, and the log kept people's words and the secrets to itself.
 */
export function expectSound(
  slack: SlackPlatform,
  programs: readonly Program[],
  allowed: {
    /** Who may be notified. */
    pings?: readonly string[];
    /** What Slack may have answered to our calls. */
    errors?: readonly string[];
    /** What may have been logged as an error. */
    logged?: RegExp;
    /** How a request may have failed to be answered. */
    unanswered?: readonly string[];
  } = {},
): void {
  expect(slack.findings).toEqual([]);
  const refused = slack.calls.filter((call) => !call.faulty && call.response?.ok === false);
  const unexpected = refused.filter((call) => !allowed.errors?.includes(String(call.response?.error)));
  expect(unexpected.map(({ method, response }) => [method, response])).toEqual([]);
  const late = slack.requests.filter(({ kind, answer }) => {
    const excused = kind === 'raw' || allowed.unanswered?.includes(answer.error ?? '');
    return !excused && !(answer.ms < 3_000 && answer.status === 200);
  });
  expect(late.map(({ kind, answer }) => [kind, answer.status, answer.ms])).toEqual([]);

  const pings = new Set(
    everything(slack)
      .filter((message) => message.bot)
      .flatMap((message) => message.pings),
  );
  for (const name of allowed.pings ?? ['grace', 'olu', 'dee']) pings.delete(`@${idOf(name)}`);
  expect([...pings]).toEqual([]);

  const words = wordsOf(slack);
  for (const { output, lines } of programs) {
    const written = words.filter((text) => output().includes(text));
    expect(written, 'what people wrote is in the log').toEqual([]);
    for (const secret of [PRIVATE, slack.botToken, slack.appToken, slack.signingSecret, 'xoxb-', 'cs_'])
      expect(output().includes(secret), `the log holds ${secret}`).toBe(false);
    const errors = lines.filter((line) => line.level >= 50).map((line) => line.msg);
    expect(errors.filter((msg) => !allowed.logged?.test(msg))).toEqual([]);
  }
}

/** What people typed into forms and behind the names of commands, in pieces as they would stand in a log. */
function wordsOf(slack: SlackPlatform): string[] {
  const typed = slack.requests.flatMap(({ kind, payload }): string[] => {
    if (kind === 'slash_command') return [String(payload?.text).split(/\s+/).slice(3).join(' ')];
    const { state } = (payload?.view ?? {}) as {
      state?: { values: Record<string, Record<string, { value?: unknown }>> };
    };
    const inputs = Object.values(state?.values ?? {}).flatMap((block) => Object.values(block));
    return inputs.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  });
  const pieces = typed.flatMap((text) => JSON.stringify(text.slice(0, 60)).slice(1, -1));
  return [...new Set(pieces)].filter((text) => text.length >= 12 && /\s/.test(text));
}
