import type { Chart } from '../../rules/chart.ts';
import { type Reason, reasonWords } from '../../rules/reasons.ts';
import { twoProportion } from '../../rules/statistics.ts';
import type { OneSided, VersionVotes } from '../../store/satisfaction.ts';
import type { Decision } from '../../store/triage.ts';
import { applicationOf } from '../../store/votes.ts';
import { rollbackButton } from '../kit/buttons.ts';
import { buttons, type Card, line, note, type Part } from '../kit/card.ts';
import { v } from '../kit/version-words.ts';
import { count, strong, type Words, words } from '../kit/words.ts';
import { intervalOf, rateOf, rateWords } from './rates.ts';
import { decisionWords } from './triage-words.ts';

/** All that is told of what people think of a prompt; nobody is named. */
type Satisfaction = {
  prompt: string;
  /** The version in production, if anybody has voted on it. */
  current: number | null;
  /** The version before, when the present one is worse beyond chance. */
  worseThan: number | null;
  versions: VersionVotes[];
  chart: Chart;
  picture: string | null;
  /** Raters of the present version who always vote the same way. */
  sides: { of: number; raters: OneSided[] } | null;
};

/** Versions in one table, the newest first; more would be no comparison. */
const SHOWN = 8;
const SIDES = 5;

/** How people rate the versions of a prompt. */
export function satisfactionCard(told: Satisfaction): Card {
  const { prompt, versions, chart, picture } = told;
  if (versions.length === 0) {
    return {
      title: words`Nobody has voted on ${strong(prompt)} yet.`,
      parts: [
        line(['Applications report answers and votes over the API; anybody may give a word here.']),
        ...buttons({ label: 'Give feedback', command: 'feedback', args: { prompt }, ask: true }),
      ],
    };
  }
  return {
    title: titleOf(told),
    parts: [
      ...worseLine(told),
      { kind: 'chart', chart, ...(picture !== null && { picture }) },
      versionTable(versions.slice(0, SHOWN)),
      ...(versions.length > SHOWN ? [note([`${versions.length - SHOWN} older versions are not shown.`])] : []),
      ...oneSided(told),
      ...buttons(
        { label: 'Look through low votes', command: 'triage', args: { prompt } },
        { label: 'History', command: 'history', args: { prompt } },
        ...(told.worseThan === null ? [] : [rollbackButton(prompt, 'production', { version: `v${told.worseThan}` })]),
      ),
      note([
        'Satisfaction says what people liked, not what was right: it takes the place of no check. Votes that are not about the prompt are left out.',
      ]),
    ],
  };
}

const shareOf = ({ up, down }: VersionVotes) => ({ up, of: up + down });

function titleOf({ prompt, current, versions }: Satisfaction): Words {
  const votes = versions.find((one) => one.version === current);
  if (!votes) return words`${strong(prompt)}: nobody has voted on the present version yet`;
  return words`${strong(prompt)} v${votes.version}: satisfied ${rateWords(shareOf(votes))}`;
}

function worseLine({ current, worseThan, versions }: Satisfaction): Part[] {
  const [now, before] = [current, worseThan].map((number) => versions.find((one) => one.version === number));
  return now && before ? [line(worseWords(now, before))] : [];
}

/** "v8 is liked less than v7, beyond what chance explains (p = 0.003)." */
export function worseWords(now: Counted, before: Counted): Words {
  const { p } = twoProportion(counted(now), counted(before));
  const sure = p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
  return words`⚠️ ${v({ number: now.version })} is liked less than ${v({ number: before.version })}, beyond what chance explains (${sure}).`;
}

type Counted = { version: number; up: number; down: number };
const counted = ({ up, down }: Counted) => ({ up, of: up + down });

type Column = { head: string; cell: (votes: VersionVotes) => string; only?: (votes: VersionVotes) => boolean };

// On a phone there is room for three columns: the others stand where they say something.
const columns: readonly Column[] = [
  { head: 'Version', cell: ({ version }) => v({ number: version }) },
  { head: 'Satisfied (95 % interval)', cell: (votes) => rateWords(shareOf(votes)) },
  { head: 'Reasons', cell: ({ reasons }) => tally(reasons, reasonWords) },
  {
    head: 'Looked at',
    cell: ({ decisions }) => tally(decisions, decisionWords),
    only: ({ decisions }) => Object.keys(decisions).length > 0,
  },
  { head: 'Left out', cell: ({ excluded }) => String(excluded), only: ({ excluded }) => excluded > 0 },
];

function versionTable(versions: readonly VersionVotes[]): Part {
  const told = columns.filter(({ only }) => only === undefined || versions.some(only));
  return {
    kind: 'table',
    head: told.map(({ head }) => head),
    rows: versions.map((votes) => told.map(({ cell }) => [cell(votes)])),
  };
}

function tally<K extends Reason | Decision>(counts: Partial<Record<K, number>>, names: Record<K, string>): string {
  const all = (Object.entries(counts) as [K, number][]).sort((a, b) => b[1] - a[1]);
  return all.map(([key, n]) => `${names[key].toLowerCase()} ${n}`).join(', ') || '–';
}

// Somebody who always says the same tells little, and many votes of theirs would tell it often. Who they are stays here.
function oneSided({ sides, current }: Satisfaction): Part[] {
  if (!sides || sides.raters.length === 0 || current === null) return [];
  const one = (rater: OneSided) =>
    `${rater.up ? '👍' : '👎'} ${rater.votes} times (${applicationOf(rater.rater) ?? 'in a chat'})`;
  const shown = sides.raters.slice(0, SIDES).map(one).join('; ');
  const more = sides.raters.length > SIDES ? ` and ${sides.raters.length - SIDES} more` : '';
  const who = count(sides.raters.length, 'rater always votes', 'raters always vote');
  return [line([`Of the last ${count(sides.of, 'vote')} on v${current}: ${who} the same way – ${shown}${more}.`])];
}

/** The same for programs. */
export const satisfactionJson = ({ prompt, current, worseThan, versions, chart, sides }: Satisfaction) => ({
  prompt,
  current,
  worse_than: worseThan,
  versions: versions.map((one) => ({
    version: one.version,
    votes: one.up + one.down,
    up: one.up,
    down: one.down,
    left_out: one.excluded,
    rate: rateOf(shareOf(one)),
    interval: intervalOf(shareOf(one)),
    reasons: one.reasons,
    decisions: one.decisions,
  })),
  weeks: chart.points.map(({ label, value, text }) => ({ week: label, rate: value, text })),
  changes: chart.marks.map(({ at, text }) => ({ week: chart.points[at]!.label, version: text })),
  one_sided: sides && {
    of: sides.of,
    raters: sides.raters.map((one) => ({ application: applicationOf(one.rater), up: one.up, votes: one.votes })),
  },
});
