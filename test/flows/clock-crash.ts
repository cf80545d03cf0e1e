import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { inject } from 'vitest';
import { rememberAccount } from '../../src/store/accounts.ts';
import { openStore } from '../../src/store/open.ts';
import { freshDatabase } from '../database.ts';
import { startProgram } from './program.ts';
import { settingsFor, settled, startSlack } from './workspace.ts';

const CHILD = fileURLToPath(new URL('./clock-child.ts', import.meta.url));

/** A Monday in the future, so that no clock but that of these tests finds anything to do. */
export const MONDAY = '2036-01-07';

/**
 * The real program, which delivers, and processes that do what the clock asks for, all on one database, and all of them to be
 * killed. `people`: how many there are, with the accounts UP0, UP1 and so on.
 */
export async function startCrashing({ people: many }: { people: number }) {
  const database = await freshDatabase();
  const slack = await startSlack();
  let program = await startProgram(settingsFor(slack, database.url));
  const store = openStore(database.url);
  const sql = postgres(database.url, { max: 2, fetch_types: false, onnotice: () => {} });
  const people: number[] = [];
  for (let n = 0; n < many; n++) {
    const [userId, name] = [`UP${n}`, `person${n}`];
    slack.addUser({ id: userId, name, email: `${name}@example.com` });
    const profile = { name, email: `${name}@example.com`, barred: null };
    const key = { platform: 'slack', workspace: 'T1', userId } as const;
    people.push((await store.transaction((db) => rememberAccount(db, key, profile, new Date()))).personId);
  }

  return {
    slack,
    store,
    sql,
    people,
    /** An active use case that runs since a moment. @returns its id */
    useCase: async (of: { slug: string; owner: number; stop: number; at: Date; team?: string }): Promise<number> => {
      const [row] = await sql<{ id: number }[]>`
        insert into use_case (slug, state, owner_id, stop_authority_id, team, timezone, state_since, created_by, created_at)
        values (${of.slug}, 'active', ${of.owner}, ${of.stop}, ${of.team ?? null}, 'UTC', ${of.at}, ${of.owner}, ${of.at})
        returning id`;
      return row!.id;
    },
    /** A process that does what the clock asks for at a moment; killed as soon as `moment` has come, or left to its end. */
    clock: async (now: string, commands: readonly string[], moment?: () => Promise<unknown>): Promise<void> => {
      const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: `${inject('scratchDir')}/compiled` };
      const args = [CHILD, database.url, now, ...commands];
      const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const gone = once(child, 'exit');
      await Promise.race([once(child.stdout, 'data'), gone]);
      if (moment) {
        await Promise.race([moment(), gone]);
        child.kill('SIGKILL');
      }
      await gone;
    },
    /** Kills the program and starts it again. */
    killProgram: async (): Promise<void> => {
      await program.kill();
      program = await startProgram(settingsFor(slack, database.url));
    },
    settled: () => settled(database.url, 30_000),
    stop: async (): Promise<void> => {
      await sql.end();
      await store.close();
      await program.stop();
      await slack.stop();
      await database.drop();
    },
  };
}
