import { Refusal } from '../refusal.ts';
import { type KpiKey, kpis } from './kpi.ts';

type Limit = { most: number; decimals: number; example: string };

// A share has one decimal and money two, so that a threshold is the number that people read.
const limits = {
  adoption: { most: 100, decimals: 1, example: '40 %' },
  reversal_rate: { most: 100, decimals: 1, example: '15 %' },
  reversal_cost: { most: 1_000_000_000, decimals: 2, example: '500' },
  hours_saved: { most: 1_000_000, decimals: 1, example: '20' },
} as const satisfies Partial<Record<KpiKey, Limit>>;

/** The KPIs that may stop a use case. A KPI of which higher is better stops it below its threshold, the others above. */
export type KillKpi = keyof typeof limits;
export const killKpis = Object.keys(limits) as KillKpi[];

/** On which side of its threshold a KPI breaches. */
export const side = (kpi: KillKpi): 'below' | 'above' => (kpis[kpi].better === 'higher' ? 'below' : 'above');

/** Whether a value is on the wrong side of a threshold. Exactly at it is not, and rounding errors are not counted. */
export function beyond(kpi: KillKpi, threshold: number, value: number): boolean {
  const difference = side(kpi) === 'below' ? threshold - value : value - threshold;
  return difference > 1e-12 * Math.max(1, Math.abs(threshold));
}

/**
 * A threshold as somebody typed it, in the unit of its KPI: "40 %" and "40" are 40. A comma before one or two last digits
 * is a decimal comma; those and spaces between thousands are taken as what they are.
 * @throws Refusal when it is no number, or not one that this KPI can have
 */
export function parseThreshold(kpi: KillKpi, typed: string | number): number {
  const { most, decimals, example } = limits[kpi];
  const number = typeof typed === 'number' ? typed : numberIn(typed, kpis[kpi].unit === '%');
  const places = Number.isFinite(number) ? Number(number.toFixed(decimals)) : Number.NaN;
  if (number >= 0 && number <= most && places === number) return number;
  const unit = kpis[kpi].unit === '%' ? ' %' : '';
  const digits =
    places === number || !(number >= 0 && number <= most)
      ? ''
      : `, with ${decimals === 1 ? 'one decimal' : 'two decimals'} at most`;
  const sentence = `${kpis[kpi].label} can be from 0 to ${most.toLocaleString('en')}${unit}${digits}, such as ${example}; "${typed}" is not. Nothing was changed.`;
  throw new Refusal('invalid', sentence, { fields: { threshold: sentence } });
}

function numberIn(typed: string, isShare: boolean): number {
  const text = typed.trim().replace(/[\s\u2009'’]+/g, '');
  const bare = isShare ? text.replace(/%$/, '') : text;
  const plain = bare.replace(/,(?=\d{3}(?:\D|$))/g, '').replace(/,(?=\d{1,2}$)/, '.');
  return /^[+-]?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}
