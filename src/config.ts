import { z } from 'zod';
import { isTimeZone } from './rules/calendar.ts';

const place = z
  .string()
  .regex(
    /^[a-z]+:[^/\s,]+\/[^/\s,]+$/,
    'a place looks like slack:T012AB3CD/C012AB3CD (workspace id / channel id) or teams:<tenant id>/19:…@thread.tacv2',
  );
const list = (of: z.ZodString) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .pipe(z.array(of));

const key = z.string().transform((text, check) => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 32 && bytes.toString('base64') === text.trim()) return bytes;
  check.addIssue({ code: 'custom', message: 'needs 32 bytes in base64; "openssl rand -base64 32" makes one' });
  return z.NEVER;
});

const PORT_RULE = 'is a number from 0 to 65535';
const DAYS_RULE = 'is a number of days from 1 to 3650';
const SLACK_API = 'https://slack.com/api/';

const slack = z
  .object({
    SLACK_SIGNING_SECRET: z
      .string()
      .min(8, 'is too short: Slack app settings → Basic Information → Signing Secret')
      .optional(),
    SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'begins with xoxb-').optional(),
    SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'begins with xapp-').optional(),
    SLACK_API_URL: z.url('looks like https://slack.com/api/, which it is when it is not set').optional(),
  })
  .superRefine((env, check) => {
    const say = (name: string, message: string) => check.addIssue({ code: 'custom', path: [name], message });
    const some = env.SLACK_SIGNING_SECRET ?? env.SLACK_BOT_TOKEN ?? env.SLACK_APP_TOKEN ?? env.SLACK_API_URL;
    if (some === undefined) return;
    if (!env.SLACK_BOT_TOKEN) {
      say('SLACK_BOT_TOKEN', 'is missing: Slack app settings → OAuth & Permissions → Bot User OAuth Token');
    }
    if (!env.SLACK_APP_TOKEN && !env.SLACK_SIGNING_SECRET) {
      say(
        'SLACK_SIGNING_SECRET',
        'is missing: Slack app settings → Basic Information → Signing Secret (or set SLACK_APP_TOKEN for Socket Mode)',
      );
    }
  });

const MICROSOFT_LOGIN = 'https://login.microsoftonline.com';

const id = (where: string) => z.guid(`is a GUID: ${where}`).toLowerCase();

const teams = z
  .object({
    TEAMS_APP_ID: id('app registration → Overview → Application (client) ID').optional(),
    TEAMS_APP_PASSWORD: z.string().optional(),
    TEAMS_TENANT_ID: id('app registration → Overview → Directory (tenant) ID').optional(),
    TEAMS_OPENID_METADATA: z
      .url('is the address of an OpenID configuration; Microsoft’s when it is not set')
      .optional(),
    TEAMS_LOGIN_URL: z.url(`looks like ${MICROSOFT_LOGIN}, which it is when it is not set`).optional(),
    TEAMS_SERVICE_URL: z.url('is the only connector to be spoken to; Microsoft’s when it is not set').optional(),
  })
  .superRefine((env, check) => {
    if (Object.values(env).every((value) => value === undefined)) return;
    const needed = {
      TEAMS_APP_ID: 'app registration → Overview → Application (client) ID',
      TEAMS_APP_PASSWORD: 'app registration → Certificates & secrets → the value of a client secret',
      TEAMS_TENANT_ID: 'app registration → Overview → Directory (tenant) ID',
    } as const;
    for (const [name, where] of Object.entries(needed)) {
      if (env[name as keyof typeof needed] === undefined)
        check.addIssue({ code: 'custom', path: [name], message: `is missing: ${where}` });
    }
  });

