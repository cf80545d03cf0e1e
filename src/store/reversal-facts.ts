import { holdBooks } from './books.ts';
import { findDecisions } from './decisions.ts';
import { type Batch, casesOf, momentOf, newsByName, type TakenFacts, takenOf } from './facts-about.ts';
import { enqueueSpread } from './jobs.ts';
import type { Db } from './open.ts';
import { keepReversals, type Reversed } from './reversals.ts';

/** Takes in which decisions were taken back; their cards show it. */
export async function takeReversals(db: Db, { application, rows, now }: Batch<'reversals'>): Promise<TakenFacts> {
  const { good, refused } = await casesOf(db, rows, now);
  await holdBooks(
    db,
    good.map((one) => one.useCase.id),
  );
  const found = await findDecisions(
    db,
    good.map(({ row, useCase }) => ({ useCaseId: useCase.id, application, key: row.decision })),
  );
  const reversed = good.flatMap(({ index, row, useCase }, i): Reversed[] => {
    const { id, others } = found[i]!;
    const then = momentOf(row.at, useCase, now);
    if (typeof then === 'string') refused.push({ index, field: 'at', message: then });
    else if (id === null) refused.push({ index, field: 'decision', message: others > 0 ? SEVERAL : UNKNOWN });
    else {
      const { reason, minutes = null, cost = null } = row;
      return [{ decisionId: id, reason, minutes, cost, personId: null, ...then }];
    }
    return [];
  });
  const kept = await keepReversals(db, reversed);
  const shown = kept.filter((one) => one.isShown).map((one) => `decision:${one.decisionId}`);
  await enqueueSpread(db, { posts: [], refresh: shown });
  const news = newsByName(kept, (one) => String(one.decisionId));
  return takenOf(
    reversed.map((one) => news(String(one.decisionId))),
    refused,
  );
}

const UNKNOWN = 'This use case has no decision with this key. Report it first, with POST /v1/decisions.';
const SEVERAL = 'Several applications have decisions with this key: say which, as application.';
