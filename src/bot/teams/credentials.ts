import { AppCredentials, ServiceClientCredentialsFactory } from 'botframework-connector';
import { z } from 'zod';

/** What the app is known by in Microsoft Entra, and where its tokens come from. */
type TeamsApp = { appId: string; appPassword: string; tenantId: string; loginUrl: string };

const SCOPE = 'https://api.botframework.com/.default';
/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 5_000;

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });

/**
 * The bot's own token, by OAuth's client credentials. botbuilder would ask MSAL, which takes no address but Microsoft's and
 * no plain HTTP, so that what is tested would not be what runs.
 */
export class TeamsCredentials extends AppCredentials {
  readonly #app: TeamsApp;

  constructor(app: TeamsApp) {
    super(app.appId, app.tenantId, `${SCOPE} ${app.loginUrl}`);
    this.#app = app;
  }

  /** @throws Error that names the setting when the password is refused */
  protected async refreshToken() {
    const { appId, appPassword, tenantId, loginUrl } = this.#app;
    const response = await fetch(`${loginUrl.replace(/\/+$/, '')}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appPassword,
        scope: SCOPE,
      }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 400 || response.status === 401) {
      const { error = 'unauthorized' } = (await response.json().catch(() => ({}))) as { error?: string };
      throw new RefusedApp(
        `TEAMS_APP_PASSWORD: Microsoft refuses it (${error}). Make a new client secret in the app registration → Certificates & secrets, and check TEAMS_APP_ID and TEAMS_TENANT_ID.`,
      );
    }
    if (!response.ok) throw new Error(`The login service answered ${response.status}.`);
    const { access_token, expires_in } = answer.parse(await response.json());
    return { accessToken: access_token, expiresOn: new Date(Date.now() + expires_in * 1000) } as never;
  }
}

/** Waiting does not help: the app's own id, secret or tenant is wrong. */
export class RefusedApp extends Error {
  override name = 'RefusedApp';
}

/** botbuilder's way to ask for credentials: there is one app, and no request is ever taken without a token. */
export class OneApp extends ServiceClientCredentialsFactory {
  readonly #credentials: TeamsCredentials;

  constructor(credentials: TeamsCredentials) {
    super();
    this.#credentials = credentials;
  }

  async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#credentials.appId;
  }

  async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  async createCredentials(): Promise<never> {
    return this.#credentials as never;
  }
}
