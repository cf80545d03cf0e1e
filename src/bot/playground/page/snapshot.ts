import type { ClientNews, News, Snapshot, Unread, UnreadOf } from '../server/protocol.ts';
import { sceneAfter as slackAfter } from './slack/scene.ts';
import { sceneAfter as teamsAfter } from './teams/scene.ts';

/** The clients after something happened in one of them. */
function clientsAfter(clients: Snapshot['clients'], of: ClientNews): Snapshot['clients'] {
  switch (of.client) {
    case 'slack':
      return { ...clients, slack: slackAfter(clients.slack, of.news) };
    case 'teams':
      return { ...clients, teams: teamsAfter(clients.teams, of.news) };
  }
}

/** What somebody has not seen, in whichever client and place. */
export const newsOf = (unread: UnreadOf, person: string): Unread[] =>
  Object.values(unread[person] ?? {}).flatMap((client) => Object.values(client));

/** What one person sees, after something happened. Undefined while nothing is known yet. */
export function after(snapshot: Snapshot | undefined, news: News): Snapshot | undefined {
  if (news.kind === 'snapshot') return news.snapshot;
  if (!snapshot) return undefined;
  switch (news.kind) {
    case 'client':
      return { ...snapshot, clients: clientsAfter(snapshot.clients, news) };
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
