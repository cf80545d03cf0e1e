/** Shapes as they travel between Teams and a bot; keys are Teams' own. */

export type Account = {
  id: string;
  name?: string;
  aadObjectId?: string;
  /** Of a recipient: nobody else in the conversation sees the message. */
  isTargeted?: boolean;
};

export type Attachment = { contentType: string; content?: unknown; name?: string; contentUrl?: string };

export type Entity = { type: string; [more: string]: unknown };

export type ConversationAccount = {
  id: string;
  conversationType?: string;
  isGroup?: boolean;
  tenantId?: string;
  name?: string;
};

export type Activity = {
  type: string;
  id?: string;
  name?: string;
  channelId?: string;
  serviceUrl?: string;
  from?: Account;
  recipient?: Account;
  conversation?: ConversationAccount;
  replyToId?: string;
  text?: string;
  textFormat?: string;
  summary?: string;
  attachments?: Attachment[];
  entities?: Entity[];
  channelData?: Record<string, unknown>;
  value?: unknown;
  [more: string]: unknown;
};

/** An Adaptive Card, or any element or action of one. */
export type CardJson = { type: string; [more: string]: unknown };

export const cardType = 'application/vnd.microsoft.card.adaptive';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
