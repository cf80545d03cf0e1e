import { newSecret } from './ids.ts';

/** A refusal in the words of the login service. */
export type LoginAnswer = { status: number; body: Record<string, unknown> };

const scope = 'https://api.botframework.com/.default';
const lifetimeSeconds = 3_600;

const refusal = (status: number, error: string, description: string): LoginAnswer => ({
  status,
  body: { error, error_description: description },
});

export type Access = ReturnType<typeof createAccess>;

/** The login service: tokens for the bot by its app id and password, and whether a token is good. */
export function createAccess(app: { tenantId: string; appId: string; appPassword: string }, now: () => number) {
  const issued = new Map<string, number>();

  /** A token for client credentials, in the given tenant. */
  function login(tenant: string, form: URLSearchParams): LoginAnswer {
    const { client_id, client_secret, grant_type, scope: wanted } = Object.fromEntries(form);
    if (tenant !== app.tenantId) {
      return refusal(400, 'invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`);
    }
    if (grant_type !== 'client_credentials') {
      return refusal(400, 'unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
    }
    if (client_id !== app.appId) {
      return refusal(400, 'unauthorized_client', `AADSTS700016: Application '${client_id}' was not found.`);
    }
    if (client_secret !== app.appPassword) {
      return refusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
    }
    if (wanted !== scope) {
      return refusal(400, 'invalid_scope', `AADSTS1002012: The provided value for scope ${wanted} is not valid.`);
    }
    const token = newSecret();
    issued.set(token, now() + lifetimeSeconds * 1_000);
    const body = { token_type: 'Bearer', expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds };
    return { status: 200, body: { ...body, access_token: token } };
  }

  return {
    login,
    /** Whether an `authorization` header carries a token that was issued and has not run out. */
    good: (authorization: string | undefined): boolean =>
      (issued.get(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '') ?? 0) > now(),
    revoke: () => issued.clear(),
  };
}
