import { z } from 'zod';
import { settleChange } from '../store/change-steps.ts';
import { guardVerdict } from './acts/guard-verdict.ts';
import { tellNews } from './acts/tell-news.ts';
import { arg } from './kit/args.ts';
import { defineCommand } from './kit/command.ts';
import { strong, words } from './kit/words.ts';

export const withdraw = defineCommand({
  name: 'withdraw',
  summary: 'Take back a change that is not decided yet',
  about: 'change',
  right: 'withdraw',
  effect: 'write',
  args: z.strictObject({ change: arg.change() }),
  typed: ['change'],
  examples: ['withdraw 12'],
  async run(ctx) {
    await guardVerdict(ctx, 'withdraw');
    const { change, prompt } = ctx;
    const decided = { by: ctx.actor, why: null, now: ctx.now };
    await settleChange(ctx.db, change, { review: 'withdrawn', application: 'dropped', decided });
    ctx.record('withdraw', `change:${change.id}`, { cycle: change.cycle });
    ctx.refresh(`change:${change.id}`);
    tellNews(ctx, prompt, change, 'withdrawn');
    return { change: change.id, prompt: prompt.slug };
  },
  say: (done) => ({ title: words`Change #${done.change} of ${strong(done.prompt)} is withdrawn.`, parts: [] }),
});
