import type { FactKind } from '../rules/fact-row.ts';
import { takeDecisions } from './decision-facts.ts';
import type { Batch, TakenFacts } from './facts-about.ts';
import type { Db, Store } from './open.ts';
import { takeReversals } from './reversal-facts.ts';
import { takeUsage } from './usage-facts.ts';

/** Takes in facts of use cases, many at once; those that can be kept are, whatever the others say. */
export type UseCaseFacts = { [K in FactKind]: (batch: Batch<K>) => Promise<TakenFacts> };

/** Each batch in a transaction of its own. */
export const openUseCaseFacts = (store: Pick<Store, 'transaction'>): UseCaseFacts => ({
  usage: (batch) => store.transaction((db) => takeUsage(db, batch)),
  decisions: (batch) => store.transaction((db) => takeDecisions(db, batch)),
  reversals: (batch) => store.transaction((db) => takeReversals(db, batch)),
});

/** The same in a transaction that is under way; one batch only, because it holds the books. */
export const useCaseFactsIn = (db: Db): UseCaseFacts => ({
  usage: (batch) => takeUsage(db, batch),
  decisions: (batch) => takeDecisions(db, batch),
  reversals: (batch) => takeReversals(db, batch),
});
