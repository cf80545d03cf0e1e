import { z } from 'zod';
import { getChange, overdueChanges, settleChange } from '../store/changes.ts';
import { forgetInvocations } from '../store/invocations.ts';
import { getPrompt, lockPrompt } from '../store/prompts.ts';
import { defineCommand } from './kit/command.ts';
import { tellNews } from './kit/move-label.ts';

export const expire = defineCommand({
  name: 'expire',
  summary: 'End changes whose time has run out',
  about: 'nothing',
  right: 'anyone',
  effect: 'write',
  hidden: true,
  args: z.strictObject({}),
  typed: [],
  examples: ['expire'],
  async run(ctx) {
    const expired: number[] = [];
    for (const id of await overdueChanges(ctx.db, ctx.now)) {
      const found = await getChange(ctx.db, id);
      await lockPrompt(ctx.db, found!.promptId);
      // Read again under the lock: somebody may have decided in the last moment.
      const change = await getChange(ctx.db, id);
      if (!change || !(await overdueChanges(ctx.db, ctx.now)).includes(id)) continue;
      const application = change.kind === 'follow_up' ? undefined : 'dropped';
      await settleChange(ctx.db, id, { review: 'expired', application });
      ctx.record('expire', `change:${id}`, { cycle: change.cycle });
      ctx.refresh(`change:${id}`);
      tellNews(ctx, await getPrompt(ctx.db, change.promptId), change, 'expired');
      expired.push(id);
    }
    await forgetInvocations(ctx.db, ctx.now);
    return { expired };
  },
  say: (done) => ({ title: [`${done.expired.length} expired`], parts: [] }),
});
