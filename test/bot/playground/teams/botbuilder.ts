import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudAdapter, type TurnContext } from 'botbuilder';
import {
  AppCredentials,
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import { login } from './connector.ts';

/** botbuilder asks MSAL for tokens, which takes no login service but Microsoft's; everything else is botbuilder. */
class Credentials extends AppCredentials {
  readonly #teams: TeamsPlatform;

  constructor(teams: TeamsPlatform) {
    // botbuilder keeps tokens by app and scope for the whole process: another stand-in is another scope.
    super(teams.appId, teams.tenantId, teams.loginUrl);
    this.#teams = teams;
  }

  protected async refreshToken(): Promise<never> {
    const { body } = await login(this.#teams);
    return { accessToken: body.access_token, expiresOn: new Date(Date.now() + 3_600_000) } as never;
  }
}

class OneApp extends ServiceClientCredentialsFactory {
  readonly #credentials: Credentials;

  constructor(credentials: Credentials) {
    super();
    this.#credentials = credentials;
  }

  isValidAppId = async (appId: string) => appId === this.#credentials.appId;
  isAuthenticationDisabled = async () => false;
  createCredentials = async () => this.#credentials as never;
}

/** A real botbuilder bot on a random port that trusts the stand-in's keys. `handle` is its one turn. */
export async function startBotbuilder(teams: TeamsPlatform, handle: (context: TurnContext) => Promise<void>) {
  const authentication = BotFrameworkAuthenticationFactory.create(
    '',
    true,
    `${teams.loginUrl}/${teams.tenantId}`,
    'https://api.botframework.com',
    'https://api.botframework.com',
    'https://token.botframework.com',
    teams.openIdMetadata,
    teams.openIdMetadata,
    '',
    new OneApp(new Credentials(teams)),
    new AuthenticationConfiguration(),
    undefined as never,
    {},
  );
  const adapter = new CloudAdapter(authentication);
  adapter.onTurnError = async (_, error) => {
    throw error;
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    // What botbuilder wants of a web framework.
    const seen = Object.assign(request, { body: JSON.parse(text) });
    const answer = {
      socket: response.socket,
      header: (name: string, value: unknown) => response.setHeader(name, String(value)),
      status: (code: number) => {
        response.statusCode = code;
      },
      send(body: unknown) {
        response.setHeader('content-type', 'application/json');
        response.write(typeof body === 'string' ? body : JSON.stringify(body));
      },
      end: () => response.end(),
    };
    await adapter.process(seen as never, answer as never, handle).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teams.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`);
  return {
    adapter,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