const rest = z.object({
  PORT: z.coerce.number(PORT_RULE).int(PORT_RULE).min(0, PORT_RULE).max(65_535, PORT_RULE).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url('looks like https://prompts.example.com').optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'looks like postgres://user:password@host:5432/database')
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  ADMINS: list(
    z
      .string()
      .regex(
        /^(\S+@\S+\.\S+|[a-z]+:[^/\s]+\/[^/\s]+)$/,
        'each is an e-mail address, slack:T…/U… or teams:<tenant id>/<object id>',
      ),
  ),
  SECRET_KEY: key.optional(),
  REVIEW_PLACE: list(place),
  ANNOUNCE_PLACE: list(place),
  TIMEZONE: z.string().default('UTC').refine(isTimeZone, 'is not a time zone such as Europe/Berlin'),
  FEEDBACK_DAYS: z.coerce.number(DAYS_RULE).int(DAYS_RULE).min(1, DAYS_RULE).max(3_650, DAYS_RULE).default(90),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Config = z.output<typeof rest> & {
  slack: { botToken: string; signingSecret?: string; appToken?: string; apiUrl: string } | null;
  teams: {
    appId: string;
    appPassword: string;
    tenantId: string;
    loginUrl: string;
    openIdMetadata: string | undefined;
    serviceUrl: string | undefined;
  } | null;
  /** Nothing is configured and nobody but this machine can reach us: a newcomer, who is shown the playground. */
  playground: boolean;
  /** What is not configured and what that means, to be said at the start. */
  missing: string[];
};

/**
 * The settings of the process, read once. An empty variable counts as unset.
 * @throws Error that names every wrong or missing variable and where its value comes from
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const [chat, second, other] = [slack.safeParse(given), teams.safeParse(given), rest.safeParse(given)];
  const issues = [chat, second, other].flatMap((one) => one.error?.issues ?? []);
  if (!chat.success || !second.success || !other.success) {
    const lines = issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
    throw new Error(`Countersign cannot start with these settings:\n${[...new Set(lines)].join('\n')}`);
  }
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = chat.data;
  const microsoft = teamsOf(second.data);
  const chats = { slack: botToken !== undefined, teams: microsoft !== null };
  return {
    ...other.data,
    slack: botToken ? { botToken, signingSecret, appToken, apiUrl: chat.data.SLACK_API_URL ?? SLACK_API } : null,
    teams: microsoft,
    playground: !chats.slack && !chats.teams && isUntouched(other.data),
    missing: missing(chats, other.data),
  };
}

function teamsOf(env: z.output<typeof teams>): Config['teams'] {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: appPassword, TEAMS_TENANT_ID: tenantId } = env;
  if (!appId || !appPassword || !tenantId) return null;
  return {
    appId,
    appPassword,
    tenantId,
    loginUrl: env.TEAMS_LOGIN_URL ?? MICROSOFT_LOGIN,
    openIdMetadata: env.TEAMS_OPENID_METADATA,
    serviceUrl: env.TEAMS_SERVICE_URL,
  };
}

/** What commands may know of the configuration. */
export const settingsOf = (config: Config) => ({
  admins: config.ADMINS,
  reviewPlaces: config.REVIEW_PLACE,
  announcePlaces: config.ANNOUNCE_PLACE,
  publicUrl: config.PUBLIC_URL ?? null,
  timezone: config.TIMEZONE,
  feedbackDays: config.FEEDBACK_DAYS,
});

// Whoever has said anything about a real use is not shown sample content in place of it.
function isUntouched(env: z.output<typeof rest>): boolean {
  const said = env.DATABASE_URL ?? env.PUBLIC_URL ?? [...env.ADMINS, ...env.REVIEW_PLACE, ...env.ANNOUNCE_PLACE][0];
  return said === undefined && ['127.0.0.1', 'localhost', '::1'].includes(env.HOST);
}

function missing(chats: { slack: boolean; teams: boolean }, env: z.output<typeof rest>): string[] {
  const chat = chats.slack || chats.teams;
  return [
    ...(chat
      ? []
      : [
          'Neither Slack (SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN) nor Teams (TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID) is configured: only the HTTP API is served.',
        ]),
    ...(env.ADMINS.length > 0 ? [] : ['ADMINS is not set: nobody can make tokens or stand in for a missing owner.']),
    ...(chat && env.REVIEW_PLACE.length === 0
      ? ['REVIEW_PLACE is not set: changes are sent to each reviewer privately.']
      : []),
    ...(chat && env.ANNOUNCE_PLACE.length === 0
      ? ['ANNOUNCE_PLACE is not set: moves are told to owners and stakeholders only.']
      : []),
  ];
}

/** A start that fails on a setting that looked right, in words that name it. @param url what DATABASE_URL holds */
export function unusableDatabase(url: string, error: unknown): Error {
  const { host, pathname } = new URL(url);
  return new Error(`DATABASE_URL: the database ${host}${pathname} cannot be used: ${innermost(error)}`);
}

/** The same for the address to listen on. */
export function unusableAddress({ PORT, HOST }: Pick<Config, 'PORT' | 'HOST'>, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new Error(`PORT: ${PORT} is in use on ${HOST}. Stop what listens there, or set PORT to another one.`);
  if (code === 'EACCES')
    return new Error(`PORT: this user may not listen on ${PORT}. Set PORT to one above 1023, such as 3000.`);
  return new Error(`HOST: ${HOST} is no address of this machine that can be listened on: ${innermost(error)}`);
}

function innermost(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  const [first] = at instanceof AggregateError ? at.errors : [at];
  return first instanceof Error ? (first.message.split('\n')[0] ?? '') : String(first);
}
