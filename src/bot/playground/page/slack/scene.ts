import type { Message, SlackNews, SlackScene } from './shared.ts';

const same = (a: Message, b: { channel: string; ts: string }) => a.ts === b.ts && a.channel === b.channel;

function withMessage(messages: readonly Message[], message: Message): readonly Message[] {
  const at = messages.findIndex((one) => same(one, message));
  return at < 0 ? [...messages, message] : messages.with(at, message);
}

/** What one person sees in Slack, after something happened. */
export function sceneAfter(scene: SlackScene, news: SlackNews): SlackScene {
  switch (news.kind) {
    case 'message':
      return { ...scene, messages: withMessage(scene.messages, news.message) };
    case 'gone':
      return { ...scene, messages: scene.messages.filter((one) => !same(one, news)) };
    case 'views':
      return { ...scene, views: news.views };
    case 'home':
      return { ...scene, home: news.home };
  }
}

const isReply = ({ ts, thread_ts }: Message): boolean => thread_ts !== undefined && thread_ts !== ts;
const byTime = (a: Message, b: Message) => (a.ts < b.ts ? -1 : 1);

/** What stands in the conversation itself, oldest first. */
export const rootsIn = ({ messages }: SlackScene, channel: string): Message[] =>
  messages.filter((one) => one.channel === channel && !isReply(one)).sort(byTime);

/** The replies to a message, oldest first. */
export const repliesTo = ({ messages }: SlackScene, channel: string, ts: string): Message[] =>
  messages.filter((one) => one.channel === channel && one.thread_ts === ts && isReply(one)).sort(byTime);
