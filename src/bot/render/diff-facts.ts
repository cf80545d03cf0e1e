import { capital } from '../../commands/kit/words.ts';
import type { Fact } from '../../rules/diff/diff.ts';
import { bytesOf, isLow, shortened } from './fit.ts';
import type { Row } from './rows.ts';

/** One side of a changed setting; `said`: it is told in words of ours, for there is no value. */
export type Side = { text: string; said?: true };

/** A changed setting in one line; `from` is null in a first version, which has nothing before it. */
export type ToldFact = { name: string; from: Side | null; to: Side };

/** More of a value is not read on a card; the content itself holds it all. */
const VALUE = 400;

/** A row for each changed setting; `sizeOf` is what one takes. */
export const diffFactRows = (
  facts: readonly Fact[],
  first: boolean,
  sizeOf: (told: ToldFact) => number,
): Row<ToldFact>[] =>
  facts.map((fact) => {
    const render = (bytes: number) => told(fact, first, bytes);
    // As much as it is rendered with, so that a single short value is not cut where nothing needs the room.
    const most = 3 * Math.min(VALUE, Math.max(...[fact.name, fact.from ?? '', fact.to ?? ''].map(bytesOf)));
    return { size: Math.max(sizeOf(render(3 * VALUE + 60)), most) + 60, render };
  });

function told({ kind, name, from, to }: Fact, first: boolean, bytes: number): ToldFact {
  const value = Math.max(8, Math.min(VALUE, (bytes - 60) / 3));
  const skipped = from !== null && to !== null ? alike(from, to, value) : 0;
  return {
    name: shortened(kind === 'param' ? name : capital(name), value),
    from: first ? null : side(from, skipped, value),
    to: side(to, skipped, value),
  };
}

const CONTEXT = 20;

/** How many characters to leave out in front, so that two long values that begin alike still show where they differ. */
function alike(from: string, to: string, bytes: number): number {
  if (bytesOf(from) <= bytes && bytesOf(to) <= bytes) return 0;
  const most = Math.min(from.length, to.length);
  let same = 0;
  while (same < most && from[same] === to[same]) same++;
  const start = same - CONTEXT;
  return start < bytes / 3 ? 0 : isLow(from.charCodeAt(start)) ? start - 1 : start;
}

function side(value: string | null, skipped: number, bytes: number): Side {
  if (value === null || value === '') return { text: value === null ? 'not set' : 'empty', said: true };
  return { text: shortened(skipped > 0 ? `…${value.slice(skipped)}` : value, bytes) };
}
