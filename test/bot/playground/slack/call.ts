import type { SlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';

export type ApiAnswer = {
  ok: boolean;
  error?: string;
  errors?: string[];
  response_metadata?: { messages: string[] };
  [more: string]: unknown;
};

/** One Web API call as JSON with the bot's token (or `token`); answers the body. */
export async function call(
  slack: SlackPlatform,
  method: string,
  args: Record<string, unknown> = {},
  token: string = slack.botToken,
): Promise<ApiAnswer> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  return (await response.json()) as ApiAnswer;
}

/** A fresh trigger of that person, without a bot. */
export function triggerOf(slack: SlackPlatform, user = 'U1'): string {
  slack.connect('http://127.0.0.1:1/');
  return new URLSearchParams(slack.slashRequest(user, '/x').body).get('trigger_id') ?? '';
}

/** The response address of a slash command that was never delivered. */
export function responseUrlOf(slack: SlackPlatform, user = 'U1'): string {
  slack.connect('http://127.0.0.1:1/');
  return new URLSearchParams(slack.slashRequest(user, '/x').body).get('response_url') ?? '';
}
