import type { ServerResponse } from 'node:http';
import type { PlaygroundOptions } from '../options.ts';
import { people } from '../story/people.ts';
import type { Client, Hears } from './client.ts';
import { createConnections } from './connections.ts';
import { createGuide } from './guide.ts';
import { personFor } from './person.ts';
import type {
  ClientKey,
  ClientNews,
  Inside,
  InsideOf,
  News,
  Outcome,
  Snapshot,
  UnreadIn,
  UnreadOf,
} from './protocol.ts';

/** How often the store is asked what happened while somebody looks, and how soon after something did. */
const [EVERY, SOON] = [1_000, 120];
const RECENT = 2 * 3_600_000;

/** Makes one client of the page; it tells `hears` what happens in it. */
export type OpenClient = (hears: Hears) => Client;

/** What the open pages see of the clients: all of it when they come, and from then on what changes. People are keys. */
export function createShow(options: PlaygroundOptions, ahead: () => number) {
  const connections = createConnections();
  let clients: readonly Client[] = [];
  const guide = createGuide(() => clients);
  /** When the story ended; undefined while it is being played. */
  let since: Date | undefined;
  let prompts: readonly string[] = [];
  let guideShown = '';
  let asking = false;
  let countingUnread = false;
  let soon: NodeJS.Timeout | undefined;

  const byKey = <T>(of: (client: Client) => T) =>
    Object.fromEntries(clients.map((client) => [client.key, of(client)])) as Record<ClientKey, T>;

  const unread = (): UnreadOf =>
    Object.fromEntries(people.map(({ key }) => [key, byKey<UnreadIn>((client) => client.unread(key))]));

  const snapshot = (as: string): News => ({
    kind: 'snapshot',
    snapshot: {
      me: as,
      people: people.map(personFor),
      clients: byKey((client) => client.scene(as)) as Snapshot['clients'],
      unread: unread(),
      guide: guide.now(),
      verbs: options.verbs,
      prompts,
      ahead: ahead(),
      ready: since !== undefined,
    },
  });

  // Many things happen at once; what they add up to is told once.
  function tellUnread(): void {
    if (countingUnread) return;
    countingUnread = true;
    setImmediate(() => {
      countingUnread = false;
      const news: News = { kind: 'unread', unread: unread() };
      connections.tellAll(() => news);
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
    const story = since;
    try {
      const [happenings, names] = await Promise.all([options.happened(since), options.prompts()]);
      // What was asked of a story that has been reset meanwhile is no news of the new one.
      if (story !== since) return;
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

  const hearsOf = (client: ClientKey): Hears => ({
    news: (of) =>
      connections.tellAll((as) => {
        const news = of(as);
        return news && ({ kind: 'client', client, news } as { kind: 'client' } & ClientNews);
      }),
    unread() {
      tellUnread();
      askSoon();
    },
    traffic() {
      connections.tellAll(() => ({ kind: 'traffic' }));
      askSoon();
    },
    diff: guide.noteDiff,
    anew: () => connections.tellAll(snapshot),
  });

  const clientOf = (key: ClientKey): Client => {
    const client = clients.find((one) => one.key === key);
    if (!client) throw new Error(`the page has no client ${key}`);
    return client;
  };

  return {
    /** From now on these clients are shown, as ones in which nothing was seen and nothing done yet. */
    of(open: Readonly<Record<ClientKey, OpenClient>>): void {
      for (const client of clients) client.stop();
      since = undefined;
      guide.reset();
      clients = Object.entries(open).map(([key, make]) => make(hearsOf(key as ClientKey)));
      connections.tellAll(snapshot);
    },
    /** The story was played: everybody has seen what it left but the last hours' news of others, and the guide begins. */
    async begin(at: Date, curl: string | null): Promise<void> {
      for (const client of clients) client.catchUp(new Date(at.getTime() - RECENT));
      prompts = await options.prompts();
      since = at;
      guide.offerCurl(curl);
      connections.tellAll(snapshot);
    },
    /** The clock was moved: the pages are told what day it is. */
    jumped: () => connections.tellAll(snapshot),
    /** Whether the story has ended. */
    ready: () => since !== undefined,
    listen(response: ServerResponse, as: string): void {
      connections.add(response, as, snapshot(as));
    },
    see(client: ClientKey, as: string, place: string, post: string): void {
      if (!clientOf(client).see(as, place, post)) return;
      tellUnread();
      askSoon();
    },
    act: (client: ClientKey, as: string, what: unknown): Promise<Outcome> => clientOf(client).act(as, what),
    inside(as: string, of?: InsideOf): Inside {
      if (of) return clientOf(of.client).inside(as, of);
      const exchanges = clients.flatMap((client) => client.inside(as).exchanges);
      return { exchanges: exchanges.sort((a, b) => a.at - b.at), source: null };
    },
    stop(): void {
      for (const client of clients) client.stop();
      clearInterval(timer);
      clearTimeout(soon);
      connections.close();
    },
  };
}
