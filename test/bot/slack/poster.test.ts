import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SlackPlatform, startSlackPlatform } from '../../../src/bot/playground/slack/platform.ts';
import { Busy, DeadPlace, NotSent, PostGone, type Ref } from '../../../src/bot/poster.ts';
import { slackPoster } from '../../../src/bot/slack/poster.ts';
import type { Card } from '../../../src/commands/kit/card.ts';

const PLACE = 'slack:T1/CROOM';
const card = (title: string): Card => ({ title: [title], parts: [] });
const how = (key: string, under?: Ref) => ({ key, repeated: false, ...(under && { under }) });

let slack: SlackPlatform;
let client: WebClient;
let poster: ReturnType<typeof slackPoster>;
beforeAll(async () => {
  slack = await startSlackPlatform({ identity: { teamId: 'T1' }, channels: [{ id: 'CROOM', name: 'room' }] });
  client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  poster = slackPoster(client, () => 'T1');
});
afterAll(() => slack?.stop());

test('a reply under a card that somebody deleted is told from any other failure', async () => {
  const above = await poster.post(PLACE, card('above'), how('above'));
  await client.chat.delete({ channel: above.channel!, ts: above.ts! });
  await expect(poster.post(PLACE, card('reply'), how('reply', above))).rejects.toBeInstanceOf(PostGone);
  await expect(poster.update(above, card('edited'))).rejects.toBeInstanceOf(PostGone);
  const alone = await poster.post(PLACE, card('reply'), how('reply'));
  expect(slack.messages('CROOM').map((one) => one.ts)).toEqual([alone.ts]);
});

test.each([
  ['thread_not_found', PostGone],
  ['cannot_reply_to_message', PostGone],
  ['message_not_found', PostGone],
  ['is_archived', DeadPlace],
  ['not_in_channel', DeadPlace],
  ['user_disabled', DeadPlace],
  ['token_revoked', NotSent],
  ['missing_scope', NotSent],
])('what Slack means by "%s"', async (error, meaning) => {
  slack.fail('chat.postMessage', { error });
  await expect(poster.post(PLACE, card('one'), how(error))).rejects.toBeInstanceOf(meaning);
  slack.clearFaults();
});

test('a pause that Slack asks for is as long as it says', async () => {
  slack.fail('chat.postMessage', { status: 429, retryAfter: 7 });
  const busy = await poster.post(PLACE, card('one'), how('busy')).catch((error: unknown) => error);
  slack.clearFaults();
  expect(busy).toBeInstanceOf(Busy);
  expect(busy).toMatchObject({ seconds: 7 });
});

test('what Slack never said is of unknown outcome', async () => {
  slack.fail('chat.postMessage', { error: 'internal_error' });
  const fault = await poster.post(PLACE, card('one'), how('fault')).catch((error: unknown) => error);
  slack.clearFaults();
  for (const known of [Busy, DeadPlace, NotSent, PostGone]) expect(fault).not.toBeInstanceOf(known);
  expect(fault).toBeInstanceOf(Error);
});
