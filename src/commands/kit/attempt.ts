import { savepoint } from '../../store/savepoint.ts';
import type { Ctx } from './command.ts';

/**
 * Does a part of a command of which all comes about, or nothing: what it writes, tells and records. The command goes on
 * either way.
 * @returns what the part returned, or what it threw
 */
export async function attempt<T>(
  ctx: Ctx,
  part: (ctx: Ctx) => Promise<T>,
): Promise<{ ok: true; done: T } | { ok: false; error: unknown }> {
  const said: (() => void)[] = [];
  const later =
    <A extends unknown[]>(say: (...args: A) => void) =>
    (...args: A) =>
      void said.push(() => say(...args));
  const { tell, refresh, record, moved } = ctx;
  const held = { tell: later(tell), refresh: later(refresh), record: later(record), moved: later(moved) };
  try {
    const done = await savepoint(ctx.db, (db) => part({ ...ctx, ...held, db }));
    for (const say of said) say();
    return { ok: true, done };
  } catch (error) {
    return { ok: false, error };
  }
}
