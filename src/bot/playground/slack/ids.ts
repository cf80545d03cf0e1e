import { randomBytes, randomUUID } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id as Slack makes them: the prefix (`T`, `C`, `U`, `V`, `Ev` …) and ten capitals or digits, at random. */
export function newId(prefix: string): string {
  let id = prefix;
  for (const byte of randomBytes(10)) id += alphabet[byte % alphabet.length];
  return id;
}

/** A short id such as Slack gives to blocks and actions that came without one. */
export const newBlockId = (): string => randomBytes(4).toString('base64url').slice(0, 5);

/** Thirteen digits, as in trigger ids and response addresses. */
export const newDigits = (): string =>
  String(1_000_000_000_000 + Number(randomBytes(6).readUIntBE(0, 6) % 9_000_000_000_000));

/** Thirty-two hexadecimal digits that cannot be guessed. */
export const newSecret = (): string => randomBytes(16).toString('hex');

/** A UUID, as clients give to their messages and Slack to its envelopes. */
export const newClientMessageId = (): string => randomUUID();

/** A clock of message timestamps (`1771287144.743569`), never the same twice. */
export function timestamps(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor(now() * 1_000));
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}
