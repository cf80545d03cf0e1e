import type { Delivery, Parcel } from './delivery.ts';
import { eventPayload } from './event-payloads.ts';
import type { BotAnswer } from './records.ts';
import type { World } from './world.ts';

/** The first outcome of an event; `attempts` resolves with every outcome when Slack has stopped repeating. */
export type Told = BotAnswer & { attempts: Promise<BotAnswer[]> };

/** Tells the bot an event (`{ type, … }`), under an event id of its own. */
export async function tell(world: World, delivery: Delivery, event: Record<string, unknown>): Promise<Told> {
  const parcel: Parcel = { type: 'events_api', kind: String(event.type), payload: eventPayload(world, event) };
  const first = Promise.withResolvers<BotAnswer>();
  const attempts = delivery.sendEvent(parcel, first.resolve);
  attempts.catch(first.reject);
  return { ...(await first.promise), attempts };
}
