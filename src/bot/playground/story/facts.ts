/** Rows of a day as the applications of the story report them: what they are sent to, below `/v1/`, and the rows. */
export type Facts = { readonly kind: 'usage' | 'decisions' | 'reversals'; readonly rows: readonly object[] };

type Case = {
  /** Decisions of a working day. */
  readonly decisions: number;
  /** How many of a day are taken back: on the first, the second … day of a row of days, and what each takes. */
  readonly reversed: readonly number[];
  readonly minutes: number;
  readonly cost: number;
  /** What went wrong with those. */
  readonly reason: string;
};

/** The use cases whose applications report, by name. */
const cases: Readonly<Record<string, Case>> = {
  'customer-replies': {
    decisions: 24,
    reversed: [1, 0, 2, 0, 1, 0, 1],
    minutes: 9,
    cost: 4,
    reason: 'It promised a free return, and those ended with the season',
  },
  'ticket-sorting': {
    decisions: 30,
    reversed: [1, 2, 0, 1, 1, 0],
    minutes: 2,
    cost: 0,
    reason: 'The ticket was about two things',
  },
  refunds: { decisions: 6, reversed: [0, 0, 1, 0, 0, 0], minutes: 15, cost: 20, reason: 'The order was a gift' },
  'call-notes': { decisions: 12, reversed: [0, 1, 0, 0], minutes: 4, cost: 0, reason: 'A promise was left out' },
  'delivery-news': { decisions: 9, reversed: [0, 0, 0, 1], minutes: 5, cost: 3, reason: 'The truck came after all' },
};

/** The one that fails from the week on in which the visitor comes: free returns have ended, and its text does not know. */
const failing = { usecase: 'customer-replies', reversed: [5, 4, 6, 5] } as const;

/** Those who answer customers with it; fewer do from week to week. */
const colleagues = 24;

/**
 * What happened on a working day, `weeks` weeks after the one in which the visitor came (before it: below 0).
 * @param day ISO date in the zone of the use cases
 * @param atWork whether a use case is at work on that day
 */
export function factsOf(day: string, weeks: number, atWork: (usecase: string) => boolean): Facts[] {
  const names = Object.keys(cases).filter(atWork);
  const date = Number(day.slice(-2));
  const keyOf = (usecase: string, n: number) => `${usecase} ${day} ${n}`;
  const decisions = names.flatMap((usecase) =>
    Array.from({ length: cases[usecase]!.decisions }, (_, n) => ({ usecase, key: keyOf(usecase, n), at: day })),
  );
  const reversals = names.flatMap((usecase) => {
    const { reversed, reason, minutes, cost } = cases[usecase]!;
    const counts = usecase === failing.usecase && weeks >= 0 ? failing.reversed : reversed;
    const length = counts[date % counts.length]!;
    return Array.from({ length }, (_, n) => ({
      ...{ usecase, decision: keyOf(usecase, n), at: day },
      ...{ reason, minutes, cost },
    }));
  });
  const using = colleagues - 2 * Math.max(0, weeks) - (date % 3);
  const usage = Array.from({ length: names.includes(failing.usecase) ? using : 0 }, (_, n) => ({
    ...{ usecase: failing.usecase, user: `colleague-${n + 1}` },
    ...{ enabled_on: day, day },
  }));
  const all: Facts[] = [
    { kind: 'usage', rows: usage },
    { kind: 'decisions', rows: decisions },
    { kind: 'reversals', rows: reversals },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}
