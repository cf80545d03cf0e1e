import type { Invocation, Outcome } from '../src/commands/kit/invocation.ts';
import type { Refusal } from '../src/refusal.ts';
import { parseAccountKey } from '../src/rules/account.ts';
import { type Profile, rememberAccount } from '../src/store/accounts.ts';
import { type Actor, findPerson, whoActs } from '../src/store/people.ts';
import { said } from './said.ts';
import type { World } from './world.ts';

export type Someone = ReturnType<typeof someone>;

/** Somebody at one account, such as `teams:TN/ada`, as a platform vouches for them; their commands come from there. */
export function someone(world: World, key: string, email: string | null, more: Partial<Profile> = {}) {
  const { platform, userId } = parseAccountKey(key)!;
  let profile: Profile = { name: `${userId} of ${platform}`, email, barred: null, ...more };
  const via: Invocation['via'] = { door: platform as 'slack' | 'teams', account: key };

  /** The platform is asked who this is. */
  const met = () =>
    world.store.transaction((db) => rememberAccount(db, parseAccountKey(key)!, profile, world.now(), { used: true }));
  const run = async (command: string, args: Record<string, unknown> = {}, over: Partial<Invocation> = {}) => {
    const { personId } = await met();
    return world.run(null, command, args, { personId, via, ...over });
  };
  return {
    key,
    met,
    run,
    person: async (): Promise<Actor> =>
      (await whoActs(world.store.db, (await findPerson(world.store.db, key))!.id, null))!,
    /** From now on the platform says something else. */
    becomes: (over: Partial<Profile>) => {
      profile = { ...profile, ...over };
      return met();
    },
    /** Runs a command that must succeed and returns everything its card says. */
    hears: async (command: string, args: Record<string, unknown> = {}): Promise<string> => {
      const outcome = await run(command, args);
      if (outcome.kind === 'done') return said(outcome.card);
      throw new Error(`${command} was ${outcome.kind}: ${(outcome as { refusal?: Refusal }).refusal?.message}`);
    },
    /** Runs a command that must be refused and returns the sentence. */
    refused: async (command: string, args: Record<string, unknown> = {}): Promise<string> => {
      const outcome: Outcome = await run(command, args);
      if (outcome.kind === 'refused') return outcome.refusal.message;
      throw new Error(`${command} was not refused but ${outcome.kind}`);
    },
  };
}

/** The code in what `link` answered. */
export const codeOf = (answer: string): string => /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(answer)![0];

/** Makes two accounts one person, as their humans would: a code here, entered there, and a yes here. */
export async function linked(world: World, first: Someone, second: Someone): Promise<void> {
  const code = codeOf(await first.hears('link'));
  await second.hears('link', { code });
  await first.hears('link', { request: await lastRequest(world), answer: 'yes' });
}

/** The number of the question that was asked last. */
export async function lastRequest(world: World): Promise<number> {
  const [row] = await world.sql<{ id: number }[]>`select max(id) as id from pairing where other_id is not null`;
  return row!.id;
}
