import { type Activity, CloudAdapter, type InvokeResponse, type TurnContext } from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  AuthenticationError,
  BotFrameworkAuthenticationFactory,
} from 'botframework-connector';
import { OneApp, type TeamsCredentials } from './credentials.ts';

export type Logic = (context: TurnContext) => Promise<void>;

/** The request carries no token that Microsoft made for us. */
export class Unauthorized extends Error {
  override name = 'Unauthorized';
}

/** A forged token surfaces as an error of the library that reads it. */
const FORGED = new Set(['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError', 'SyntaxError']);

/**
 * botbuilder behind one function: checks the token (issuer, audience, expiry, `serviceUrl`, endorsements of its key), then
 * runs `logic` on the activity.
 */
class Adapter extends CloudAdapter {
  /**
   * @param authorization the header as it came
   * @returns what an invoke is answered with; undefined for anything else
   * @throws Unauthorized, and whatever `logic` throws
   */
  async take(
    authorization: string,
    activity: Partial<Activity>,
    logic: Logic,
  ): Promise<InvokeResponse<object> | undefined> {
    let reached = false;
    try {
      return await this.processActivity(authorization, activity as Activity, (context) => {
        reached = true;
        return logic(context);
      });
    } catch (error) {
      const { name } = error as Error;
      if (!reached && (error instanceof AuthenticationError || FORGED.has(name))) {
        throw new Unauthorized((error as Error).message);
      }
      throw error;
    }
  }
}

/** @param metadata where the public keys of the senders are told; Microsoft's when it is not set */
export function createAdapter(credentials: TeamsCredentials, metadata?: string): Adapter {
  const issuer = AuthenticationConstants.ToBotFromChannelTokenIssuer;
  // botbuilder would also take tokens of other bots and of its emulator, made by anybody who holds our password.
  const fromMicrosoft = async (claims: readonly { type: string; value: string }[]) => {
    const said = claims.find((claim) => claim.type === 'iss')?.value;
    if (said !== issuer) throw new AuthenticationError('This issuer is not for bots of Teams.', 401);
  };
  const keys = metadata ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl;
  return new Adapter(
    BotFrameworkAuthenticationFactory.create(
      '',
      true,
      AuthenticationConstants.ToChannelFromBotLoginUrl,
      AuthenticationConstants.ToChannelFromBotOAuthScope,
      issuer,
      AuthenticationConstants.OAuthUrl,
      keys,
      keys,
      '',
      new OneApp(credentials),
      new AuthenticationConfiguration([], fromMicrosoft as never),
      undefined as never,
      {},
    ),
  );
}
