import type { Activity } from 'botbuilder';
import type { Log } from '../../commands/kit/command.ts';
import type { Connector } from './connector.ts';
import { mentionsIn, withoutThread } from './incoming.ts';
import type { Sightings } from './profile.ts';

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 1_000;
const MOST_NAMES = 20;
const MOST_KNOWN = 10_000;

export type Mentions = ReturnType<typeof createMentions>;

/** Teams mentions people by an id that means something to this bot alone; the house knows them by their id in Entra. */
export function createMentions(of: { connector: Connector; sightings: Sightings; tenantId: string; log: Log }) {
  const known = new Map<string, string>();

  async function nameOf(activity: Activity, id: string): Promise<string | null> {
    if (id.startsWith('19:')) return `#teams:${of.tenantId}/${withoutThread(id)}`;
    const where = { serviceUrl: activity.serviceUrl, conversation: withoutThread(activity.conversation.id) };
    const member = await of.connector.member(where.serviceUrl, where.conversation, id);
    const userId = member?.aadObjectId ?? member?.objectId;
    if (!userId) return null;
    of.sightings.note(`teams:${of.tenantId}/${userId}`, where);
    return `@teams:${of.tenantId}/${userId}`;
  }

  return {
    /** The names of the house for what a message mentions, by the ids of Teams; what cannot be told in a second is left out. */
    async namesOf(activity: Activity): Promise<ReadonlyMap<string, string>> {
      const ids = new Set(mentionsIn(activity).map((one) => one.mentioned.id));
      const asked = [...ids].slice(0, MOST_NAMES).map(async (id) => {
        const name = known.get(id) ?? (await nameOf(activity, id).catch(() => null));
        if (!name) return;
        if (known.size > MOST_KNOWN) known.clear();
        known.set(id, name);
      });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((done) => {
        timer = setTimeout(done, PATIENCE);
      });
      await Promise.race([Promise.all(asked), late]);
      clearTimeout(timer);
      const missing = [...ids].filter((id) => !known.has(id));
      if (missing.length > 0) of.log.warn({ missing: missing.length }, 'Teams did not say who is mentioned');
      return new Map([...ids].flatMap((id) => (known.has(id) ? [[id, known.get(id)!] as const] : [])));
    },
  };
}
