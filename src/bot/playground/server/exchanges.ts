import type { Exchange, Inside } from './protocol.ts';

/** What an exchange was about, as its client names it: a post, a form. */
export type Subject = string;
export type Kept = Exchange & {
  readonly subjects: ReadonlySet<Subject>;
  /** Who asked the bot; undefined when the bot called. */
  readonly user: string | undefined;
  readonly place: string | undefined;
};

const MOST = 600;
/** How long after a request a call may still be its consequence. */
const CONSEQUENCE = 5_000;
/** How much earlier or later than it was an answer may be noted. */
const APART = 50;

export type Loose = { readonly [key: string]: Loose | undefined } & { readonly length?: never };
export const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Remembers the newest 600 exchanges between a platform and the bot, and which post or form each was about. */
export function createExchanges() {
  const kept: Kept[] = [];
  let next = 1;

  function keep(exchange: Omit<Kept, 'id'>): void {
    kept.push({ id: next++, ...exchange });
    if (kept.length > MOST) kept.shift();
  }

  /** What the person asked for in the moment before a call. */
  const causeOf = (call: Kept): Kept | undefined =>
    kept.findLast(({ way, at }) => way === 'sent' && at <= call.at && call.at - at < CONSEQUENCE);

  /** All that was about something, with what caused it, oldest first. */
  function about(subject: Subject, more: readonly Kept[] = []): Exchange[] {
    const own = kept.filter(({ subjects }) => subjects.has(subject));
    const causes = own.filter(({ way }) => way === 'called').map(causeOf);
    const all = new Set([...own, ...more, ...causes.filter((cause) => cause !== undefined)]);
    return [...all].sort((a, b) => a.at - b.at || a.id - b.id).map(bare);
  }

  return {
    keep,
    about,
    filter: (wanted: (one: Kept) => boolean): Kept[] => kept.filter(wanted),
    /** Says that the newest exchange of a kind was about something, too. */
    tag(wanted: (one: Kept) => boolean, subject: Subject): void {
      const at = kept.findLastIndex(wanted);
      const found = kept[at];
      if (found) kept[at] = { ...found, subjects: new Set([...found.subjects, subject]) };
    },
    /** Whether somebody was asking the bot for something at a moment. */
    askedAt: (user: string, moment: number): boolean =>
      kept.some(
        ({ way, user: asker, at, ms }) =>
          way === 'sent' && asker === user && at - APART <= moment && moment <= at + ms + APART,
      ),
    /** All that is remembered. */
    all: (): Inside => ({ exchanges: kept.map(bare), source: null }),
  };
}

const bare = ({ subjects: _subjects, user: _user, place: _place, ...exchange }: Kept): Exchange => exchange;
