import { expect } from 'vitest';
import type { Outcome } from '../../src/commands/kit/invocation.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { sqlState } from '../../src/store/sql-state.ts';
import type { World } from '../world.ts';

/** Names that no other test uses, as people of a world who may decide on everything of a prompt. */
export async function reviewersOf(world: World, slug: string, n: number): Promise<string[]> {
  const names = Array.from({ length: n }, (_, i) => `r${i}`);
  for (const name of names) await world.person(name);
  const people = names.map((name) => `${name}@example.com`);
  await world.done('olu', 'reviewers', { prompt: slug, action: 'set', people: [...people, 'grace@example.com'] });
  return names;
}

const IMPATIENT = ['55P03', '57014'];

/**
 * Everybody clicks at the same moment. Whoever is told that nothing was done, because a busy machine made them wait too
 * long, clicks again, as people would: that must be as good as a first click.
 */
export function together(clicks: readonly (() => Promise<Outcome>)[]): Promise<Outcome[]> {
  const patient = async (click: () => Promise<Outcome>): Promise<Outcome> => {
    for (let tries = 1; ; tries++) {
      const outcome = await click();
      if (outcome.kind !== 'failed' || tries === 5) return outcome;
    }
  };
  return Promise.all(clicks.map(patient));
}

/** Outcomes by kind: who won, what the others were told, and everything that should not have come about. */
export function sorted(outcomes: readonly Outcome[]) {
  return {
    won: outcomes.filter((one) => one.kind === 'done'),
    told: outcomes.flatMap((one) => (one.kind === 'refused' ? [one.refusal.message] : [])),
    lost: outcomes.filter((one) => one.kind !== 'done' && one.kind !== 'refused'),
  };
}

/** Nothing failed but by waiting too long, no two transactions ever waited for each other, and the chain is whole. */
export async function expectCalm(world: World): Promise<void> {
  const faults = world.logs
    .filter((one) => one.level === 'error')
    .map((one) => sqlState(one.facts.err) ?? one.facts.err);
  expect(faults.filter((one) => !IMPATIENT.includes(String(one)))).toEqual([]);
  const [row] = await world.sql<{ deadlocks: number }[]>`
    select deadlocks::int from pg_stat_database where datname = current_database()`;
  expect(row!.deadlocks).toBe(0);
  expect((await verifyAudit(world.store.db)).broken).toBeNull();
}
