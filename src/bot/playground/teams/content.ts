import type { TeamsUser } from './records.ts';
import { type Activity, type CardJson, cardType, isObject } from './wire.ts';

/** The first Adaptive Card of an activity. */
export function cardOf(activity: Activity): CardJson | undefined {
  const attachment = activity.attachments?.find(({ contentType }) => contentType === cardType);
  return isObject(attachment?.content) ? (attachment.content as CardJson) : undefined;
}

/** Whether thumbs are shown below a message. */
export function feedbackOn({ channelData }: Activity): boolean {
  return channelData?.feedbackLoopEnabled === true || isObject(channelData?.feedbackLoop);
}

/** The mentions of an activity's text and those of its card. */
export function mentionsOf(activity: Activity): { text?: unknown; mentioned?: unknown }[] {
  const ofCard = cardOf(activity)?.msteams;
  const entities = isObject(ofCard) && Array.isArray(ofCard.entities) ? ofCard.entities : [];
  return [...(activity.entities ?? []), ...entities].filter(({ type }) => type === 'mention');
}

/** Who is notified by mentions, by `aadObjectId`. */
export function pingsOf(activity: Activity, userOf: (id: string) => TeamsUser | undefined): string[] {
  const found = mentionsOf(activity).flatMap(({ mentioned }) => {
    const user = isObject(mentioned) && typeof mentioned.id === 'string' ? userOf(mentioned.id) : undefined;
    return user ? [user.id] : [];
  });
  return [...new Set(found)];
}
