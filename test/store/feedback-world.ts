import { keepOutputs } from '../../src/store/outputs.ts';
import { versionVotes } from '../../src/store/satisfaction.ts';
import type { Thumb } from '../../src/store/votes.ts';
import { createWorld } from '../world.ts';

export type FeedbackWorld = Awaited<ReturnType<typeof feedbackWorld>>;

/** A world with the prompt `support-reply`, whose v1 and v2 were released. */
export async function feedbackWorld(over: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld(over);
  await world.prompt('support-reply', 'One');
  await world.approve('grace', 1);
  await world.release('support-reply', 'Two');
  const rows = await world.sql<{ id: number; prompt_id: number }[]>`select id, prompt_id from version order by number`;
  const promptId = rows[0]!.prompt_id;
  let reference = 0;

  return {
    ...world,
    promptId,
    /** The id of a version by its number. */
    version: (number: number) => rows[number - 1]!.id,
    /** An output of a version, new unless it is named. */
    output: async (version = 1, name = `output-${++reference}`): Promise<number> => {
      const made = { promptId, versionId: rows[version - 1]!.id, application: 'help-desk', reference: name };
      const [kept] = await keepOutputs(world.store.db, [{ ...made, input: 'Why?', output: 'So.', at: world.now() }]);
      return kept!.id;
    },
    /** An upward thumb on v1 by a user of the application, where nothing else is said. */
    thumb: (of: Partial<Thumb> = {}): Thumb => ({
      outputId: null,
      versionId: rows[0]!.id,
      application: 'help-desk',
      rater: 'app:help-desk/u-1',
      up: true,
      reasons: null,
      comment: null,
      at: world.now(),
      key: null,
      ...of,
    }),
    /** What reports read of a version. */
    counts: async (version = 1) => {
      const all = await versionVotes(world.store.db, promptId);
      const { up = 0, down = 0, excluded = 0, reasons = {} } = all.find((one) => one.version === version) ?? {};
      return { up, down, excluded, reasons };
    },
  };
}
