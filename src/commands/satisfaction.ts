import { z } from 'zod';
import { WEEK } from '../rules/milliseconds.ts';
import { isWorse } from '../rules/statistics.ts';
import { listMoves } from '../store/moves.ts';
import { oneSidedRaters, versionVotes, weeklyVotes } from '../store/satisfaction.ts';
import { satisfactionCard, satisfactionJson } from './cards/satisfaction.ts';
import { weeklyChart } from './cards/weekly-chart.ts';
import { arg } from './kit/args.ts';
import { defineCommand } from './kit/command.ts';

const WEEKS = 12;
/** So many moves are looked at for where versions changed. */
const MOVES = 100;

export const satisfaction = defineCommand({
  name: 'satisfaction',
  summary: 'What people think of the answers, week by week and version by version',
  about: 'prompt',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ prompt: arg.prompt() }),
  typed: ['prompt'],
  examples: ['satisfaction support-reply'],
  async run(ctx) {
    const { db, prompt, now } = ctx;
    const since = new Date(now.getTime() - (WEEKS - 1) * WEEK);
    const current = prompt.labels.find((one) => one.name === 'production');
    const [versions, weeks, moves, sides] = await Promise.all([
      versionVotes(db, prompt.id),
      weeklyVotes(db, prompt.id, since),
      listMoves(db, { promptId: prompt.id, label: 'production', limit: MOVES }),
      current ? oneSidedRaters(db, current.versionId) : null,
    ]);
    const before = moves[0]?.from ?? null;
    const shareOf = (id: number | undefined) => {
      const votes = versions.find((one) => one.versionId === id);
      return { up: votes?.up ?? 0, of: (votes?.up ?? 0) + (votes?.down ?? 0) };
    };
    const worse = before !== null && isWorse(shareOf(current?.versionId), shareOf(before.id));
    const chart = weeklyChart({ title: `${prompt.slug}: satisfied, in %`, weeks, moves, since, now });
    return {
      prompt: prompt.slug,
      current: versions.find((one) => one.versionId === current?.versionId)?.version ?? null,
      worseThan: worse ? before.number : null,
      versions,
      chart,
      picture: ctx.settings.picture(chart),
      sides,
    };
  },
  json: satisfactionJson,
  say: satisfactionCard,
});
