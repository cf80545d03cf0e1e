import { isUndecided } from '../rules/lifecycle.ts';
import { overdueChanges } from '../store/change-list.ts';
import { settleChange } from '../store/change-steps.ts';
import { getChanges } from '../store/changes.ts';
import { forgetInvocations } from '../store/invocations.ts';
import { getPrompt, lockPrompt } from '../store/prompts.ts';
import { tellNews } from './acts/tell-news.ts';
import { clockCommand } from './kit/clock-command.ts';

// People wait behind these locks; what is left over is done a minute later.
const MOST = 50;

export const expire = clockCommand({
  name: 'expire',
  summary: 'End changes whose time has run out',
  async run(ctx) {
    const overdue = await overdueChanges(ctx.db, ctx.now, MOST);
    const prompts = (await getChanges(ctx.db, overdue)).map((change) => change.promptId);
    // Several prompts are locked at once only here, and always in the same order: two clocks never wait for each other.
    for (const id of [...new Set(prompts)].sort((a, b) => a - b)) await lockPrompt(ctx.db, id);
    const expired: number[] = [];
    // Read again under the locks: somebody may have decided in the last moment.
    for (const change of await getChanges(ctx.db, overdue)) {
      if (!isUndecided(change.review) || change.expiresAt > ctx.now) continue;
      const application = change.kind === 'follow_up' ? undefined : 'dropped';
      await settleChange(ctx.db, change, { review: 'expired', application });
      ctx.record('expire', `change:${change.id}`, { cycle: change.cycle });
      ctx.refresh(`change:${change.id}`);
      tellNews(ctx, await getPrompt(ctx.db, change.promptId), change, 'expired');
      expired.push(change.id);
    }
    await forgetInvocations(ctx.db, ctx.now);
    return { expired };
  },
  say: (done) => ({ title: [`${done.expired.length} expired`], parts: [] }),
});
