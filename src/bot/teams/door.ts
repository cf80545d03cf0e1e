import type { RequestListener } from 'node:http';
import { viewOf } from '../../commands/cards/subjects.ts';
import type { House } from '../../commands/kit/invocation.ts';
import type { Lookup, People } from '../people.ts';
import type { Poster } from '../poster.ts';
import { createRun } from '../run.ts';
import { createAdapter } from './adapter.ts';
import { createConnector } from './connector.ts';
import { RefusedApp, TeamsCredentials } from './credentials.ts';
import { createGate } from './gate.ts';
import { createLogic } from './logic.ts';
import { createMentions } from './mentions.ts';
import { createPace, type Pace } from './pace.ts';
import { type Conversations, createPlaces } from './places.ts';
import { teamsPoster } from './poster.ts';
import { opensIn } from './pressed.ts';
import { createSightings, teamsLookup } from './profile.ts';
import { createReplies, type PeopleNamed } from './replies.ts';

export type TeamsSettings = {
  appId: string;
  appPassword: string;
  tenantId: string;
  /** Where tokens for the bot come from. */
  loginUrl: string;
  /** Where the keys of those who write to us are told; Microsoft's when it is not set. */
  openIdMetadata?: string | undefined;
  /** The only connector spoken to; Microsoft's when it is not set. */
  serviceUrl?: string | undefined;
};

export type Teams = {
  poster: Poster;
  lookup: Lookup;
  /** What to mount at `/api/messages`. */
  listener: RequestListener;
  /** Gets the first token. @throws Error that names the setting when it is refused */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Teams as a door: what is typed, pressed and filled in comes as activities, each answered after its effect has been
 * committed. Only activities that Microsoft signed for this app, from this tenant, are looked at.
 */
export function createTeams(of: {
  settings: TeamsSettings;
  house: House;
  people: People;
  conversations: Conversations;
  /** The post of ours that Teams knows by one of these ids. */
  postAt: (place: string, activities: readonly string[]) => Promise<{ subject: string; slot: string } | null>;
  alive: (place: string) => Promise<void>;
  peopleNamed: PeopleNamed;
  /** How soon something may be sent; what Teams allows, when it is not said. */
  pace?: Pace;
}): Teams {
  const { settings, house } = of;
  const { tenantId } = settings;
  const { log } = house;
  const credentials = new TeamsCredentials(settings);
  const connector = createConnector({ token: (renew) => credentials.getToken(renew) });
  const places = createPlaces({
    ...settings,
    conversations: of.conversations,
    connector,
    serviceUrl: settings.serviceUrl,
  });
  const sightings = createSightings();
  const look = { tenant: tenantId, opens: opensIn(house.commands), nameOf: places.nameOf };
  const pace = of.pace ?? createPace();
  const replies = createReplies({ connector, places, pace, look, peopleNamed: of.peopleNamed, log });
  const run = createRun({
    door: 'teams',
    house,
    people: of.people,
  });
  const logic = createLogic({
    ...of,
    tenantId,
    run,
    present: async (place, activities) => {
      const post = await of.postAt(place, activities);
      if (!post) return null;
      const view = await viewOf(house.store.db, post.subject, post.slot, house.clock(), house.settings);
      return view?.card ?? null;
    },
    replies,
    places,
    sightings,
    mentions: createMentions({ connector, sightings, tenantId, log }),
  });
  const adapter = createAdapter(credentials, settings.openIdMetadata);

  return {
    poster: teamsPoster({ connector, places, pace, tenantId, look }),
    lookup: teamsLookup({ connector, places, sightings, tenantId }),
    listener: createGate({ adapter, tenantId, serviceUrl: settings.serviceUrl, logic, log }),
    async start() {
      // Learns what the known places are called.
      await places.known();
      await credentials.getToken().catch((error: unknown) => {
        if (error instanceof RefusedApp) throw error;
        log.warn({ err: error }, 'Teams does not answer yet; deliveries go on trying');
      });
    },
    stop: () => replies.settled(),
  };
}
