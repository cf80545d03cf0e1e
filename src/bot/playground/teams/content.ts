import type { TeamsUser } from './records.ts';
import { type Activity, type CardJson, cardType, isObject } from './wire.ts';

/** The first Adaptive Card of an activity. */
export function cardOf(activity: Activity): CardJson | undefined {
  const attachment = activity.attachments?.find(({ contentType }) => contentType === cardType);
  return isObject(attachment?.content) ? (attachment.content as CardJson) : undefined;
}

/** Whether thumbs are shown below a message that ask what Teams asks; a form of the bot's own is not imitated. */
export function feedbackOn({ channelData }: Activity): boolean {
  const { feedbackLoop, feedbackLoopEnabled } = channelData ?? {};
  return feedbackLoopEnabled === true || (isObject(feedbackLoop) && feedbackLoop.type === 'default');
}

/** The mentions of an activity's text and those of its card. */
function mentionsOf(activity: Activity): { text?: unknown; mentioned?: unknown }[] {
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
