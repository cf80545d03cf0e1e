import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const whole = {
  SLACK_BOT_TOKEN: 'xoxb-1-secret',
  SLACK_SIGNING_SECRET: '0123456789abcdef',
  ADMINS: 'root@example.com, slack:T1/UADA',
  REVIEW_PLACE: 'slack:T1/CREVIEW',
  ANNOUNCE_PLACE: 'slack:T1/CNEWS, slack:T1/CTEAM',
  DATABASE_URL: 'postgres://countersign:secret-password@db:5432/countersign',
  SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
};

/** The lines of a refusal to start, without its first. */
function problems(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split('\n');
    expect(first).toBe('Countersign cannot start with these settings:');
    return lines.map((line) => line.trim());
  }
  return [];
}

test('everything set is read', () => {
  expect(readConfig(whole)).toMatchObject({
    PORT: 3000,
    HOST: '127.0.0.1',
    ADMINS: ['root@example.com', 'slack:T1/UADA'],
    REVIEW_PLACE: ['slack:T1/CREVIEW'],
    ANNOUNCE_PLACE: ['slack:T1/CNEWS', 'slack:T1/CTEAM'],
    TIMEZONE: 'UTC',
    FEEDBACK_DAYS: 90,
    LOG_LEVEL: 'info',
    slack: { botToken: 'xoxb-1-secret', signingSecret: '0123456789abcdef', apiUrl: 'https://slack.com/api/' },
    missing: [],
  });
  expect(readConfig(whole).SECRET_KEY).toEqual(Buffer.alloc(32, 7));
});

test('nothing set is enough for the HTTP API, and what is missing is said with what it means', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ slack: null, DATA_DIR: '.data', playground: true });
  expect(config.DATABASE_URL).toBeUndefined();
  expect(config.missing.join('\n')).toContain('SLACK_BOT_TOKEN');
  expect(config.missing.join('\n')).toContain('only the HTTP API is served');
  expect(config.missing.join('\n')).toContain('ADMINS is not set');
});

test('Slack without places works, and what that means is said', () => {
  const { missing } = readConfig({ ...whole, REVIEW_PLACE: undefined, ANNOUNCE_PLACE: undefined });
  expect(missing).toEqual([
    'REVIEW_PLACE is not set: changes are sent to each reviewer privately.',
    'ANNOUNCE_PLACE is not set: moves are told to owners and stakeholders only.',
  ]);
});

test('an empty variable counts as unset', () => {
  const config = readConfig({ ...whole, PORT: '', TIMEZONE: ' ', DATABASE_URL: '' });
  expect([config.PORT, config.TIMEZONE, config.DATABASE_URL]).toEqual([3000, 'UTC', undefined]);
});

test('Socket Mode needs no signing secret', () => {
  expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack).toMatchObject({
    appToken: 'xapp-1',
    signingSecret: undefined,
  });
});

test('a newcomer is shown the playground; whoever has set up anything of their own is not', () => {
  expect(readConfig({ PORT: '4000', DATA_DIR: 'data' }).playground).toBe(true);
  for (const [name, value] of Object.entries(whole).filter(([name]) => !/^(SLACK|SECRET)/.test(name)))
    expect(readConfig({ [name]: value }).playground, name).toBe(false);
  expect(readConfig({ HOST: '0.0.0.0' }).playground).toBe(false);
  expect(readConfig(whole).playground).toBe(false);
});

// Half of Slack, each time another half; and what must be named.
test.each([
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET']],
  [{ SLACK_SIGNING_SECRET: '0123456789abcdef' }, ['SLACK_BOT_TOKEN']],
  [{ SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN']],
  [{ SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: '0123456789abcdef' }, ['SLACK_BOT_TOKEN']],
  [{ SLACK_BOT_TOKEN: 'xapp-swapped', SLACK_APP_TOKEN: 'xoxb-swapped' }, ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']],
  [{ SLACK_BOT_TOKEN: 'bot' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
  [{ SLACK_API_URL: 'https://slack.example.com/api/' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
])('half of Slack is no start: %o', (env, named) => {
  expect(problems(env).map((line) => line.split(':')[0])).toEqual(named);
});

test('what is missing is named with the place where its value comes from', () => {
  expect(problems({ SLACK_SIGNING_SECRET: '0123456789abcdef' })).toEqual([
    'SLACK_BOT_TOKEN: is missing: Slack app settings → OAuth & Permissions → Bot User OAuth Token',
  ]);
  expect(problems({ SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual([
    'SLACK_SIGNING_SECRET: is missing: Slack app settings → Basic Information → Signing Secret (or set SLACK_APP_TOKEN for Socket Mode)',
  ]);
});

test.each([
  ['PORT', 'eighty'],
  ['PORT', '70000'],
  ['PUBLIC_URL', 'bot.example.com'],
  ['DATABASE_URL', 'mysql://db/countersign'],
  ['DATABASE_URL', 'db:5432'],
  ['SECRET_KEY', 'not base64!'],
  ['SECRET_KEY', Buffer.alloc(16).toString('base64')],
  ['SECRET_KEY', Buffer.alloc(33).toString('base64')],
  ['ADMINS', 'root'],
  ['ADMINS', 'root@example.com, @ada'],
  ['REVIEW_PLACE', '#prompt-reviews'],
  ['REVIEW_PLACE', 'slack:T1'],
  ['ANNOUNCE_PLACE', 'slack:T1/C1/more'],
  ['TIMEZONE', 'Europe/Atlantis'],
  ['FEEDBACK_DAYS', '0'],
  ['LOG_LEVEL', 'loud'],
  ['SLACK_API_URL', 'slack'],
  ['SLACK_SIGNING_SECRET', 'short'],
])('%s=%s is refused by its name', (name, value) => {
  const lines = problems({ ...whole, [name]: value });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(new RegExp(`^${name}: `));
});

test('every problem is reported at once, each on its own line', () => {
  const lines = problems({ ...whole, PORT: 'x', ADMINS: 'root', SLACK_SIGNING_SECRET: undefined, TIMEZONE: 'Mars' });
  expect(lines.map((line) => line.split(':')[0]).sort()).toEqual([
    'ADMINS',
    'PORT',
    'SLACK_SIGNING_SECRET',
    'TIMEZONE',
  ]);
});

test('what is wrong is said in words that help', () => {
  const lines = problems({ ...whole, PORT: 'x', PUBLIC_URL: 'bot', SLACK_SIGNING_SECRET: 'x', SECRET_KEY: 'x' });
  expect(lines).toEqual([
    'SLACK_SIGNING_SECRET: is too short: Slack app settings → Basic Information → Signing Secret',
    'PORT: is a number from 0 to 65535',
    'PUBLIC_URL: looks like https://prompts.example.com',
    'SECRET_KEY: needs 32 bytes in base64; "openssl rand -base64 32" makes one',
  ]);
});

test('no secret is repeated in what is said', () => {
  const secrets = {
    SLACK_BOT_TOKEN: 'hidden-bot-token',
    SLACK_SIGNING_SECRET: 'hid',
    SLACK_APP_TOKEN: 'hidden-app-token',
    SECRET_KEY: 'hidden-key',
    DATABASE_URL: 'mysql://u:hidden-password@db/x',
  };
  const said = problems({ ...whole, ...secrets }).join('\n');
  expect(said.split('\n')).toHaveLength(5);
  expect(said).not.toContain('hid');
});
