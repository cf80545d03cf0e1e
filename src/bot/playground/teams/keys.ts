import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Who signs what Teams sends to bots. */
export const issuer = 'https://api.botframework.com';

/** What a token says, and by whom; anything can be made wrong. */
export type TokenOverrides = {
  issuer?: string;
  audience?: string;
  serviceUrl?: string;
  /** Seconds from now. */
  expiresIn?: number;
  notBefore?: number;
  /**
   * `forged`: another key under the same key id; `unknown`: another key under an id nobody has heard of; `elsewhere`: one of
   * Microsoft's that is endorsed for another channel alone.
   */
  key?: 'forged' | 'unknown' | 'elsewhere';
  claims?: Record<string, unknown>;
};

const algorithm = 'RS256';

let made: ReturnType<typeof generateKeyPair> | undefined;

/** One pair for the whole process: making one takes a fifth of a second. */
function ownPair() {
  made ??= generateKeyPair(algorithm);
  return made;
}

export type Keys = Awaited<ReturnType<typeof createKeys>>;

/** The channel's own RSA key: what is published of it, and tokens signed with it. */
export async function createKeys(appId: string, serviceUrl: () => string) {
  const kid = 'countersign-stand-in';
  const { publicKey, privateKey } = await ownPair();
  const elsewhere = `${kid}-elsewhere`;
  const jwk = { ...(await exportJWK(publicKey)), use: 'sig', alg: algorithm };
  const keys = [
    { ...jwk, kid, x5t: kid, endorsements: ['msteams'] },
    { ...jwk, kid: elsewhere, x5t: elsewhere, endorsements: ['webchat'] },
  ];
  const ids = { forged: kid, unknown: 'nobody', elsewhere };

  async function token(wanted: TokenOverrides = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const own = wanted.key === undefined || wanted.key === 'elsewhere';
    const key = own ? privateKey : (await generateKeyPair(algorithm)).privateKey;
    return new SignJWT({ serviceurl: wanted.serviceUrl ?? serviceUrl(), ...wanted.claims })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: wanted.key ? ids[wanted.key] : kid })
      .setIssuer(wanted.issuer ?? issuer)
      .setAudience(wanted.audience ?? appId)
      .setNotBefore(now + (wanted.notBefore ?? -300))
      .setExpirationTime(now + (wanted.expiresIn ?? 3_600))
      .sign(key);
  }

  let kept: { token: string; until: number } | undefined;

  /** A good token, the same one for half an hour, as Teams has it. */
  async function good(): Promise<string> {
    if (kept === undefined || kept.until < Date.now()) kept = { token: await token(), until: Date.now() + 1_800_000 };
    return kept.token;
  }

  return { jwks: { keys }, token, good };
}
