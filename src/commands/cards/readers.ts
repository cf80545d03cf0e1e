import { WEEK } from '../../rules/milliseconds.ts';
import type { Db } from '../../store/open.ts';
import { type Reader, readersOf } from '../../store/readings.ts';
import { count, duration, time, type Words, words } from '../kit/words.ts';

/** Which tokens read a label in the seven days before `at`. */
export const weekOfReaders = (db: Db, promptId: number, label: string, at: Date): Promise<Reader[]> =>
  readersOf(db, promptId, label, new Date(at.getTime() - WEEK));

/** Who is affected, in one line. */
export function readersLine(readers: readonly Reader[]): Words {
  const living = readers.filter((one) => !one.revoked);
  if (living.length === 0) return ['no application has read it in the last 7 days'];
  const shown = living.slice(0, 5).map((one) => `${one.token} (${count(one.count, 'read')})`);
  const more = living.length - shown.length;
  return [`${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''} in the last 7 days`];
}

/** When each reader will have a move: reads are answered from the present state, so at its next read. */
export function arrival(readers: readonly Reader[], at: Date): Words[] {
  const shown = readers.slice(0, 8).map((one) => {
    if (one.revoked) return words`${one.token} is revoked and reads no more (last read ${time(one.lastAt)})`;
    if (one.lastAt > at) return words`${one.token} has it: it read again at ${time(one.lastAt)}`;
    const every = one.everySeconds === null ? '' : `, usually within ${duration(Math.max(one.everySeconds, 1) * 1000)}`;
    return words`${one.token} will have it at its next read${every} (last read ${time(one.lastAt)})`;
  });
  const more = readers.length - shown.length;
  return more > 0 ? [...shown, [`and ${more} more will at their next read`]] : shown;
}
