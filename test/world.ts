import postgres from 'postgres';
import { viewOf } from '../src/commands/cards/subjects.ts';
import { commandsByName } from '../src/commands/index.ts';
import type { Settings } from '../src/commands/kit/command.ts';
import { dispatch } from '../src/commands/kit/dispatch.ts';
import type { Form } from '../src/commands/kit/form.ts';
import type { House, Invocation, Outcome } from '../src/commands/kit/invocation.ts';
import type { Refusal } from '../src/refusal.ts';
import { parseAccountKey } from '../src/rules/account.ts';
import { rememberAccount } from '../src/store/accounts.ts';
import type { SpreadJob } from '../src/store/jobs.ts';
import { openStore, type Store } from '../src/store/open.ts';

import { freshDatabase } from './database.ts';
import { said } from './said.ts';
import { usualSettings } from './settings.ts';
import { expectSnakeCase } from './snake-case.ts';
import { everyUseCaseReady } from './use-case.ts';

export type Logged = { level: 'info' | 'warn' | 'error'; facts: Record<string, unknown>; message: string };
/** A change as its card showed it: what a verdict's button sends. */
export type Seen = { change: number; cycle: number; fingerprint: string };
export type World = Awaited<ReturnType<typeof createWorld>>;

/**
 * The bot without doors and deliveries: the real commands on a real Postgres, with a clock that tests may set.
 * `drafts`: use cases begin as drafts, as they do for people; without it each is active and complete from the start.
 * People are written by first name; `ada` has the account `slack:T1/UADA` and the e-mail `ada@example.com`.
 */
export async function createWorld({ drafts, ...over }: Partial<Settings> & { drafts?: true } = {}) {
  const database = await freshDatabase();
  if (!drafts) await everyUseCaseReady(database.url);
  const store: Store = openStore(database.url);
  const sql = postgres(database.url, { max: 4, onnotice: () => {} });
  let now = new Date('2026-11-02T09:00:00Z');
  const logs: Logged[] = [];
  const say = (level: Logged['level']) => (facts: Record<string, unknown>, message: string) =>
    void logs.push({ level, facts, message });
  const settings: Settings = { ...usualSettings, ...over };
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
    if (outcome.kind === 'done') {
      // What was written into the trail long ago is shown as it was.
      if (call[1] !== 'audit') expectSnakeCase(outcome.result);
      return outcome.result as T;
    }
    const why = outcome.kind === 'refused' ? outcome.refusal.message : JSON.stringify(logs.at(-1), errors);
    throw new Error(`${call[1]} was ${outcome.kind}: ${why}`);
  };

  /** Runs a command as the clock does. */
  const tick = <T = Record<string, unknown>>(command: string): Promise<T> =>
    done<T>(null, command, {}, { via: { door: 'clock' } });

  /** Runs a command that must be refused and returns the refusal. */
  const refusal = async (...call: Parameters<typeof run>): Promise<Refusal> => {
    const outcome = await run(...call);
    if (outcome.kind === 'refused') return outcome.refusal;
    throw new Error(`${call[1]} was not refused but ${outcome.kind}`);
  };

  /** Runs a command that must be refused and returns the sentence. */
  const refused = async (...call: Parameters<typeof run>): Promise<string> => (await refusal(...call)).message;

  /** Runs a command that must succeed and returns everything its card says. */
  const answer = async (...call: Parameters<typeof run>): Promise<string> => {
    const outcome = await run(...call);
    if (outcome.kind === 'done') return said(outcome.card);
    throw new Error(`${call[1]} was ${outcome.kind}`);
  };

  /** Everything that a message about a subject says by now; null when there is nothing to say any more. */
  const says = async (subject: string, slot = 'card'): Promise<string | null> => {
    const view = await viewOf(store.db, subject, slot, now, settings);
    return view && said(view.card);
  };

  /** Runs a command where forms exist; it must ask for something, and the form is returned. */
  const asked = async (
    who: string,
    command: string,
    args: Record<string, unknown> = {},
    more: Partial<Invocation> = {},
  ): Promise<Form> => {
    const outcome = await run(who, command, args, { canAsk: true, ...more });
    if (outcome.kind === 'ask') return outcome.form;
    throw new Error(`${command} did not ask but was ${outcome.kind}`);
  };

  /** What some work handed to the queue: the posts, and the subjects whose copies are edited. */
  const queued = async (work: () => Promise<unknown>): Promise<SpreadJob> => {
    const spreads = () => sql<{ payload: SpreadJob }[]>`
      select payload from graphile_worker._private_jobs as jobs
      join graphile_worker._private_tasks as tasks on tasks.id = jobs.task_id
      where tasks.identifier = 'spread' order by jobs.id`;
    const before = (await spreads()).length;
    await work();
    const jobs = (await spreads()).slice(before).map((row) => row.payload);
    return { posts: jobs.flatMap((job) => job.posts), refresh: jobs.flatMap((job) => job.refresh) };
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

  /** Submits a text and returns what the buttons of the change's card carry. */
  const submit = async (slug: string, text: string, who = 'ada', more: Record<string, unknown> = {}): Promise<Seen> => {
    const opened = await done<Seen>(who, 'submit', { prompt: slug, text, why: `Because of ${text}`, ...more });
    return { change: opened.change, cycle: opened.cycle, fingerprint: opened.fingerprint };
  };

  /** Approves a change as somebody, as its button would. */
  const approve = async (who: string, change: number): Promise<Outcome> => {
    const seen = await done<{ cycle: number; fingerprint: string }>(who, 'change', { change });
    return run(who, 'approve', { change, cycle: seen.cycle, fingerprint: seen.fingerprint });
  };

  /** Submits a text as Ada and releases it as Grace; returns the change's number. */
  const release = async (slug: string, text: string, more: Record<string, unknown> = {}): Promise<number> => {
    const opened = await submit(slug, text, 'ada', more);
    const outcome = await approve('grace', opened.change);
    if (outcome.kind !== 'done') throw new Error(`not released: ${outcome.kind}`);
    return opened.change;
  };

  /** A prompt like those above that is in production, with these texts one after the other. */
  const inProduction = async (slug: string, first: string, ...more: string[]): Promise<void> => {
    await approve('grace', (await prompt(slug, first)).change);
    for (const text of more) await release(slug, text);
  };

  /** Which rows there are of every table that tells of effects, to see that nothing was done. */
  const effects = async (): Promise<Record<string, number>> => {
    const counts = await Promise.all(
      EFFECTS.map(async (table) => {
        const [row] = await sql<{ n: number }[]>`select count(*)::int as n from ${sql(table)}`;
        return [table, row!.n] as const;
      }),
    );
    return Object.fromEntries(counts);
  };

  return {
    store,
    house,
    url: database.url,
    /** A connection of the test's own, outside of the store. */
    sql,
    logs,
    person,
    run,
    done,
    tick,
    refused,
    refusal,
    answer,
    says,
    asked,
    queued,
    effects,
    prompt,
    submit,
    approve,
    release,
    inProduction,
    /** Lets time pass. */
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    now: () => now,
    close: async () => {
      await sql.end({ timeout: 2 });
      await store.close();
      await database.drop();
    },
  };
}

const EFFECTS = [
  'prompt',
  'member',
  'version',
  'label',
  'change',
  'coauthor',
  'verdict',
  'move',
  'token',
  'invocation',
  'audit',
  'graphile_worker._private_jobs',
];

const errors = (_key: string, value: unknown) =>
  value instanceof Error ? `${value.message} ${String(value.cause ?? '')}` : value;
