import type { World } from './world.ts';

/** What people write down about a use case, as `usecase-edit` takes it; Olu owns it, Dee is the deputy, Sam may stop it. */
export const filled = {
  owner: 'olu@example.com',
  deputy: 'dee@example.com',
  context_owner: 'grace@example.com',
  stop_authority: 'sam@example.com',
  decision: 'What a customer is answered',
  limits: 'No promises of money',
  function: 'Drafts an answer',
  input: 'The letter of the customer',
  output: 'A draft',
  failure_mode: 'A wrong promise',
  error_reach: 'One customer, until somebody reads it',
  quality_standard: 'Right in 19 of 20',
  escalation: 'Anything about the law',
  failure_response: 'A colleague will answer you.',
  inputs: 'Handbook; the wiki; grace@example.com; 365\nPrices; the shop; olu@example.com; 7 days',
  review_days: 90,
  stop_criteria: 'The handbook is older than a year',
};

/** Axes that recommend a light review. */
export const harmless = { value: 'mixed', detection: 'in_days', verifiability: 'easy' };

/** A use case of Olu's of which nothing is known yet. */
export async function begun(world: World, usecase: string): Promise<void> {
  await Promise.all(['olu', 'dee', 'grace', 'sam', 'eve'].map(world.person));
  await world.done('olu', 'usecase-create', { usecase });
}

/** A use case of Olu's at work, by the commands that people use, in a world of drafts. */
export async function working(world: World, usecase: string, more: Record<string, unknown> = {}): Promise<void> {
  await begun(world, usecase);
  await world.done('olu', 'usecase-edit', { usecase, ...filled, ...more });
  await world.done('olu', 'usecase-assess', { usecase, ...harmless, layer: 'light' });
  await world.done('olu', 'usecase-activate', { usecase, as: 'active' });
}

let round = 0;

/** The same, another one each time, with a prompt of it in production. */
export async function serving(
  world: World,
  more: Record<string, unknown> = {},
): Promise<{ usecase: string; slug: string }> {
  round += 1;
  const [usecase, slug] = [`support${round}`, `reply${round}`];
  await working(world, usecase, more);
  await world.prompt(slug);
  await world.done('root', 'usecase-add', { usecase, prompt: slug });
  await world.release(slug, 'Be kind.');
  return { usecase, slug };
}
