import type { Person } from '../../store/people.ts';

/** A piece of a sentence. A plain string is data: every platform shows it as it is and lets it mean nothing else. */
export type Span =
  | string
  | { kind: 'strong'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'time'; at: Date }
  | { kind: 'link'; url: string; text: string }
  /** `ping` notifies the person where the platform can; otherwise only the name is shown. */
  | { kind: 'person'; name: string; accounts: readonly string[]; ping: boolean }
  /** A channel or a person's direct messages, by its name `slack:T1/C2`. */
  | { kind: 'place'; place: string };

export type Words = readonly Span[];

/** A sentence with meaning in it: words`Approved by ${who(ada)} at ${time(now)}`. Arrays are spliced in. */
export function words(strings: TemplateStringsArray, ...spans: (Span | Words | number)[]): Words {
  const out: Span[] = [];
  strings.forEach((text, i) => {
    if (text) out.push(text);
    const span = spans[i];
    if (span === undefined) return;
    if (Array.isArray(span)) out.push(...span);
    else out.push(typeof span === 'number' ? String(span) : (span as Span));
  });
  return out;
}

export const strong = (text: string): Span => ({ kind: 'strong', text });
export const code = (text: string): Span => ({ kind: 'code', text });
export const time = (at: Date): Span => ({ kind: 'time', at });
export const link = (text: string, url: string): Span => ({ kind: 'link', url, text });
export const inPlace = (place: string): Span => ({ kind: 'place', place });

type Named = Pick<Person, 'name' | 'accounts'>;
/** Names a person without disturbing them. */
export const who = (person: Named): Span => ({ kind: 'person', ...pick(person), ping: false });
/** Names a person and notifies them. */
export const ping = (person: Named): Span => ({ kind: 'person', ...pick(person), ping: true });
const pick = ({ name, accounts }: Named) => ({ name, accounts });

/** "Ada, Grace and Olu"; `none` when there is nobody. */
export function listed(spans: readonly Span[], none = 'nobody', last = 'and'): Words {
  if (spans.length === 0) return [none];
  return spans.flatMap((span, i) => (i === 0 ? [span] : [i === spans.length - 1 ? ` ${last} ` : ', ', span]));
}

/** The same of plain names, for a plain sentence. */
export const inWords = (names: readonly string[], last = 'and'): string => listed(names, 'none', last).join('');

export const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** "1 line", "2 lines". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A moment inside of a plain sentence, such as a refusal: "2026-11-02 09:00 UTC". */
export const utc = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A length of time as people say it: "5 minutes", "3 hours", "2 days". */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return count(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? count(hours, 'hour') : count(Math.round(hours / 24), 'day');
}
