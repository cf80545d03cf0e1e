import { DAY } from '../rules/milliseconds.ts';
import { eraseTexts } from '../store/texts.ts';
import { refreshErased } from './acts/refresh-erased.ts';
import { clockCommand } from './kit/clock-command.ts';

// Of each kind in one go, so that it takes a moment only; the rest comes a minute later.
const MOST = 5_000;

export const erase = clockCommand({
  name: 'erase',
  summary: 'Erase excerpts and comments whose time has run out',
  async run(ctx) {
    const before = new Date(ctx.now.getTime() - ctx.settings.feedbackDays * DAY);
    const texts = await eraseTexts(ctx.db, before, MOST);
    const erased = texts.comments + texts.outputs.length + texts.decisions.length;
    refreshErased(ctx, texts);
    if (erased > 0) ctx.record('erase', 'feedback', { erased, before: before.toISOString() });
    return { erased };
  },
  say: (done) => ({ title: [`${done.erased} erased`], parts: [] }),
});
