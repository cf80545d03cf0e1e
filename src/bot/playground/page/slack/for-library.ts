import type { Block } from './shared.ts';

/** A date in one of Slack's formats, such as `{date_short_pretty} at {time}`, in the reader's language and zone. */
export function formatted(date: Date, format: string): string {
  const look = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(undefined, options).format(date);
  return format
    .replaceAll('{time_secs}', look({ timeStyle: 'medium' }))
    .replaceAll('{time}', look({ hour: '2-digit', minute: '2-digit' }))
    .replaceAll('{date_num}', dashed(date))
    .replace(/\{date_short(_pretty)?\}/g, look({ day: 'numeric', month: 'short', year: 'numeric' }))
    .replace(/\{date_long(_pretty)?\}/g, look({ dateStyle: 'full' }))
    .replace(/\{date(_pretty)?\}/g, look({ dateStyle: 'long' }))
    .replace(/\{(ago|day_divider_pretty)\}/g, look({ dateStyle: 'medium' }));
}

const dashed = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

const written = /<!date\^(\d+)\^([^^|>]*)(?:\^[^|>]*)?\|[^>]*>/g;

const inText = (text: string): string =>
  text.replace(written, (_, seconds: string, format: string) => formatted(new Date(Number(seconds) * 1_000), format));

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  if (value === null || typeof value !== 'object') return value;
  const object = value as Record<string, unknown>;
  if (object.type === 'mrkdwn' && typeof object.text === 'string')
    return { ...object, text: inText(object.text), verbatim: false };
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, inside(item)]));
}

/**
 * Blocks as the library understands them: it stumbles over dates whose format has an underscore, so they are written out,
 * and it shows the signs of verbatim mrkdwn, which in Slack only goes without links.
 */
export const forLibrary = (blocks: readonly Block[]): Block[] => blocks.map((block) => inside(block) as Block);
