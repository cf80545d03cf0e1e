import type { Refused } from '../rules/fact-fields.ts';
import type { FactRow } from '../rules/fact-row.ts';
import { holdBooks } from './books.ts';
import { type Decided, keepDecisions } from './decisions.ts';
import { type About, type Batch, casesOf, momentOf, type TakenFacts, takenOf, whyNotDay } from './facts-about.ts';
import { enqueueSpread } from './jobs.ts';
import type { Db } from './open.ts';
import { keepSilentDays } from './usage.ts';
import { findVersions } from './version-names.ts';

type Row = FactRow<'decisions'>;

/** Takes in what was decided, posts what is to be posted, and notes on which days nothing was decided. */
export async function takeDecisions(db: Db, { application, rows, now }: Batch<'decisions'>): Promise<TakenFacts> {
  const { good, refused } = await casesOf(db, rows, now);
  const versions = await versionsOf(db, good);
  const decided: (Decided & { place: string | null })[] = [];
  const silent: { useCaseId: number; day: string }[] = [];
  for (const one of good) {
    const { index, row, useCase } = one;
    if (row.key === undefined) {
      const message = whyNotDay(row.day!, useCase);
      if (message) refused.push({ index, field: 'day', message });
      else silent.push({ useCaseId: useCase.id, day: row.day! });
    } else {
      const read = decisionOf(one, versions.get(index), now);
      if ('message' in read) refused.push({ index, ...read });
      else decided.push({ ...read, useCaseId: useCase.id, application });
    }
  }
  await holdBooks(
    db,
    [...decided, ...silent].map((one) => one.useCaseId),
  );
  const kept = await keepDecisions(db, decided);
  const news = [
    ...kept.map(({ isNew, late }) => (isNew ? { late } : null)),
    ...(await keepSilentDays(db, 'decisions', silent)),
  ];
  const posts = decided.flatMap(({ place }, i) =>
    place !== null && kept[i]!.isNew ? [{ subject: `decision:${kept[i]!.id}`, place, slot: 'card' }] : [],
  );
  await enqueueSpread(db, { posts, refresh: [] });
  return takenOf(news, refused);
}

type Wrong = Omit<Refused, 'index'>;

type Made = Omit<Decided, 'useCaseId' | 'application'> & { place: string | null };

function decisionOf({ row, useCase }: About<Row>, version: number | Wrong | undefined, now: Date): Made | Wrong {
  const then = momentOf(row.at, useCase, now);
  if (typeof then === 'string') return { field: 'at', message: then };
  if (typeof version === 'object') return version;
  const place = row.place ?? (row.post ? useCase.team : null);
  if (row.post && place === null) {
    return {
      field: 'post',
      message: 'This use case has no channel. Give it one with "usecase edit", or name a place.',
    };
  }
  const { key, minutes = null, summary } = row;
  const said = { key: key!, minutes, summary: summary || null, versionId: version ?? null };
  return { ...said, ...then, place, isShown: place !== null };
}

/** The version of each decision that names one, or why it cannot be that one. */
async function versionsOf(db: Db, good: readonly About<Row>[]): Promise<Map<number, number | Wrong>> {
  const named = good.flatMap(({ index, row: { prompt, version, fingerprint }, useCase }) =>
    prompt === undefined ? [] : [{ index, useCase, prompt, version, fingerprint }],
  );
  const found = await findVersions(db, named);
  return new Map(
    found.map(({ useCaseId, versionId }, i) => {
      const { index, useCase } = named[i]!;
      if (useCaseId === null) return [index, { field: 'prompt', message: 'There is no such prompt.' }];
      if (useCaseId !== useCase.id) {
        return [index, { field: 'prompt', message: 'This prompt belongs to another use case.' }];
      }
      return [index, versionId ?? { field: 'version', message: 'This prompt has no such version.' }];
    }),
  );
}
