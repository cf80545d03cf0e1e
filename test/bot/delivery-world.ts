import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, vi } from 'vitest';
import { deliveries } from '../../src/bot/deliver.ts';
import type { How, Poster, Ref } from '../../src/bot/poster.ts';
import { viewOf } from '../../src/commands/cards/subjects.ts';
import type { Card } from '../../src/commands/kit/card.ts';
import { parseContent } from '../../src/rules/content.ts';
import { defaultPolicy } from '../../src/rules/policy.ts';
import { postKey } from '../../src/rules/post-key.ts';
import { rememberAccount } from '../../src/store/accounts.ts';
import { openChange } from '../../src/store/change-steps.ts';
import { sql } from '../../src/store/drizzle.ts';
import { enqueueSpread } from '../../src/store/jobs.ts';
import { type Db, openStore, type Store } from '../../src/store/open.ts';
import { openOutbox } from '../../src/store/outbox.ts';
import { findPost } from '../../src/store/posts.ts';
import { createPrompt, keepVersion, lockPrompt } from '../../src/store/prompts.ts';
import { addVerdict } from '../../src/store/verdicts.ts';
import { startWorkers, type Workers } from '../../src/store/workers.ts';
import { freshDatabase } from '../database.ts';
import { bareSettings } from '../settings.ts';
import { readyUseCase } from '../use-case.ts';
import { digestOf, NOW } from './delivery-settings.ts';

export const SECRET = 'You are the secret text of a prompt.';

/** What was written to the log, as objects. */
export type Lines = { level: string; message: string; facts: Record<string, unknown> }[];

function recordingLog() {
  const lines: Lines = [];
  const write = (level: string) => (facts: Record<string, unknown>, message: string) =>
    void lines.push({ level, message, facts });
  return { lines, log: { info: write('info'), warn: write('warn'), error: write('error') } };
}

type Sent = { kind: 'post' | 'update'; place: string; card: Card; how?: How; ref: Ref; at: number };

/**
 * What a platform does with one call: how long it takes, and what the caller gets thrown. `applied` says it was done all
 * the same.
 */
export type Fate = { throws?: unknown; applied?: boolean; ms?: number };

/**
 * A platform in memory, outside of our machine as the real ones are. It recognises a repetition by its key only when it
 * is told that it is one, so that a second first attempt shows as a duplicate.
 */
export function fakePlatform(
  fate: (call: { kind: 'post' | 'update'; place: string; how?: How }) => Fate = () => ({}),
  /** Whether a call has its effect before its time passes, as when the answer is slow, or after. */
  { appliesFirst = false } = {},
) {
  const sent: Sent[] = [];
  const copies = new Map<string, { place: string; card: Card; key: string }>();
  const byKey = new Map<string, Ref>();
  const busy = new Set<string>();
  let duplicates = 0;
  let overlaps = 0;

  const apply = (place: string, card: Card, how: How): Ref => {
    const known = byKey.get(how.key);
    if (known && how.repeated) return known;
    if (known) duplicates += 1;
    const ref = { channel: place, ts: String(copies.size + 1) };
    copies.set(ref.ts, { place, card, key: how.key });
    byKey.set(how.key, ref);
    sent.push({ kind: 'post', place, card, how, ref, at: performance.now() });
    return ref;
  };
  const alone = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    if (busy.has(key)) overlaps += 1;
    busy.add(key);
    return work().finally(() => busy.delete(key));
  };

  const call = async <T>({ throws, applied, ms }: Fate, effect: () => T): Promise<T> => {
    const done = throws === undefined || applied === true;
    const early = appliesFirst && done ? effect() : undefined;
    if (ms) await sleep(ms);
    const result = appliesFirst || !done ? early : effect();
    if (throws !== undefined) throw throws;
    return result as T;
  };

  const poster: Poster = {
    digest: digestOf,
    post: (place, card, how) =>
      alone(how.key, () => call(fate({ kind: 'post', place, how }), () => apply(place, card, how))),
    update: (ref, card) => {
      const copy = copies.get(ref.ts!)!;
      return alone(copy.key, () =>
        call(fate({ kind: 'update', place: copy.place }), () => {
          copy.card = card;
          sent.push({ kind: 'update', place: copy.place, card, ref, at: performance.now() });
        }),
      );
    },
  };
  return { poster, sent, copies, duplicates: () => duplicates, overlaps: () => overlaps };
}

