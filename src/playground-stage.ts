import type { People } from './bot/people.ts';
import type { PlaygroundOptions, RunCommand } from './bot/playground/index.ts';
import { commands } from './commands/index.ts';
import { dispatch } from './commands/kit/dispatch.ts';
import type { House } from './commands/kit/invocation.ts';
import type { Logger } from './log.ts';
import { parseAccountKey } from './rules/account.ts';
import { readBacklog } from './store/backlog.ts';
import { happenedSince } from './store/happenings.ts';
import type { Store } from './store/open.ts';
import { slugs } from './store/prompts.ts';
import { wipe } from './store/wipe.ts';

/** What the playground may know of the house. */
export const stage = (store: Store, timezone: string, log: Logger): PlaygroundOptions => ({
  verbs: commands
    .filter((one) => !one.hidden)
    .map(({ name, summary, examples, typed }) => ({
      name,
      summary,
      example: examples[0] ?? name,
      takesPrompt: typed[0] === 'prompt',
    })),
  shortcuts: commands.flatMap(({ name, shortcut }) =>
    shortcut ? [{ kind: 'global' as const, id: `run:${name}`, title: shortcut }] : [],
  ),
  prompts: () => slugs(store.db),
  happened: (since) => happenedSince(store.db, since),
  reset: () => wipe(store),
  timezone,
  waiting: async () => (await readBacklog(store.background.db)).waiting,
  log,
});

/** Runs commands for the people of the playground's story and for its clock, at the time of the story. */
export const actor =
  (house: House, people: People): RunCommand =>
  async (by, command, args, at) => {
    const account = by === null ? null : parseAccountKey(by);
    const personId = account && (await people.identify(account, 'act'));
    const door = account === null ? 'clock' : account.platform === 'teams' ? 'teams' : 'slack';
    await people.introduce(args);
    const outcome = await dispatch(
      { ...house, clock: () => at },
      { command, args: { ...args }, personId, via: { door }, within: 10_000 },
    );
    if (outcome.kind === 'done') return outcome.result;
    throw new Error(outcome.kind === 'refused' ? outcome.refusal.message : `${command} ${outcome.kind}`);
  };
