import type { Identity, NewChannel, NewUser } from './state.ts';

/** What the app asks for when it is installed. */
export const defaultScopes = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'users:read',
  'users:read.email',
  'im:write',
];

export type SlackPlatformOptions = {
  identity?: Partial<Identity>;
  /** People besides the bot. Default: none. */
  users?: readonly NewUser[];
  /** Default: `C1` "general" with everybody and the bot in it. */
  channels?: readonly NewChannel[];
  signingSecret?: string;
  botToken?: string;
  appToken?: string;
  scopes?: readonly string[];
  /** The bot's request URL, when it is known already. */
  requestUrl?: string;
  /** How long the bot has for an answer. Default 3000. */
  timeoutMs?: number;
  /** Default: at once, after a minute, after five. */
  retryDelaysMs?: readonly number[];
  /** Enforce about one post a second in each channel. Default: no. */
  rateLimit?: boolean;
  /** Remember calls, requests, findings and ephemeral messages. Default: yes; say no for a benchmark. */
  record?: boolean;
  /** 0: any free port. */
  port?: number;
};

/** A request of the test's own making. */
export type RawRequest = {
  body: string;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
  /** Seconds since 1970; default now. */
  timestamp?: number;
  /** `false`: unsigned; a string: signed with that secret instead of the right one. */
  sign?: boolean | string;
};
