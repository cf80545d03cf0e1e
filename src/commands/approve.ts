import { z } from 'zod';
import { pauseOf } from '../store/use-cases.ts';
import { guardVerdict, verdictArgs } from './acts/guard-verdict.ts';
import { giveVerdict } from './acts/verdict.ts';
import { approveLabel, changeCard, loadChangeView } from './cards/change.ts';
import { verdictJson } from './cards/change-json.ts';
import { pausedParts } from './cards/release-state.ts';
import { verdictDone } from './cards/verdict.ts';
import { defineCommand } from './kit/command.ts';

export const approve = defineCommand({
  name: 'approve',
  summary: 'Approve a change',
  about: 'change',
  right: 'decide',
  effect: 'write',
  args: z.strictObject(verdictArgs),
  typed: ['change'],
  examples: ['approve 12'],
  // Typed without a button: the card is shown first, so that nobody approves what they have not seen.
  async ask(ctx) {
    await guardVerdict(ctx, 'approve');
    const { change } = ctx;
    const view = await loadChangeView(ctx.db, change.id, ctx.now);
    return {
      command: 'approve',
      title: `Approve change #${change.id}`,
      submit: approveLabel(change, ctx.actor),
      args: { change: change.id, cycle: change.cycle, fingerprint: change.version.fingerprint },
      parts: changeCard(view!).parts.filter((part) => part.kind !== 'buttons'),
      fields: [],
    };
  },
  async run(ctx, args) {
    await guardVerdict(ctx, 'approve', args);
    const done = await giveVerdict(ctx, 'approve', null);
    return { ...done, useCase: done.released === null ? null : await pauseOf(ctx.db, ctx.prompt.useCaseId) };
  },
  say({ useCase, ...done }) {
    const { title, parts } = verdictDone(done);
    return { title, parts: [...parts, ...(useCase ? pausedParts(useCase) : [])] };
  },
  json: verdictJson,
});
