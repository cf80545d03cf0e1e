import { z } from 'zod';
import { type Kpi, type KpiKey, kpi, kpis } from '../rules/kpi.ts';
import { lastCycles } from '../store/cycles.ts';
import { allNumbers } from './cards/all-numbers.ts';
import { arg } from './kit/args.ts';
import { defineCommand } from './kit/command.ts';

const all: readonly Kpi[] = (Object.keys(kpis) as KpiKey[]).map(kpi);

export const usecaseKpis = defineCommand({
  name: 'usecase-kpis',
  summary: 'Every number of a use case in its last cycle, and what it means',
  about: 'usecase',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ usecase: arg.useCase() }),
  typed: ['usecase'],
  examples: ['usecase kpis refunds'],
  async run({ db, useCase }) {
    const { id, slug, currency } = useCase;
    const [cycle = null] = (await lastCycles(db, [id], 1)).get(id)!;
    return { usecase: slug, currency, cycle };
  },
  say: (found) => allNumbers(found, all),
  json: ({ usecase, currency, cycle }) => ({
    usecase,
    currency,
    starts_on: cycle?.startsOn ?? null,
    ends_on: cycle?.endsOn ?? null,
    late: cycle?.facts.late ?? null,
    kpis: all.map(({ key, leastSample, sampleOf, leastCoverage, ...one }) => ({
      kpi: key,
      ...one,
      least_sample: leastSample,
      ...(sampleOf !== undefined && { sample_of: sampleOf }),
      least_coverage: leastCoverage,
      measured: cycle?.measures[key] ?? null,
    })),
  }),
});
