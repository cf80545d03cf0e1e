import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is whatever came.
export type ConnectorAnswer = { status: number; headers: Headers; body: any };

/** A token as the bot gets it. */
export async function login(teams: TeamsPlatform, more: Record<string, string> = {}, tenant: string = teams.tenantId) {
  const form = {
    grant_type: 'client_credentials',
    client_id: teams.appId,
    client_secret: teams.appPassword,
    scope: 'https://api.botframework.com/.default',
    ...more,
  };
  const url = `${teams.loginUrl}/${tenant}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A connector that is logged in: one call with the bot's token; ids in the path go in as they are. */
export async function connectorOf(teams: TeamsPlatform) {
  const token = String((await login(teams)).body.access_token);

  return async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: readonly string[],
    body?: unknown,
    more: { query?: Record<string, string>; token?: string; signal?: AbortSignal } = {},
  ): Promise<ConnectorAnswer> {
    const query = more.query === undefined ? '' : `?${new URLSearchParams(more.query)}`;
    const response = await fetch(`${teams.serviceUrl}v3/${path.map(encodeURIComponent).join('/')}${query}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${more.token ?? token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(more.signal && { signal: more.signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
}
