import { utc } from '../../../commands/kit/words.ts';
import type { Atom } from '../../render/atoms.ts';
import { oneLine, plain, type Written, written } from '../../render/plain.ts';
import { dateFormat, seconds } from './moment.ts';

/** Data inside mrkdwn or the `text` of a message: Slack reads mentions, links and dates from `<…>` alone. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const mrkdwn: Written = {
  text: ({ text, style }) => (style ? `${marks[style]}${escaped(text)}${marks[style]}` : escaped(text)),
  link: ({ text, url }) => `<${escaped(url)}|${escaped(text)}>`,
  time: ({ at }) => `<!date^${seconds(at)}^${dateFormat}|${utc(at)}>`,
  user: ({ id }) => `<@${id}>`,
  channel: ({ id }) => `<#${id}>`,
};

const marks = { bold: '*', code: '`' } as const;

// Mark-up needs a pair, an emoji two colons, a quote the beginning of a line.
const MARKUP = /([*_~`])[\s\S]*\1|:[^\s:]+:|^\s*>/m;

/**
 * The atoms as mrkdwn; null when their data holds what Slack might read as mark-up. It has no escape for that: such words
 * belong into rich text.
 */
export function mrkdwnOf(atoms: readonly Atom[]): string | null {
  const data = atoms.map((atom) => ('text' in atom ? atom.text : '')).join('');
  const marked = atoms.some((atom) => 'style' in atom);
  return MARKUP.test(data) || (marked && /[*_~`]/.test(data)) ? null : written(mrkdwn, atoms);
}

const fallback: Written = {
  text: ({ text }) => escaped(text),
  link: ({ text }) => escaped(text),
  time: plain.time,
  user: ({ name }) => escaped(name),
  channel: mrkdwn.channel,
};

/** The atoms as the `text` of a message, one line: channels keep their names, nobody is mentioned. */
export const fallbackOf = (atoms: readonly Atom[]): string => oneLine(written(fallback, atoms));