/** A migrated database of the test file's own, with Ada (owner, `slack:T1/UADA`), Grace (deputy) and a prompt. */
export async function deliveryWorld() {
  const { url, drop } = await freshDatabase();
  const opened: { close(): Promise<void> }[] = [];
  const store = openStore(url);
  opened.push(store);
  const running: Workers[] = [];
  const people = await store.transaction(async (db) => {
    const one = async (userId: string, name: string) =>
      (
        await rememberAccount(
          db,
          { platform: 'slack', workspace: 'T1', userId },
          { name, email: `${name.toLowerCase()}@example.com`, barred: null },
          NOW,
        )
      ).personId;
    return { ada: await one('UADA', 'Ada'), grace: await one('UGRACE', 'Grace'), olu: await one('UOLU', 'Olu') };
  });
  const promptId = (await store.transaction(async (db) =>
    createPrompt(db, {
      slug: 'support-reply',
      useCaseId: await readyUseCase(db, { slug: 'support', owner: people.ada, deputy: people.grace }),
      purpose: 'Answers',
      ownerId: people.ada,
      deputyId: people.grace,
      policy: defaultPolicy,
      by: people.ada,
      now: NOW,
    }),
  ))!;

  const rest = async () => void (await Promise.all(running.splice(0).map((workers) => workers.stop())));
  afterAll(async () => {
    await rest();
    await Promise.all(opened.map((each) => each.close()));
    await drop();
  });

  return {
    url,
    store,
    people,
    promptId,
    /** Starts workers that deliver with this poster, over connections of their own; `at` reaches the database elsewhere. */
    async serve(poster: Poster | undefined, how: { concurrency?: number; at?: string } = {}) {
      const { log, lines } = recordingLog();
      const own = openStore(how.at ?? url);
      const counted: string[] = [];
      opened.push(own);
      const tasks = deliveries({
        outbox: openOutbox(own),
        posters: { slack: poster },
        settings: bareSettings,
        clock: () => NOW,
        log,
        metrics: { delivery: (platform, outcome) => void counted.push(`${platform} ${outcome}`) },
      });
      const workers = await startWorkers(own, tasks, { log, concurrency: how.concurrency ?? 4 });
      running.push(workers);
      return { workers, lines, counted, store: own };
    },
    /** Stops all workers. */
    rest,
    /** Opens a change, told in these places as `card` unless named otherwise. */
    async open(places: readonly string[], slot = 'card'): Promise<string> {
      return store.transaction(async (db) => {
        await lockPrompt(db, promptId);
        const content = parseContent({ messages: [{ role: 'system', content: `${SECRET} ${Math.random()}` }] });
        const version = await keepVersion(db, promptId, content, people.ada, NOW);
        const id = await openChange(db, {
          promptId,
          kind: 'proposal',
          label: 'production',
          baseId: null,
          versionId: version.id,
          authorId: people.ada,
          why: 'shorter answers',
          policy: defaultPolicy,
          now: NOW,
        });
        const subject = `change:${id}`;
        await enqueueSpread(db, { posts: places.map((place) => ({ subject, place, slot })), refresh: [] });
        return subject;
      });
    },
    /** A comment on a change, told in its thread in these places (or in the slot named), and the card refreshed. */
    async comment(subject: string, places: readonly string[], slot = 'thread:verdict'): Promise<string> {
      return store.transaction(async (db) => {
        const verdict = `verdict:${await give(db, subject, people.olu, 'comment')}`;
        await enqueueSpread(db, {
          posts: places.map((place) => ({ subject: verdict, place, slot })),
          refresh: [subject],
        });
        return verdict;
      });
    },
    /** Changes what the card of a change says, and refreshes it. */
    async rename(subject: string, why = `why ${Math.random()}`): Promise<void> {
      await store.transaction(async (db) => {
        await db.execute(sql`update change set why = ${why} where id = ${subject.split(':')[1]}::int`);
        await enqueueSpread(db, { posts: [], refresh: [subject] });
      });
    },
    give: (db: Db, subject: string, personId: number, verdict: 'approve' | 'comment') =>
      give(db, subject, personId, verdict),
    /** Resolves when nothing is queued any more. */
    idle: (timeout = 15_000) => idle(store, timeout),
    post: (subject: string, place: string, slot = 'card') => findPost(store.db, postKey({ subject, place, slot })),
    present: async (subject: string, slot = 'card') =>
      digestOf((await viewOf(store.db, subject, slot, NOW, bareSettings))!.card),
  };
}

const give = (db: Db, subject: string, personId: number, verdict: 'approve' | 'comment') =>
  addVerdict(db, {
    changeId: Number(subject.split(':')[1]),
    cycle: 1,
    personId,
    verdict,
    reason: 'because',
    fingerprint: 'f'.repeat(64),
    at: NOW,
  });

async function idle(store: Store, timeout: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await jobs(store);
      if (rows.length > 0) throw new Error(`${rows.length} jobs are left`);
    },
    { timeout, interval: 30 },
  );
}

/** The jobs in the queue. */
export async function jobs(store: Store) {
  const rows = await store.background.db.execute(
    sql`select task_identifier as task, key, attempts, locked_by, extract(epoch from run_at - now())::float8 as "in" from graphile_worker.jobs order by run_at`,
  );
  return { rows: [...rows] as { task: string; key: string | null; attempts: number; locked_by: string; in: number }[] };
}
