import type { Ping } from './pings.ts';
import type { Block, StateValues, TextObject } from './wire.ts';

/** A member of the workspace, or a foreign one (Slack Connect) when `teamId` is another team's. */
export type SlackUser = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email?: string | undefined;
  readonly isBot: boolean;
  readonly deleted: boolean;
  readonly isRestricted: boolean;
  readonly teamId: string;
  readonly tz: string;
};

export type SlackChannel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** User ids, the bot's among them where it was invited. */
  readonly members: readonly string[];
  readonly archived: boolean;
  /** The person on the other side of a direct message. */
  readonly user?: string;
};

/** A message as it is now. An edit makes a new object, so that a kept one is an honest stale copy. */
export type SlackMessage = {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
  readonly user: string;
  /** Posted by the app. */
  readonly bot: boolean;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly client_msg_id?: string | undefined;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly edits: number;
  readonly pings: readonly Ping[];
  /** The only person who sees it. Unset: everybody in the channel does. */
  readonly ephemeralTo?: string;
};

/** A modal or a Home tab as it is now. An update makes a new object with the same id. */
export type SlackView = {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  readonly callback_id: string;
  readonly external_id: string;
  readonly private_metadata: string;
  readonly title: TextObject;
  readonly submit: TextObject | null;
  readonly close: TextObject | null;
  readonly blocks: readonly Block[];
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
  readonly hash: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  /** What the person typed so far; what they did not touch is not in it. */
  readonly touched: StateValues;
};

/** One Web API call (or response_url use, method `response_url`) of the bot. */
export type Call = {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly status: number | undefined;
  /** The answer's body; undefined when the platform did not answer. */
  readonly response: Readonly<Record<string, unknown>> | undefined;
  readonly ms: number;
  /** Milliseconds since 1970, when the call arrived. */
  readonly at: number;
  /** An injected fault decided the answer. */
  readonly faulty: boolean;
};

/** What the bot answered to one delivery. */
export type BotAnswer = {
  readonly via: 'http' | 'socket';
  /** HTTP status; 200 for an acknowledged envelope. Undefined when nothing came. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON, else the text, else undefined when the body is empty. */
  readonly body: unknown;
  readonly ms: number;
  /** Why the person sees a failure: Slack's own words for it. */
  readonly error?: 'operation_timeout' | 'dispatch_failed' | 'http_client_error' | 'http_service_error';
};

/** One thing the platform sent to the bot. */
export type SentRequest = {
  /** Interaction or event type, `slash_command`, or `raw` for bytes of a test's own making. */
  readonly kind: string;
  readonly type: 'slash_commands' | 'interactive' | 'events_api' | 'raw';
  readonly payload: Readonly<Record<string, unknown>> | undefined;
  /** The exact bytes and headers, for a replay. Unset over Socket Mode. */
  readonly raw?: { readonly url: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };
  readonly answer: BotAnswer;
  readonly at: number;
};

/** Something Slack would accept and the house would not. */
export type Finding = {
  readonly kind:
    | 'no_text_fallback'
    | 'long_text'
    | 'unfurling_on'
    | 'unknown_argument'
    | 'legacy_attachments'
    | 'reply_to_a_reply'
    | 'client_msg_id_not_uuid'
    | 'replace_original_unsaid'
    | 'bad_answer';
  readonly method: string;
  readonly detail: string;
};
