import type { Activity, ChannelAccount, ConversationParameters } from 'botbuilder';
import { z } from 'zod';
import { jsonIn } from '../json.ts';
import { Busy, DeadPlace, NotSent, PostGone } from '../poster.ts';
import { RefusedApp } from './credentials.ts';

/** Where the connector keeps a message. */
type Sent = { conversation: string; activity: string };

export type Message = Partial<Activity>;

export type Connector = ReturnType<typeof createConnector>;

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 10_000;

/** What the connector answers when a place takes no posts any more, and what that means to a person. */
const dead: Record<string, string> = {
  BotNotInConversationRoster: 'I was removed from it',
  BotDisabledByAdmin: 'an administrator switched me off',
  ConversationBlockedByUser: 'I was blocked there',
  ConversationNotFound: 'it does not exist any more',
  ForbiddenOperationException: 'I am not allowed to write there',
  MessageWritesBlocked: 'I was blocked or removed',
  NotEnoughPermissions: 'I am not allowed to write there',
};
const gone = new Set(['ActivityNotFoundInConversation', 'MessageNotFound', 'MessageSizeTooOld']);

const problem = z.object({ error: z.object({ code: z.string().catch(''), message: z.string().catch('') }) });
const created = z.object({ id: z.string(), activityId: z.string().optional() });
const sent = z.object({ id: z.string() });
const person = z.looseObject({
  id: z.string(),
  name: z.string().catch(''),
  aadObjectId: z.string().optional(),
  objectId: z.string().optional(),
  email: z.string().optional(),
  userPrincipalName: z.string().optional(),
  tenantId: z.string().optional(),
  userRole: z.string().optional(),
});
export type Member = z.infer<typeof person>;

/**
 * The Bot Connector, spoken to directly: botbuilder's own client repeats by itself what was not answered, and whoever
 * must say a thing once has to know of every attempt. What is thrown is what deliveries understand (`bot/poster`).
 */
export function createConnector(of: { token: (renew: boolean) => Promise<string> }) {
  async function call(
    serviceUrl: string,
    method: string,
    path: string,
    body?: unknown,
    renew = false,
  ): Promise<unknown> {
    const token = await of.token(renew).catch((error: unknown) => {
      const why = error instanceof RefusedApp ? error.message : 'there is no token for Teams just now';
      throw new NotSent(why, { cause: error });
    });
    const url = new URL(path, serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`);
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    if (response.ok) return text === '' ? {} : JSON.parse(text);
    // A token may end before its time, when the password is changed or keys are.
    if (response.status === 401 && !renew) return call(serviceUrl, method, path, body, true);
    throw meaningOf(response.status, response.headers.get('retry-after'), text);
  }

  const id = encodeURIComponent;
  return {
    /** Opens a chat of two, or gives the one there is. @returns the conversation's id */
    async open(serviceUrl: string, parameters: Partial<ConversationParameters>): Promise<string> {
      return created.parse(await call(serviceUrl, 'POST', 'v3/conversations', parameters)).id;
    },
    /** Begins a thread in a channel. */
    async begin(serviceUrl: string, channel: string, tenant: string, activity: Message): Promise<Sent> {
      const parameters = {
        isGroup: true,
        tenantId: tenant,
        channelData: { channel: { id: channel }, tenant: { id: tenant } },
        activity,
      };
      const made = created.parse(await call(serviceUrl, 'POST', 'v3/conversations', parameters));
      return { conversation: made.id, activity: made.activityId ?? /;messageid=(\d+)$/.exec(made.id)?.[1] ?? '' };
    },
    async send(serviceUrl: string, conversation: string, activity: Message): Promise<Sent> {
      const made = sent.parse(
        await call(serviceUrl, 'POST', `v3/conversations/${id(conversation)}/activities`, activity),
      );
      return { conversation, activity: made.id };
    },
    /** Shows something in a channel or group chat to one of its members alone. */
    async whisper(serviceUrl: string, conversation: string, to: ChannelAccount, activity: Message): Promise<void> {
      const path = `v3/conversations/${id(conversation)}/activities?isTargetedActivity=true`;
      await call(serviceUrl, 'POST', path, { ...activity, recipient: { ...to, isTargeted: true } });
    },
    async update(serviceUrl: string, at: Sent, activity: Message): Promise<void> {
      const path = `v3/conversations/${id(at.conversation)}/activities/${id(at.activity)}`;
      await call(serviceUrl, 'PUT', path, { ...activity, id: at.activity });
    },
    /** Somebody in a conversation, by their id in Teams or in Entra; null when they are not there. */
    async member(serviceUrl: string, conversation: string, who: string): Promise<Member | null> {
      try {
        return person.parse(await call(serviceUrl, 'GET', `v3/conversations/${id(conversation)}/members/${id(who)}`));
      } catch (error) {
        if (error instanceof Refused && error.status === 404) return null;
        throw error;
      }
    },
  };
}

/** The connector understood and said no; what that means is for whoever asked. */
export class Refused extends NotSent {
  override name = 'Refused';
  readonly status: number;

  constructor(status: number, code: string) {
    super(`Teams answered ${status} ${code}`);
    this.status = status;
  }
}

function meaningOf(status: number, retryAfter: string | null, text: string): Error {
  const read = problem.safeParse(jsonIn(text));
  const { code } = read.success ? read.data.error : { code: '' };
  if (status === 429 || status === 412) return new Busy(pause(retryAfter));
  if (gone.has(code)) return new PostGone(code);
  if (Object.hasOwn(dead, code)) return new DeadPlace(dead[code]!);
  // A gateway gave up: whether the message went on behind it is not known.
  if (status >= 500) return new Error(`Teams answered ${status}`);
  return new Refused(status, code);
}

/** Seconds to leave it alone: what it asked for, or one to two, spread so that not all come back at once. */
function pause(retryAfter: string | null): number {
  const asked = Number(retryAfter);
  return (asked > 0 ? asked : 1) + Math.random();
}
