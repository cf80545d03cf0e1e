import { Refusal } from '../refusal.ts';
import { type KpiKey, kpis, type Unit } from './kpi.ts';

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
 * A threshold as somebody typed it, in the unit of its KPI: "40 %" and "40" are 40. "1,200" is a thousand and more, "12,5"
 * has a decimal comma; "1.200", which is one or the other, is refused.
 * @throws Refusal `invalid` when it is no number, or not one that this KPI can have
 */
export function parseThreshold(kpi: KillKpi, typed: string | number): number {
  const { most, decimals, example } = limits[kpi];
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(plain(String(typed), kpis[kpi].unit)) ?? [];
  const number = Number(`${whole}.${fraction || 0}`);
  if (fraction.length <= decimals && number <= most) return number;
  const range = `from 0 to ${most.toLocaleString('en')}${kpis[kpi].unit === '%' ? ' %' : ''}`;
  const digits = decimals === 1 ? 'one decimal' : 'two decimals';
  const sentence = `"${String(typed).slice(0, 40)}" cannot be the threshold of "${kpis[kpi].label}": it is a number ${range} with ${digits} at most, such as ${example}.`;
  throw new Refusal('invalid', sentence, { fields: { threshold: sentence } });
}

function plain(typed: string, unit: Unit): string {
  const text = typed.replace(/[\s'’]+/g, '');
  return (unit === '%' ? text.replace(/%$/, '') : text)
    .replace(/,(?=\d{3}(?:\D|$))/g, '')
    .replace(/,(?=\d{1,2}$)/, '.');
}
