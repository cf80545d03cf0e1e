import type { ServerResponse } from 'node:http';
import type { PlaygroundOptions } from '../options.ts';
import type { Change } from '../slack/changes.ts';
import type { SlackPlatform } from '../slack/platform.ts';
import type { SlackMessage } from '../slack/records.ts';
import { people } from '../story/people.ts';
import { createConnections } from './connections.ts';
import { createGuide } from './guide.ts';
import type { Inside, News } from './protocol.ts';
import { messageFor, snapshotFor, viewOf } from './scene.ts';
import { createSeen } from './seen.ts';
import { createTraffic } from './traffic.ts';

/** How often the store is asked what happened while somebody looks, and how soon after something did. */
const [EVERY, SOON] = [1_000, 120];
const RECENT = 2 * 3_600_000;

/** What the open pages see of a platform: all of it when they come, and from then on what changes. */
export function createShow(options: PlaygroundOptions) {
  const connections = createConnections();
  const guide = createGuide({ platform: () => platform, seen: () => seen });
  let platform: SlackPlatform;
  let seen = createSeen();
  let traffic = createTraffic();
  let unsubscribe = () => {};
  /** When the story ended; undefined while it is being played. */
  let since: Date | undefined;
  let prompts: readonly string[] = [];
  let guideShown = '';
  let asking = false;
  let countingUnread = false;
  let soon: NodeJS.Timeout | undefined;

  const snapshot = (user: string): News => ({
    kind: 'snapshot',
    snapshot: snapshotFor(user, { platform, seen, guide: guide.now(), prompts, ready: since !== undefined, options }),
  });

  // Many things happen at once; what they add up to is told once.
  function tellUnread(): void {
    if (countingUnread) return;
    countingUnread = true;
    setImmediate(() => {
      countingUnread = false;
      const unread = seen.unread(
        platform,
        people.map(({ id }) => id),
      );
      connections.tellAll(() => ({ kind: 'unread', unread }));
    });
  }

  function tellGuide(): void {
    const now = guide.now();
    const said = JSON.stringify(now);
    if (said === guideShown) return;
    guideShown = said;
    connections.tellAll(() => ({ kind: 'guide', guide: now }));
  }

  async function askStore(): Promise<void> {
    if (asking || since === undefined || !connections.any()) return;
    asking = true;
    try {
      const [happenings, names] = await Promise.all([options.happened(since), options.prompts()]);
      guide.noteHappenings(happenings);
      tellGuide();
      if (names.join() !== prompts.join()) connections.tellAll(() => ({ kind: 'prompts', prompts: names }));
      prompts = names;
    } catch (error) {
      options.log.warn({ err: error }, 'the playground could not ask what has happened');
    } finally {
      asking = false;
    }
  }
  const timer = setInterval(askStore, EVERY);
  timer.unref();

  function askSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined;
      void askStore();
    }, SOON);
  }

  const mayRead = (user: string, { channel, ephemeralTo }: SlackMessage): boolean =>
    ephemeralTo === undefined
      ? (platform.channels.get(channel)?.members.includes(user) ?? false)
      : ephemeralTo === user;

  function tellMessage(kind: string, message: SlackMessage): void {
    const gone = kind === 'message.deleted' || kind === 'ephemeral.removed';
    connections.tellAll((user) => {
      if (!mayRead(user, message)) return undefined;
      if (gone) return { kind: 'gone', channel: message.channel, ts: message.ts };
      return { kind: 'message', message: messageFor(user, message) };
    });
    tellUnread();
  }

  function note(change: Change): void {
    if (traffic.note(change)) connections.tellAll(() => ({ kind: 'traffic' }));
    guide.noteChange(change);
    askSoon();
    if ('message' in change) tellMessage(change.kind, change.message);
    else if (change.kind === 'home.published') {
      connections.tell(change.view.user, { kind: 'home', home: viewOf(change.view) });
    } else if ('view' in change) {
      const { user } = change.view;
      connections.tell(user, { kind: 'views', views: platform.views(user).map(viewOf) });
    } else if (change.kind === 'channel.changed') connections.tellAll(snapshot);
  }

  return {
    /** From now on this platform is shown, as one where nothing was seen and nothing done yet. */
    of(shown: SlackPlatform): void {
      unsubscribe();
      [platform, seen, traffic, since] = [shown, createSeen(), createTraffic(), undefined];
      guide.reset();
      unsubscribe = platform.subscribe(note);
      connections.tellAll(snapshot);
    },
    /** The story was played: everybody has seen what it left but the last hours' news of others, and the guide begins. */
    async begin(at: Date, curl: string | null): Promise<void> {
      const recent = String((at.getTime() - RECENT) / 1_000);
      for (const { id: user } of people) {
        for (const { id: channel } of platform.channels.values()) {
          const messages = platform.messages(channel);
          const mine = messages.at(-1)?.user === user;
          const last = messages.findLast(({ ts }) => mine || ts < recent);
          if (last) seen.see(user, channel, last.ts);
        }
      }
      prompts = await options.prompts();
      since = at;
      guide.offerCurl(curl);
      connections.tellAll(snapshot);
    },
    /** Whether the story has ended. */
    ready: () => since !== undefined,
    listen(response: ServerResponse, user: string): void {
      connections.add(response, user, snapshot(user));
    },
    see(user: string, channel: string, ts: string): void {
      if (!seen.see(user, channel, ts)) return;
      tellUnread();
      askSoon();
    },
    inside(
      user: string,
      of: { channel?: string | undefined; ts?: string | undefined; view?: string | undefined },
    ): Inside {
      if (of.view !== undefined) return traffic.ofView(platform, user, of.view);
      if (of.channel === undefined) return traffic.all();
      const all = [...platform.messages(of.channel), ...platform.ephemerals(user)];
      const message = all.find((one) => one.ts === of.ts && mayRead(user, one));
      return message ? traffic.ofMessage(message) : { exchanges: [], source: null };
    },
    stop(): void {
      unsubscribe();
      clearInterval(timer);
      clearTimeout(soon);
      connections.close();
    },
  };
}
