import type { Recognition, WeeklyReport } from '../../rules/report/weekly-report.ts';
import { changeButton } from '../kit/buttons.ts';
import { type Button, buttons, facts, line, type Part } from '../kit/card.ts';
import { count, inWords, strong, type Words, words } from '../kit/words.ts';
import { rateWords } from './rates.ts';

/** A part of a report that lists things: at most `most` of them on a page. */
export type Section = {
  most: number;
  /** How many there are. */
  count: (report: WeeklyReport) => number;
  /** Those from one to another; nothing where there are none. */
  parts: (report: WeeklyReport, from: number, to: number) => Part[];
};

function section<Item>(
  itemsOf: (report: WeeklyReport) => readonly Item[],
  most: number,
  partsOf: (items: readonly Item[]) => Part[],
): Section {
  // A report that was kept before there was such a list has none.
  const all = (report: WeeklyReport): readonly Item[] => itemsOf(report) ?? [];
  return {
    most,
    count: (report) => all(report).length,
    parts: (report, from, to) => {
      const items = all(report).slice(from, to);
      return items.length > 0 ? partsOf(items) : [];
    },
  };
}

/** A heading, and below it what is said of each thing. */
const listed = (heading: string, items: readonly (readonly [label: string, value: Words])[]): Part[] => [
  line([strong(heading)]),
  facts(...items),
];

/** How long something has waited, in whole days. */
export const waits = (days: number): string => (days < 1 ? 'since today' : `for ${count(days, 'day')}`);

/** What came out well or badly, in the order in which it is told. */
export const outcomes: readonly Section[] = [
  section(
    ({ satisfaction }) => satisfaction,
    5,
    (moved) =>
      listed(
        'Satisfaction moved',
        moved.map(({ useCase, now, was, better }) => [
          useCase,
          [`liked ${better ? 'more' : 'less'}: ${rateWords(now)}; before, ${rateWords(was)}`],
        ]),
      ),
  ),
  section(
    ({ recognition }) => recognition,
    5,
    (found) => listed('Thank you', found.map(thanks)),
  ),
  section(
    ({ rollbacks }) => rollbacks,
    5,
    (moves) =>
      listed(
        'Rolled back',
        moves.map(({ prompt, label, from, to, day }) => [
          prompt,
          [`${from === null ? '' : `v${from} → `}v${to} on ${label}, on ${day}`],
        ]),
      ),
  ),
];

/** What waits, and what is about to be a trouble. */
export const troubles: readonly Section[] = [
  section(
    ({ criteria }) => criteria,
    5,
    (criteria) => [
      ...listed(
        'Criteria that wait for your yes',
        criteria.map(({ useCase, words: what, by, days }) => [useCase, [`${what}; ${by} asks, ${waits(days)}`]]),
      ),
      ...buttons(
        ...[...new Set(criteria.map(({ useCase }) => useCase))].map(
          (usecase): Button => ({ label: `Criteria of ${usecase}`, command: 'usecase-criteria', args: { usecase } }),
        ),
      ),
    ],
  ),
  section(
    ({ reviews }) => reviews,
    5,
    (reviews) => [
      ...listed(
        'Reviews waiting',
        reviews.map(({ change, prompt, days }) => [`#${change}`, [`${prompt}, ${waits(days)}`]]),
      ),
      ...buttons(...reviews.map(({ change }) => changeButton(change, `Open #${change}`))),
    ],
  ),
  section(
    ({ pilots }) => pilots,
    5,
    (pilots) =>
      listed(
        'Pilots about to end',
        pilots.map(({ useCase, inDays, until }) => [
          useCase,
          [
            inDays < 0
              ? `ended on ${until}`
              : `ends on ${until}, ${inDays === 0 ? 'today' : `in ${count(inDays, 'day')}`}`,
          ],
        ]),
      ),
  ),
  section(
    ({ contexts }) => contexts,
    5,
    (contexts) =>
      listed(
        'Context to be reviewed',
        contexts.map(({ useCase, input, overdueDays }) => [
          useCase,
          [
            overdueDays === null
              ? `${input}, never reviewed`
              : `${input}, ${overdueDays < 1 ? 'due today' : `${count(overdueDays, 'day')} overdue`}`,
          ],
        ]),
      ),
  ),
  section(
    ({ ownerless }) => ownerless,
    5,
    (left) =>
      listed(
        'Without an owner',
        left.map(({ what, kind }) => [what, [`the owner of this ${kind} has left`]]),
      ),
  ),
  section(
    ({ honesty }) => honesty,
    5,
    (found) =>
      listed(
        'How changes are reviewed, for you alone',
        found.map(({ useCase, signs }) => [useCase, [`${inWords(signs)}. No proof of anything, but worth a look.`]]),
      ),
  ),
  section(
    ({ separate }) => separate,
    3,
    (classes) =>
      classes.flatMap(({ decisionClass, useCases, prompts }) => [
        line(
          words`${strong('Not learning from each other')}: ${some(useCases)} decide about “${decisionClass}” with ${count(prompts, 'separate prompt')}.`,
        ),
        ...buttons({ label: 'Open a shared contract', command: 'contract', args: { class: decisionClass }, ask: true }),
      ]),
  ),
];

const SOME = 4;
const some = (names: readonly string[]): string =>
  names.length > SOME ? `${names.slice(0, SOME).join(', ')} and ${names.length - SOME} more` : inWords(names);

function thanks(one: Recognition): [string, Words] {
  const work = one.change === null ? 'a release' : `change #${one.change}`;
  const by = one.author === null ? [] : words` by ${strong(one.author)}`;
  const heard = one.answered > 0 ? `, which answers what ${count(one.answered, 'person', 'people')} said` : '';
  if (one.kind === 'satisfaction')
    return [
      one.prompt,
      words`v${one.version} is liked more than the version before (${rateWords(one.now)}; before, ${rateWords(one.was)}), by ${work}${by}${heard}`,
    ];
  const reversed = ({ up, of }: typeof one.now) => `${of - up} of ${count(of, 'decision')}`;
  return [
    one.useCase,
    words`fewer reversals (${reversed(one.now)}; before, ${reversed(one.was)}) after ${work} of ${one.prompt}${by}${heard}`,
  ];
}
