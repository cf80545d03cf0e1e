import type { Message, News, Snapshot } from '../server/protocol.ts';

const same = (a: Message, b: { channel: string; ts: string }) => a.ts === b.ts && a.channel === b.channel;

function withMessage(messages: readonly Message[], message: Message): readonly Message[] {
  const at = messages.findIndex((one) => same(one, message));
  return at < 0 ? [...messages, message] : messages.with(at, message);
}

/** What one person sees, after something happened. Undefined while nothing is known yet. */
export function after(snapshot: Snapshot | undefined, news: News): Snapshot | undefined {
  if (news.kind === 'snapshot') return news.snapshot;
  if (!snapshot) return undefined;
  switch (news.kind) {
    case 'message':
      return { ...snapshot, messages: withMessage(snapshot.messages, news.message) };
    case 'gone':
      return { ...snapshot, messages: snapshot.messages.filter((one) => !same(one, news)) };
    case 'views':
      return { ...snapshot, views: news.views };
    case 'home':
      return { ...snapshot, home: news.home };
    case 'unread':
      return { ...snapshot, unread: news.unread };
    case 'guide':
      return { ...snapshot, guide: news.guide };
    case 'prompts':
      return { ...snapshot, prompts: news.prompts };
    case 'traffic':
      return snapshot;
  }
}

const isReply = ({ ts, thread_ts }: Message): boolean => thread_ts !== undefined && thread_ts !== ts;
const byTime = (a: Message, b: Message) => (a.ts < b.ts ? -1 : 1);

/** What stands in the conversation itself, oldest first. */
export const rootsIn = ({ messages }: Snapshot, channel: string): Message[] =>
  messages.filter((one) => one.channel === channel && !isReply(one)).sort(byTime);

/** The replies to a message, oldest first. */
export const repliesTo = ({ messages }: Snapshot, channel: string, ts: string): Message[] =>
  messages.filter((one) => one.channel === channel && one.thread_ts === ts && isReply(one)).sort(byTime);
