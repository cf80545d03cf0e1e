import type { Chart } from '../../rules/chart.ts';
import type { ContentDiff } from '../../rules/diff/diff.ts';
import type { Words } from './words.ts';

/** A command typed for you: pressed, it arrives like any other and is checked again by the same schema and right. */
export type Button = {
  label: string;
  command: string;
  args: Record<string, unknown>;
  style?: 'primary' | 'danger';
  /** Opens the command's form even though no argument is missing. */
  ask?: boolean;
  /** A question asked before the click counts. */
  confirm?: { title: string; text: string; yes: string };
};

/** What a card says, never how it looks: each platform renders every part or does not compile. */
export type Part =
  | { kind: 'line'; words: Words }
  /** Somebody's own words or a prompt's text: always shown as data. */
  | { kind: 'quote'; text: string }
  | { kind: 'facts'; facts: readonly { label: string; value: Words }[] }
  /** `hunks`: how many to show at most; the rest is counted. */
  | { kind: 'diff'; diff: ContentDiff; hunks?: number }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly Words[])[] }
  | { kind: 'buttons'; buttons: readonly Button[] }
  /**
   * Two buttons that a platform may have of its own below a message; elsewhere they are buttons like others. `why`: what may be said
   * once `down` has counted.
   */
  | { kind: 'thumbs'; up: Button; down: Button; why?: Button }
  /** Always told in words too. `picture`: where it can be seen, in places that reach us. */
  | { kind: 'chart'; chart: Chart; picture?: string }
  /** Small print. */
  | { kind: 'note'; words: Words };

/** `title` doubles as the notification text, so it says the whole of it in one line. */
export type Card = { title: Words; parts: readonly Part[] };

export const line = (words: Words): Part => ({ kind: 'line', words });
export const quote = (text: string): Part => ({ kind: 'quote', text });
export const note = (words: Words): Part => ({ kind: 'note', words });
export const facts = (...pairs: (readonly [label: string, value: Words])[]): Part => ({
  kind: 'facts',
  facts: pairs.map(([label, value]) => ({ label, value })),
});
/** No buttons is no part: an empty row would be refused by the platforms. */
export const buttons = (...row: Button[]): Part[] => (row.length > 0 ? [{ kind: 'buttons', buttons: row }] : []);
