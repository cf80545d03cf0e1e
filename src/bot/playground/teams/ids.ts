import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** Letters and digits that are always the same for the same words, as long as is wanted. */
function derived(length: number, ...from: readonly string[]): string {
  return createHash('sha512').update(from.join(' ')).digest('base64url').repeat(2).slice(0, length);
}

/** How Teams names a person towards one bot: another bot knows the same person by another id. */
export const accountId = (appId: string, user: string): string => `29:1${derived(82, 'account', appId, user)}`;

/** The 1:1 chat of a person with one bot. */
export const personalId = (appId: string, user: string): string => `a:1${derived(130, 'personal', appId, user)}`;

/** The older name of a message of a bot, under which it may be found too. */
export const legacyId = (conversation: string, message: string): string => `1:1${derived(44, conversation, message)}`;

/** How Teams names a bot. */
export const botAccountId = (appId: string): string => `28:${appId}`;

/** A channel or team, as new ones are named. */
export const threadId = (): string => `19:${randomBytes(16).toString('hex')}@thread.tacv2`;

export const groupChatId = (): string => `19:${randomBytes(16).toString('hex')}@thread.v2`;

/** The id of an invoke or an event. */
export const eventId = (): string => `f:${randomUUID()}`;

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** A clock of message ids: milliseconds since 1970, never the same twice. */
export function messageIds(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor(now()));
    return String(last);
  };
}
