import type { Ref } from '../../options.ts';
import type { SlackPlatform } from '../../slack/platform.ts';
import type { SlackChannel, SlackMessage } from '../../slack/records.ts';
import { people } from '../../story/people.ts';
import type { Arrived } from '../client.ts';
import type { Marks } from '../marks.ts';
import type { Spot } from '../protocol.ts';

/** How much earlier the platform's clock may be than the store's, in milliseconds. */
const APART = 2_000;

const isRoot = ({ ts, thread_ts }: SlackMessage): boolean => thread_ts === undefined || thread_ts === ts;
const tsOf = (moment: Date): string => String((moment.getTime() - APART) / 1_000);

const spotOf = ({ channel, ts }: SlackMessage): Spot => ({ client: 'slack', place: channel, post: ts });

/** The bot's first post about a prompt in a channel after a moment. */
export function spotIn(platform: SlackPlatform, channel: string, prompt: string, since: Date): Spot | null {
  const after = tsOf(since);
  const words = (text: string) => text.split(/[^\w.-]+/);
  const post = platform
    .messages(channel)
    .find((one) => one.bot && isRoot(one) && one.ts >= after && words(one.text).includes(prompt));
  return post ? spotOf(post) : null;
}

/** The post that Slack knows by a channel and a ts. */
export function arrivedAt(platform: SlackPlatform, marks: Marks, ref: Ref): Arrived | null {
  const channel = platform.channels.get(ref.channel ?? '');
  const message = channel && platform.messages(channel.id).find(({ ts }) => ts === ref.ts);
  return channel && message ? arrivalOf(channel, marks, message) : null;
}

function arrivalOf(channel: SlackChannel, marks: Marks, message: SlackMessage): Arrived {
  const person = people.find(({ id }) => id === channel.user);
  const label = person ? person.name : `#${channel.name}`;
  const seenBy = people.filter(({ id }) => channel.members.includes(id) && marks.markOf(id, channel.id) >= message.ts);
  const told = { ...spotOf(message), label, ...(person && { person: person.key }) };
  return { told, seenBy: seenBy.map(({ key }) => key) };
}
