import { commandsByName } from '../src/commands/index.ts';
import type { Settings } from '../src/commands/kit/command.ts';
import { dispatch, type House, type Invocation, type Outcome } from '../src/commands/kit/dispatch.ts';
import { parseAccountKey } from '../src/rules/account.ts';
import { migrateStore, openStore, type Store } from '../src/store/open.ts';
import { rememberAccount } from '../src/store/people.ts';
import { freshDatabase } from './database.ts';

export type Logged = { level: 'info' | 'warn' | 'error'; facts: Record<string, unknown>; message: string };
export type World = Awaited<ReturnType<typeof createWorld>>;

/**
 * The bot without doors and deliveries: the real commands on a real Postgres, with a clock that tests may set.
 * People are written by first name; `ada` has the account `slack:T1/UADA` and the e-mail `ada@example.com`.
 */
export async function createWorld(over: Partial<Settings> = {}) {
  const database = await freshDatabase();
  await migrateStore(database.url);
  const store: Store = openStore(database.url);
  let now = new Date('2026-11-02T09:00:00Z');
  const logs: Logged[] = [];
  const say = (level: Logged['level']) => (facts: Record<string, unknown>, message: string) =>
    void logs.push({ level, facts, message });
  const settings: Settings = {
    admins: ['root@example.com'],
    reviewPlaces: ['slack:T1/CREVIEW'],
    announcePlaces: ['slack:T1/CNEWS'],
    publicUrl: null,
    timezone: 'UTC',
    ...over,
  };
  const house: House = {
    store,
    settings,
    commands: commandsByName,
    clock: () => now,
    log: { info: say('info'), warn: say('warn'), error: say('error') },
  };
  const ids = new Map<string, number>();

  const person = async (name: string): Promise<number> => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const key = parseAccountKey(`slack:T1/U${name.toUpperCase()}`)!;
    const profile = { name: name[0]!.toUpperCase() + name.slice(1), email: `${name}@example.com`, barred: null };
    const { personId } = await store.transaction((db) => rememberAccount(db, key, profile, now));
    ids.set(name, personId);
    return personId;
  };

  /** Runs a command as somebody; whatever comes of it is returned. */
  const run = async (
    who: string | null,
    command: string,
    args: Record<string, unknown> = {},
    more: Partial<Invocation> = {},
  ): Promise<Outcome> => {
    const personId = who === null ? null : await person(who);
    return dispatch(house, { command, args, personId, via: { door: 'slack' }, ...more });
  };

  /** Runs a command that must succeed and returns what a program would be answered. */
  const done = async <T = Record<string, unknown>>(...call: Parameters<typeof run>): Promise<T> => {
    const outcome = await run(...call);
    if (outcome.kind === 'done') return outcome.result as T;
    const why = outcome.kind === 'refused' ? outcome.refusal.message : JSON.stringify(logs.at(-1), errors);
    throw new Error(`${call[1]} was ${outcome.kind}: ${why}`);
  };

  /** Runs a command that must be refused and returns the sentence. */
  const refused = async (...call: Parameters<typeof run>): Promise<string> => {
    const outcome = await run(...call);
    if (outcome.kind === 'refused') return outcome.refusal.message;
    throw new Error(`${call[1]} was not refused but ${outcome.kind}`);
  };

  /** A prompt of Ada's, owned by Olu with Dee as deputy and Grace as reviewer; its v1 is not released yet. */
  const prompt = async (
    slug = 'support-reply',
    text = 'Answer kindly.\nOffer help.',
  ): Promise<{ change: number; fingerprint: string }> => {
    await Promise.all(['olu', 'dee', 'grace'].map(person));
    const opened = await done<{ change: number; fingerprint: string }>('ada', 'submit', {
      prompt: slug,
      text,
      why: 'The first text',
      purpose: 'Answers to customers',
      owner: 'olu@example.com',
      deputy: 'dee@example.com',
    });
    await done('olu', 'reviewers', { prompt: slug, action: 'add', people: 'grace@example.com' });
    return opened;
  };

  /** Approves a change as somebody, as its button would. */
  const approve = async (who: string, change: number): Promise<Outcome> => {
    const seen = await done<{ cycle: number; fingerprint: string }>(who, 'change', { change });
    return run(who, 'approve', { change, cycle: seen.cycle, fingerprint: seen.fingerprint });
  };

  /** Submits a text as Ada and releases it as Grace; returns the change's number. */
  const release = async (slug: string, text: string, more: Record<string, unknown> = {}): Promise<number> => {
    const opened = await done<{ change: number }>('ada', 'submit', {
      prompt: slug,
      text,
      why: `Because of ${text}`,
      ...more,
    });
    const outcome = await approve('grace', opened.change);
    if (outcome.kind !== 'done') throw new Error(`not released: ${outcome.kind}`);
    return opened.change;
  };

  return {
    store,
    house,
    url: database.url,
    logs,
    person,
    run,
    done,
    refused,
    prompt,
    approve,
    release,
    /** Lets time pass. */
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    now: () => now,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

const errors = (_key: string, value: unknown) =>
  value instanceof Error ? `${value.message} ${String(value.cause ?? '')}` : value;
