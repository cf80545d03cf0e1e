/** Something that an owner could do next. `subject` is what it is about, as people call it; days are whole. */
export type NextAction =
  | { kind: 'proposal'; subject: string; waitingDays: number }
  | { kind: 'breach'; subject: string; label: string }
  | { kind: 'owner_left'; subject: string }
  | { kind: 'pilot_ends'; subject: string; inDays: number }
  | { kind: 'criterion_waits'; subject: string; waitingDays: number }
  | { kind: 'review_waits'; subject: string; waitingDays: number }
  | { kind: 'fields_missing'; subject: string; labels: readonly string[] }
  | { kind: 'context_review'; subject: string; overdueDays: number | null }
  | { kind: 'no_criteria'; subject: string }
  | { kind: 'kpi_unknown'; subject: string; label: string; why: string }
  | { kind: 'review_nominal'; subject: string; words: string }
  | { kind: 'separate_prompts'; subject: string; prompts: number };

type Kind = NextAction['kind'];
type Of<K extends Kind> = Extract<NextAction, { kind: K }>;
type Rule<K extends Kind> = {
  /** Among those of one kind, the lower comes first. */
  order: (action: Of<K>) => number;
  words: (action: Of<K>) => string;
};

/** More than this nobody does in a week. */
export const MOST_ACTIONS = 5;

// From the most urgent: what should stop, what may soon have to, what nobody answers for, what ends by itself, what others wait for, what cannot
// go live, what is out of date, and last what is not measured or could be better.
const rules: { [K in Kind]: Rule<K> } = {
  proposal: {
    order: ({ waitingDays }) => -waitingDays,
    words: ({ subject, waitingDays }) => `Decide whether ${subject} goes on: the proposal ${since(waitingDays)}.`,
  },
  breach: {
    order: () => 0,
    words: ({ subject, label }) => `Find out why the ${label} of ${subject} is beyond what was agreed.`,
  },
  owner_left: {
    order: () => 0,
    words: ({ subject }) => `Name a new owner for ${subject}: its owner has left.`,
  },
  pilot_ends: {
    order: ({ inDays }) => inDays,
    words: ({ subject, inDays }) => `Decide what becomes of the pilot ${subject}: it ${ends(inDays)}.`,
  },
  criterion_waits: {
    order: ({ waitingDays }) => -waitingDays,
    words: ({ subject, waitingDays }) =>
      `Say whether you agree on when ${subject} should be stopped: it ${since(waitingDays)}.`,
  },
  review_waits: {
    order: ({ waitingDays }) => -waitingDays,
    words: ({ subject, waitingDays }) => `Review ${subject}: it ${since(waitingDays)}.`,
  },
  fields_missing: {
    order: ({ labels }) => labels.length,
    words: ({ subject, labels }) => `Fill in what ${subject} lacks for production: ${labels.join(', ')}.`,
  },
  context_review: {
    order: ({ overdueDays }) => -(overdueDays ?? Number.POSITIVE_INFINITY),
    words: ({ subject, overdueDays }) =>
      overdueDays === null
        ? `Review the context of ${subject}: it never was reviewed.`
        : `Review the context of ${subject}: it is ${overdueDays < 1 ? 'due today' : `${days(overdueDays)} overdue`}.`,
  },
  no_criteria: {
    order: () => 0,
    words: ({ subject }) => `Agree when ${subject} should be stopped: it has no kill criteria.`,
  },
  kpi_unknown: {
    order: () => 0,
    words: ({ subject, label, why }) => `See to it that ${label} of ${subject} can be known: ${why}.`,
  },
  review_nominal: {
    order: () => 0,
    words: ({ subject, words }) => `Look at how ${subject} is reviewed: ${words}.`,
  },
  separate_prompts: {
    order: ({ prompts }) => -prompts,
    words: ({ subject, prompts }) =>
      `Open a shared contract for ${subject}: ${prompts} separate prompts decide the same.`,
  },
};

/** The kinds of actions in the order of their urgency. */
export const urgency = Object.keys(rules) as Kind[];

/**
 * The most urgent actions, five at most, and how many more there are: by kind, within a kind by age or by what comes
 * soonest, else by their words, so that the same actions always make the same report.
 */
export function nextActions(actions: readonly NextAction[]): {
  shown: { action: NextAction; words: string }[];
  more: number;
} {
  const sorted = actions.toSorted(
    (one, other) =>
      urgency.indexOf(one.kind) - urgency.indexOf(other.kind) ||
      compare(order(one), order(other)) ||
      compare(actionWords(one), actionWords(other)),
  );
  const shown = sorted.slice(0, MOST_ACTIONS).map((action) => ({ action, words: actionWords(action) }));
  return { shown, more: sorted.length - shown.length };
}

/** An action as a report says it. */
export const actionWords = (action: NextAction): string => rule(action).words(action);

const rule = (action: NextAction) => rules[action.kind] as Rule<Kind>;
const order = (action: NextAction) => rule(action).order(action);
const compare = <T extends string | number>(one: T, other: T) => (one < other ? -1 : one > other ? 1 : 0);

const days = (n: number) => (n === 1 ? '1 day' : `${n} days`);
const since = (n: number) => (n < 1 ? 'came in today' : `has waited for ${days(n)}`);
const ends = (n: number) => (n < 0 ? `ended ${days(-n)} ago` : n === 0 ? 'ends today' : `ends in ${days(n)}`);
