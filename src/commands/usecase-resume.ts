import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { productionWriters } from '../store/production-writers.ts';
import { lastProposal } from '../store/proposals.ts';
import { lastStep } from '../store/use-case-steps.ts';
import { announceStep } from './acts/use-case-audience.ts';
import { guardStep, takeStep } from './acts/use-case-step.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { proposalButton } from './kit/buttons.ts';
import { line, quote } from './kit/card.ts';
import { defineCommand, type UseCaseCtx } from './kit/command.ts';
import { strong, time, who, words } from './kit/words.ts';

const args = z.strictObject({
  usecase: arg.useCase(),
  changed: arg.words('What changed', 1_000).meta({ hint: 'Why it may go on now; everybody concerned reads it' }),
});

export const usecaseResume = defineCommand({
  name: 'usecase-resume',
  summary: 'Let a paused use case go on, and say what changed',
  about: 'usecase',
  right: 'resume',
  effect: 'write',
  args,
  typed: ['usecase', 'changed'],
  examples: ['usecase resume support The text no longer speaks of refunds'],
  async ask(ctx, given) {
    const { useCase } = ctx;
    guardStep(useCase, 'resume');
    await guardOthersText(ctx);
    const by = useCase.stateBy ? words`${who(useCase.stateBy)} paused ` : ['Paused: '];
    return {
      command: 'usecase-resume',
      title: 'Resume a use case',
      submit: 'Resume it now',
      args: { usecase: useCase.slug },
      parts: [
        line(words`${by}${strong(useCase.slug)} at ${time(useCase.stateSince)}. Its readers are served again at once.`),
        quote(useCase.stateWhy ?? ''),
      ],
      fields: [fieldOf(args, 'changed', { value: given.changed })],
    };
  },
  async run(ctx, { changed }) {
    const { useCase } = ctx;
    guardStep(useCase, 'resume');
    await guardOthersText(ctx);
    // It goes on as what it was.
    const to = (await lastStep(ctx.db, useCase.id, 'pause'))?.from ?? 'active';
    const step = await takeStep(ctx, useCase, { step: 'resume', to, why: changed });
    await announceStep(ctx, useCase, `resume-${step}`);
    return loadUseCaseView(ctx.db, useCase.id, ctx.now);
  },
  json: useCaseJson,
  say: useCaseCard,
});

/**
 * Once the bot proposed to stop it, that it runs on is not for whoever wrote what runs: neither by answering, nor by a pause and
 * the way back. @throws Refusal
 */
async function guardOthersText({ db, useCase, actor }: UseCaseCtx): Promise<void> {
  const last = await lastProposal(db, useCase.id);
  if (!last?.decidedAt || last.decidedAt < useCase.stateSince) return;
  if (!(await productionWriters(db, [useCase.id])).get(useCase.id)!.has(actor.id)) return;
  throw new Refusal(
    'forbidden',
    `You wrote what ${useCase.slug} has in production, and it was proposed to be stopped: that it goes on is for somebody else to say. The admins can name another stop authority.`,
    { offers: [proposalButton(useCase.slug)] },
  );
}
