import type { Chart } from '../../rules/chart.ts';
import { DAY } from '../../rules/milliseconds.ts';
import type { Move } from '../../store/moves.ts';
import type { WeekVotes } from '../../store/satisfaction.ts';
import { v } from '../kit/version-words.ts';
import { rateOf, rateWords } from './rates.ts';

/** The Monday (UTC) of the week a moment is in, `2026-11-16`. */
const mondayOf = (at: Date): string => {
  const day = Math.floor(at.getTime() / DAY);
  // 1970 began on a Thursday.
  return new Date((day - ((day + 3) % 7)) * DAY).toISOString().slice(0, 10);
};

/** Satisfaction week by week from `since` to `now`, with a mark where production moved to another version. */
export function weeklyChart(of: {
  title: string;
  weeks: readonly WeekVotes[];
  moves: readonly Move[];
  since: Date;
  now: Date;
}): Chart {
  const labels: string[] = [];
  for (let at = of.since; mondayOf(at) <= mondayOf(of.now); at = new Date(at.getTime() + 7 * DAY))
    labels.push(mondayOf(at));
  const points = labels.map((label) => {
    const votes = of.weeks.filter((one) => one.week === label);
    const up = votes.reduce((sum, one) => sum + one.up, 0);
    const share = { up, of: up + votes.reduce((sum, one) => sum + one.down, 0) };
    return { label, value: rateOf(share), text: rateWords(share) };
  });
  const marks = of.moves.toReversed().flatMap((move) => {
    const at = labels.indexOf(mondayOf(move.at));
    return at === -1 ? [] : [{ at, text: `${move.kind === 'rollback' ? '← ' : ''}${v(move.to)}` }];
  });
  // It begins where there is something to tell.
  const first = points.findIndex(
    (point, at) => point.text !== rateWords({ up: 0, of: 0 }) || marks.some((one) => one.at === at),
  );
  return {
    title: of.title,
    points: points.slice(Math.max(0, first)),
    marks: marks.map(({ at, text }) => ({ at: at - Math.max(0, first), text })),
  };
}
