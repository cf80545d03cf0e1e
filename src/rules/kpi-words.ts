import type { Criterion } from './kill-switch.ts';
import { type KpiKey, kpis } from './kpi.ts';
import { side } from './threshold.ts';

/**
 * A value of a KPI as people read it: "41.7 %", "1,200 EUR", "35 minutes". `beside` is a value it stands next to: it gets as
 * many digits as it takes to see on which side it lies.
 */
export function valueWords(key: KpiKey, value: number, currency: string, beside?: number): string {
  const unit = kpis[key].unit === 'money' ? currency : kpis[key].unit;
  const usual = kpis[key].unit === 'money' ? 2 : 1;
  const differs = (digits: number) => beside === undefined || rounded(value, digits) !== rounded(beside, digits);
  const digits = [usual, 2, 3, 4, 5, 6].find(differs) ?? usual;
  const number = rounded(value, digits);
  return `${number} ${number === '1' && unit !== currency ? unit.replace(/s$/, '') : unit}`;
}

/** A criterion as people agree to it: "Adoption at 30 days below 40 %, 2 cycles in a row". */
export function criterionWords(
  { kpi, threshold, cycles }: Pick<Criterion, 'kpi' | 'threshold' | 'cycles'>,
  currency: string,
): string {
  const row = cycles === 1 ? 'in 1 cycle' : `${cycles} cycles in a row`;
  return `${kpis[kpi].label} ${side(kpi)} ${valueWords(kpi, threshold, currency)}, ${row}`;
}

const rounded = (value: number, digits: number) =>
  // Adding 0 takes the sign off a zero.
  (Number(value.toFixed(digits)) + 0).toLocaleString('en', { maximumFractionDigits: digits });
