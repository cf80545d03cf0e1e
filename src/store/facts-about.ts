import { createHash } from 'node:crypto';
import { dayIn, daysAfter } from '../rules/calendar.ts';
import type { Refused } from '../rules/fact-fields.ts';
import type { FactKind, FactRow } from '../rules/fact-row.ts';
import { nearest } from '../rules/nearest.ts';
import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { textList } from './text-list.ts';
import { useCaseSlugs } from './use-cases.ts';

/** Rows of an application, which read well and hold no secrets. */
export type Batch<K extends FactKind> = { application: string; rows: readonly FactRow<K>[]; now: Date };

/**
 * What became of a batch. `taken`: new, or a new last word. `unchanged`: known before, or overtaken. `late`: of those taken,
 * the ones whose cycle has closed, so that they count in the present one.
 */
export type TakenFacts = { taken: number; unchanged: number; late: number; refused: Refused[] };

/** What a row has brought: null for nothing new. */
export type News = { late: boolean } | null;

/** Counts what rows have brought, beside those that were refused. */
export const takenOf = (news: readonly News[], refused: Refused[]): TakenFacts => {
  const taken = news.filter((one) => one !== null);
  const late = taken.filter((one) => one.late);
  return { taken: taken.length, unchanged: news.length - taken.length, late: late.length, refused };
};

/** What is new under some names, each told once: to the first row that asks. */
export function newsByName<T extends { late: boolean }>(all: readonly T[], nameOf: (one: T) => string) {
  const news = new Map(all.map((one) => [nameOf(one), { late: one.late }]));
  return (name: string): News => {
    const found = news.get(name) ?? null;
    news.delete(name);
    return found;
  };
}

/** What facts are held against. `today`: the day it is in its zone. */
type Case = { id: number; timezone: string; salt: string; team: string | null; today: string };

/** A fact about a use case that exists, with its place in the batch. */
export type About<Row> = { index: number; row: Row; useCase: Case };

/** The use cases that facts are about, and why the facts about others are refused. */
export async function casesOf<Row extends { usecase: string }>(
  db: Db,
  rows: readonly Row[],
  now: Date,
): Promise<{ good: About<Row>[]; refused: Refused[] }> {
  const names = [...new Set(rows.map((row) => row.usecase))];
  const found = await find(db, { names: textList(names) });
  const cases = new Map(found.map(({ slug, ...one }) => [slug, { ...one, today: dayIn(one.timezone, now) }]));
  const good = rows.flatMap((row, index) => {
    const useCase = cases.get(row.usecase);
    return useCase ? [{ index, row, useCase }] : [];
  });
  if (good.length === rows.length) return { good, refused: [] };
  const unknown = await unknownCases(
    db,
    names.filter((one) => !cases.has(one)),
  );
  const refused = rows.flatMap((row, index) =>
    cases.has(row.usecase) ? [] : [{ index, field: 'usecase', message: unknown(row.usecase) }],
  );
  return { good, refused };
}

const find = keptSql<Omit<Case, 'today'> & { slug: string }>(sql`
  select slug, id, timezone, user_salt as salt, team from use_case where slug = any(${sql.placeholder('names')}::text[])`);

// Whoever mistypes more than so many names has another problem.
const MENDED = 20;

async function unknownCases(db: Db, names: readonly string[]): Promise<(name: string) => string> {
  const known = await useCaseSlugs(db);
  const near = new Map(names.slice(0, MENDED).map((one) => [one, nearest(one, known)]));
  return (one) => `There is no use case called ${one}.${near.get(one) ? ` Did you mean ${near.get(one)}?` : ''}`;
}

/** A user's name as it is kept: nobody can read it, and it says nothing of other use cases. */
export const digestOf = (salt: string, user: string): string =>
  createHash('sha256').update(`${salt}/${user}`).digest('hex').slice(0, 32);

/** How many days facts may be old. */
const OLDEST = 731;

/** Why a day cannot be that of a fact. */
export function whyNotDay(day: string, { today, timezone }: Case): string | undefined {
  if (day > today) return `This is in the future: it is ${today} in ${timezone}.`;
  if (day < daysAfter(today, -OLDEST))
    return 'This is more than two years ago, for which facts are not taken any more.';
  return undefined;
}

// A clock that is a little fast says no nonsense; what it says to be in the future is now.
const FAST = 5 * 60_000;

/** The moment of a fact and its day in the zone of the use case, or why it cannot be. */
export function momentOf(
  given: FactRow<'decisions'>['at'],
  useCase: Case,
  now: Date,
): { at: Date; day: string } | string {
  if (given === undefined) return { at: now, day: useCase.today };
  // A day alone: noon stands for it.
  if (given.length === 10) return whyNotDay(given, useCase) ?? { at: new Date(`${given}T12:00:00Z`), day: given };
  const at = new Date(given);
  if (at.getTime() > now.getTime() + FAST) return `This is in the future: it is ${now.toISOString()} here.`;
  if (at > now) return { at: now, day: useCase.today };
  const day = dayIn(useCase.timezone, at);
  return whyNotDay(day, useCase) ?? { at, day };
}
