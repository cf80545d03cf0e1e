import { teamsLimits } from '../../limits/teams.ts';
import type { HttpDoor, Posting } from '../platform/http-door.ts';
import type { BotAnswer, SentActivity } from './records.ts';
import type { Activity } from './wire.ts';

/** What a person is told when the bot, or its answer, is of no use. */
export const wentWrong = 'Something went wrong. Please try again.';

/** What the person is shown when the bot failed. */
function errorFor({ status = 0, failure }: BotAnswer): string | undefined {
  if (failure === 'timeout') return 'The app didn’t respond in time. Please try again.';
  return failure !== undefined || status >= 300 ? wentWrong : undefined;
}

export type Delivery = ReturnType<typeof createDelivery>;

/** Hands activities to the bot, each with a token of the channel. */
export function createDelivery(
  timeouts: { activityMs: number; invokeMs: number },
  door: HttpDoor,
  token: () => Promise<string>,
  record: (sent: SentActivity) => void,
) {
  let botUrls: readonly string[] = [];
  let turn = 0;

  /** The bytes and headers of an activity. `bearer`: `false` for none. */
  async function signed(activity: Activity, bearer?: string | false): Promise<Posting> {
    const url = botUrls[turn++ % Math.max(1, botUrls.length)];
    if (url === undefined) throw new Error('the bot is not connected: connect(url) was not called');
    const authorization: Record<string, string> =
      bearer === false ? {} : { authorization: `Bearer ${bearer ?? (await token())}` };
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
      ...authorization,
    };
    return { url, body: JSON.stringify(activity), headers };
  }

  /** The same bytes once more, or for the first time. */
  async function post(activity: Activity, raw: Posting): Promise<BotAnswer> {
    const at = Date.now();
    const heard = await door.post(raw, activity.type === 'invoke' ? timeouts.invokeMs : timeouts.activityMs);
    const error = errorFor(heard);
    const answer = { ...heard, ...(error !== undefined && { error }) };
    record({ activity, raw, answer, at });
    return answer;
  }

  return {
    signed,
    post,
    send: async (activity: Activity, bearer?: string | false) => post(activity, await signed(activity, bearer)),
    connect(...urls: string[]) {
      botUrls = urls;
    },
  };
}

/** How long Teams waits, unless a test is in a hurry. */
export const patience = { activityMs: teamsLimits.activityMs, invokeMs: teamsLimits.invokeMs };
