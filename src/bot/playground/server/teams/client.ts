import { objectIdOf, people } from '../../story/people.ts';
import type { Change } from '../../teams/changes.ts';
import type { TeamsPlatform } from '../../teams/platform.ts';
import type { TeamsMessage } from '../../teams/records.ts';
import type { Client, Hears } from '../client.ts';
import { createMarks } from '../marks.ts';
import type { Inside, InsideOf } from '../protocol.ts';
import { actAs, actSchema } from './acts.ts';
import { arrivedAt, spotIn } from './posts.ts';
import { dialogFor, postFor, sceneFor } from './scene.ts';
import { createTraffic, showsDiff } from './traffic.ts';
import { conversationsOf, unreadIn } from './unread.ts';

/** Teams' client: what the stand-in for Teams holds, as the people of the story see it. */
export function createTeamsClient(platform: TeamsPlatform, hears: Hears): Client {
  const marks = createMarks();
  const traffic = createTraffic();

  const mayRead = (user: string, { conversation, visibleTo }: TeamsMessage): boolean =>
    (visibleTo ?? user) === user && (platform.conversations.get(conversation)?.members.includes(user) ?? false);

  function tellPost(message: TeamsMessage, only: string | undefined, gone: boolean): void {
    hears.news((as) => {
      const user = objectIdOf(as);
      if (!mayRead(user, message) || (only ?? user) !== user) return undefined;
      if (gone) return { kind: 'gone', place: message.conversation, id: message.id };
      return { kind: 'post', post: postFor(user, message) };
    });
    hears.unread();
  }

  function note(change: Change): void {
    if (traffic.note(change)) hears.traffic();
    if (change.kind === 'sent' && showsDiff(change.sent)) hears.diff();
    if (change.kind === 'view.changed') tellPost(change.message, change.user, false);
    else if (change.kind === 'conversation.changed') hears.anew();
    else if ('dialog' in change) {
      const { user } = change.dialog;
      const dialog = dialogFor(platform.dialog(user));
      hears.news((as) => (objectIdOf(as) === user ? { kind: 'dialog', dialog } : undefined));
    } else if (change.kind !== 'toast' && 'message' in change) {
      tellPost(change.message, undefined, change.kind === 'message.deleted');
    }
  }
  const stop = platform.subscribe(note);

  function inside(as: string, of?: InsideOf): Inside {
    if (!of) return traffic.all();
    const user = objectIdOf(as);
    if ('form' in of) return traffic.ofDialog(platform, user, of.form);
    const known = conversationsOf(platform, user).some(({ id }) => id === of.place);
    const message = known && platform.messages(of.place, user).find((one) => one.id === of.post);
    return message ? traffic.ofMessage(message) : { exchanges: [], source: null };
  }

  return {
    key: 'teams',
    scene: (as) => sceneFor(objectIdOf(as), { platform, marks }),
    unread: (as) => unreadIn(platform, marks, objectIdOf(as)),
    see: (as, place, post) =>
      platform.conversations.has(place) && /^\d+$/.test(post) && marks.see(objectIdOf(as), place, post),
    catchUp(since) {
      const recent = String(since.getTime());
      for (const { objectId: user } of people) {
        for (const { id } of conversationsOf(platform, user)) {
          const messages = platform.messages(id, user);
          const mine = messages.at(-1)?.from === user;
          const last = messages.findLast((one) => mine || one.id < recent);
          if (last) marks.see(user, id, last.id);
        }
      }
    },
    act: async (as, what) => actAs(platform, objectIdOf(as), actSchema.parse(what)),
    inside,
    spot: (where, prompt, since) => spotIn(platform, where, prompt, since),
    did: (as, at) => traffic.askedAt(objectIdOf(as), at.getTime()),
    arrived: (ref) => arrivedAt(platform, marks, ref),
    stop,
  };
}
