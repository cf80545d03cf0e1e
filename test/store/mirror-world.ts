import { randomBytes } from 'node:crypto';
import { contentOf } from '../../src/rules/content.ts';
import { defaultPolicy } from '../../src/rules/policy.ts';
import { announceMoves } from '../../src/store/listen.ts';
import { addMove } from '../../src/store/moves.ts';
import { type Db, openStore, type Store } from '../../src/store/open.ts';
import { rememberByEmail } from '../../src/store/people.ts';
import { createPrompt, keepVersion, lockPrompt } from '../../src/store/prompts.ts';
import { addToken } from '../../src/store/tokens.ts';
import { freshDatabase } from '../database.ts';
import { readyUseCase } from '../use-case.ts';

/** A migrated database with an owner and a deputy, opened. */
export async function storeWorld() {
  const database = await freshDatabase();
  const store = openStore(database.url);
  const owner = await rememberByEmail(store.db, 'ada@example.com');
  const deputy = await rememberByEmail(store.db, 'grace@example.com');

  return {
    url: database.url,
    store,
    owner,
    /** Creates a prompt without versions. */
    prompt: async (slug: string): Promise<number> =>
      (await createPrompt(store.db, {
        slug,
        useCaseId: await readyUseCase(store.db, { slug, owner, deputy }),
        purpose: 'Answers customers',
        ownerId: owner,
        deputyId: deputy,
        policy: defaultPolicy,
        by: owner,
        now: new Date(),
      }))!,
    /** Releases a text on a label, as a command does: locked, announced, in one transaction. @returns the move's number */
    release: (promptId: number, text: string, label = 'production') =>
      store.transaction((db) => releaseIn(db, promptId, text, label, owner)),
    releaseIn: (db: Db, promptId: number, text: string, label = 'production') =>
      releaseIn(db, promptId, text, label, owner),
    token: async (scopes = ['read'], name = 'checkout') => {
      const secret = `cs_${randomBytes(24).toString('base64url')}`;
      const id = await addToken(store.db, { name, secret, scopes, personId: owner, now: new Date() });
      return { id, secret, name };
    },
    drop: async () => {
      await store.close();
      await database.drop();
    },
  };
}

export type StoreWorld = Awaited<ReturnType<typeof storeWorld>>;

async function releaseIn(db: Db, promptId: number, text: string, label: string, by: number): Promise<number> {
  const now = new Date();
  await lockPrompt(db, promptId);
  const version = await keepVersion(
    db,
    promptId,
    contentOf({ text, model: 'model-1', params: { temperature: 0.2 } }),
    by,
    now,
  );
  const id = await addMove(db, {
    promptId,
    label,
    kind: 'promote',
    fromId: null,
    toId: version.id,
    personId: by,
    why: 'because',
    at: now,
  });
  await announceMoves(db, [promptId]);
  return id;
}

/** Ends the listening connection of every process on this database, as an administrator would. */
export async function killListeners(store: Store): Promise<number> {
  const { default: postgres } = await import('postgres');
  const sql = postgres(store.url, { max: 1 });
  try {
    const rows = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'countersign listener' and datname = current_database()`;
    return rows.length;
  } finally {
    await sql.end();
  }
}

/** Waits until something is true, checking often; fails after `ms`. */
export async function until(what: () => boolean | Promise<boolean>, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`Not true after ${ms} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

/**
 * The quickest of some rounds, in milliseconds. How long something takes on a machine that does other things as well says
 * little; that it can be quick says that nothing in it waits for a clock.
 */
export async function quickest(rounds: number, round: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) best = Math.min(best, await round());
  return best;
}

/** A log that remembers its lines. */
export function memoryLog() {
  const lines: { level: string; facts: Record<string, unknown>; message: string }[] = [];
  const write = (level: string) => (facts: Record<string, unknown>, message: string) =>
    void lines.push({ level, facts, message });
  return { lines, info: write('info'), warn: write('warn'), error: write('error'), debug: write('debug') };
}
