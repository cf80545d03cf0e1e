import type { PlaygroundOptions } from '../../options.ts';
import type { Change } from '../../slack/changes.ts';
import type { SlackPlatform } from '../../slack/platform.ts';
import type { SentRequest, SlackMessage } from '../../slack/records.ts';
import { channels, people, userOf } from '../../story/people.ts';
import type { Client, Hears } from '../client.ts';
import { createMarks } from '../marks.ts';
import type { Inside, InsideOf } from '../protocol.ts';
import { actAs, actSchema } from './acts.ts';
import { arrivedAt, spotIn } from './posts.ts';
import { messageFor, sceneFor, viewOf } from './scene.ts';
import { createTraffic } from './traffic.ts';
import { unreadIn } from './unread.ts';

type Loose = { readonly [key: string]: Loose | undefined };

/** Whether somebody asked for a diff and got it: by its button or by the command. */
function showsDiff({ kind, payload = {}, answer }: SentRequest): boolean {
  if (answer.error !== undefined) return false;
  if (kind === 'slash_command') return /^diff\b/i.test(String(payload.text));
  const [action] = (payload.actions ?? []) as Loose[];
  return kind === 'block_actions' && /\bdiff\b/i.test(String(action?.text?.text));
}

/** Slack's client: what the stand-in for Slack holds, as the people of the story see it. */
export function createSlackClient(platform: SlackPlatform, options: PlaygroundOptions, hears: Hears): Client {
  const marks = createMarks();
  const traffic = createTraffic();

  const mayRead = (user: string, { channel, ephemeralTo }: SlackMessage): boolean =>
    ephemeralTo === undefined
      ? (platform.channels.get(channel)?.members.includes(user) ?? false)
      : ephemeralTo === user;

  function tellMessage(kind: string, message: SlackMessage): void {
    const gone = kind === 'message.deleted' || kind === 'ephemeral.removed';
    hears.news((as) => {
      const user = userOf(as);
      if (!mayRead(user, message)) return undefined;
      if (gone) return { kind: 'gone', channel: message.channel, ts: message.ts };
      return { kind: 'message', message: messageFor(user, message) };
    });
    hears.unread();
  }

  function note(change: Change): void {
    if (traffic.note(change)) hears.traffic();
    if (change.kind === 'request' && showsDiff(change.request)) hears.diff();
    if ('message' in change) tellMessage(change.kind, change.message);
    else if ('view' in change) {
      const { user } = change.view;
      const home = change.kind === 'home.published' ? viewOf(change.view) : undefined;
      hears.news((as) => {
        if (userOf(as) !== user) return undefined;
        return home ? { kind: 'home', home } : { kind: 'views', views: platform.views(user).map(viewOf) };
      });
    } else if (change.kind === 'channel.changed') hears.anew();
  }
  const stop = platform.subscribe(note);

  function inside(as: string, of?: InsideOf): Inside {
    if (!of) return traffic.all();
    const user = userOf(as);
    if ('form' in of) return traffic.ofView(platform, user, of.form);
    const all = [...platform.messages(of.place), ...platform.ephemerals(user)];
    const message = all.find((one) => one.ts === of.post && mayRead(user, one));
    return message ? traffic.ofMessage(message) : { exchanges: [], source: null };
  }

  return {
    key: 'slack',
    scene: (as) => sceneFor(userOf(as), { platform, marks, shortcuts: options.shortcuts }),
    unread: (as) => unreadIn(platform, marks, userOf(as)),
    see: (as, place, post) =>
      platform.channels.has(place) && /^\d+\.\d+$/.test(post) && marks.see(userOf(as), place, post),
    catchUp(since) {
      const recent = String(since.getTime() / 1_000);
      for (const { id: user } of people) {
        for (const { id: channel } of platform.channels.values()) {
          const messages = platform.messages(channel);
          const mine = messages.at(-1)?.user === user;
          const last = messages.findLast(({ ts }) => mine || ts < recent);
          if (last) marks.see(user, channel, last.ts);
        }
      }
    },
    act: async (as, what) => actAs(platform, userOf(as), actSchema.parse(what)),
    inside,
    spot: (where, prompt, since) => spotIn(platform, channels[where].id, prompt, since),
    did: (as, at) => traffic.askedAt(userOf(as), at.getTime()),
    arrived: (ref) => arrivedAt(platform, marks, ref),
    stop,
  };
}
