import type { TeamsUser } from './records.ts';
import { type Activity, type CardJson, cardType, isObject } from './wire.ts';

/** The first Adaptive Card of an activity. */
export function cardOf(activity: Activity): CardJson | undefined {
  const attachment = activity.attachments?.find(({ contentType }) => contentType === cardType);
  return isObject(attachment?.content) ? (attachment.content as CardJson) : undefined;
}

/** Which thumbs are shown below a message: `default` ones ask what Teams asks, `custom` ones open a form of the bot's own. */
export function feedbackOn({ channelData }: Activity): 'default' | 'custom' | undefined {
  const { feedbackLoop, feedbackLoopEnabled } = channelData ?? {};
  const type = isObject(feedbackLoop) ? feedbackLoop.type : undefined;
  if (type === 'custom' || type === 'default') return type;
  return feedbackLoopEnabled === true ? 'default' : undefined;
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
