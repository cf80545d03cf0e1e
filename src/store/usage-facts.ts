import { holdBooks } from './books.ts';
import {
  type Batch,
  casesOf,
  digestOf,
  type News,
  newsByName,
  type TakenFacts,
  takenOf,
  whyNotDay,
} from './facts-about.ts';
import type { Db } from './open.ts';
import { enableUsers, type Kept, keepSilentDays, keepUsage, keepUsers } from './usage.ts';

/** Takes in who was enabled when, who used it on which day, and on which days nobody did. */
export async function takeUsage(db: Db, { rows, now }: Batch<'usage'>): Promise<TakenFacts> {
  const { good: found, refused } = await casesOf(db, rows, now);
  const good = found.filter(({ index, row, useCase }) => {
    const wrong = (['day', 'enabled_on'] as const).flatMap((field) => {
      const message = row[field] && whyNotDay(row[field], useCase);
      return message ? [{ index, field, message }] : [];
    });
    refused.push(...wrong.slice(0, 1));
    return wrong.length === 0;
  });
  await holdBooks(
    db,
    good.map((one) => one.useCase.id),
  );
  const people = good.filter(({ row }) => row.user !== undefined);
  const ids = await keepUsers(
    db,
    people.map(({ row, useCase }) => ({ useCaseId: useCase.id, who: digestOf(useCase.salt, row.user!) })),
  );
  const days = (field: 'day' | 'enabled_on') =>
    people.flatMap(({ row }, i) => (row[field] ? [{ userId: ids[i]!, day: row[field] }] : []));
  // Usage first: whoever is enabled afterwards is counted with it, once.
  const used = newsByName(await keepUsage(db, days('day')), nameOf);
  const enabled = newsByName(await enableUsers(db, days('enabled_on')), nameOf);
  const silent = good.filter(({ row }) => row.user === undefined);
  const news = [
    ...people.map(({ row }, i) => either(used(`${ids[i]} ${row.day}`), enabled(`${ids[i]} ${row.enabled_on}`))),
    ...(await keepSilentDays(
      db,
      'usage',
      silent.map(({ row, useCase }) => ({ useCaseId: useCase.id, day: row.day! })),
    )),
  ];
  return takenOf(news, refused);
}

const nameOf = ({ userId, day }: Kept) => `${userId} ${day}`;
const either = (one: News, other: News): News => (one && other ? { late: one.late || other.late } : (one ?? other));
