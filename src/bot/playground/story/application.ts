import type { Facts } from './facts.ts';
import type { Platform } from './people.ts';
import { channels, guidePrompt, helpDesk, placeOf, teamsChannels } from './people.ts';

/** What an application of the story reports about one answer, as `POST /v1/outputs` takes it. */
export type Output = {
  readonly prompt: string;
  readonly version: number;
  readonly reference: string;
  readonly input: string;
  readonly output: string;
  readonly at?: string;
  readonly place?: string;
};

/** A thumb as `POST /v1/votes` takes it, about an output that was reported or about a version. */
export type Vote = {
  readonly key: string;
  readonly prompt: string;
  readonly output?: string;
  readonly version?: number;
  readonly user: string;
  readonly vote: 'up' | 'down';
  readonly reasons?: readonly string[];
  readonly comment?: string;
  readonly at: string;
};

export type Application = ReturnType<typeof createApplication>;

/** A program that uses prompts. Like any other it knows the bot by its HTTP API and a token alone. */
export function createApplication(botUrl: string, token: string) {
  async function ask(path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(new URL(path, botUrl), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    const refused = Array.isArray(answer.refused) && answer.refused.length > 0;
    if (!response.ok || refused) throw new Error(`${path} was answered with ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Reads a released prompt. @returns the number of its version */
  const read = async (prompt: string): Promise<number> => Number((await ask(`/v1/prompts/${prompt}`)).version);
  const report = (application: string, outputs: readonly Output[]) => ask('/v1/outputs', { application, outputs });
  const vote = (application: string, votes: readonly Vote[]) => ask('/v1/votes', { application, votes });

  /** Tells rows of what use cases are measured by. */
  const tell = (kind: Facts['kind'], rows: Facts['rows']) => ask(`/v1/${kind}`, { [kind]: rows });

  return { read, report, vote, tell };
}

/** An answer of the help desk comes in at a moment: it is written with what is released, and posted with thumbs. */
export async function answerIn(
  on: Platform,
  { read, report }: Application,
  said: { input: string; output: string },
  at: Date,
): Promise<void> {
  const { answers } = on === 'slack' ? channels : teamsChannels;
  const version = await read(guidePrompt);
  const reference = `mail-${crypto.randomUUID()}`;
  await report(helpDesk, [
    { prompt: guidePrompt, version, reference, ...said, at: at.toISOString(), place: placeOf(answers) },
  ]);
}
