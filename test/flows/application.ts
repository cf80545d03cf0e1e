import { randomBytes } from 'node:crypto';
import { expect, vi } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { rememberByEmail } from '../../src/store/people.ts';
import { addToken } from '../../src/store/tokens.ts';

/** Asks until the answer has a status: readers notice within a second, though not always before whoever caused it is answered. */
export const answersWith = (status: number, ask: () => Promise<Response>): Promise<Response> =>
  vi.waitFor(
    async () => {
      const answer = await ask();
      expect(answer.status).toBe(status);
      return answer;
    },
    { timeout: 5_000 },
  );

/** A service token that may do everything, of the admin of these tests. */
export async function freshToken(databaseUrl: string): Promise<string> {
  const store = openStore(databaseUrl);
  try {
    const secret = `cs_${randomBytes(24).toString('base64url')}`;
    const personId = await rememberByEmail(store.db, 'root@example.com');
    const made = { name: 'help-desk', secret, scopes: ['read', 'facts', 'commands'], personId, now: new Date() };
    await addToken(store.db, made);
    return secret;
  } finally {
    await store.close();
  }
}

/** An application that reports what it answered, how it was liked, and what was decided with it. */
export function reporting(url: string, token: string) {
  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as T;
  };
  return {
    outputs: (outputs: object[]) => post<Record<string, unknown>>('/v1/outputs', { outputs }),
    votes: (votes: object[]) => post<Record<string, unknown>>('/v1/votes', { votes }),
    decisions: (decisions: object[]) => post<Record<string, unknown>>('/v1/decisions', { decisions }),
    reversals: (reversals: object[]) => post<Record<string, unknown>>('/v1/reversals', { reversals }),
    command: <T>(name: string, args: object) => post<T>(`/v1/commands/${name}`, args),
  };
}
