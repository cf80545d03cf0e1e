import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { getPrompt, lockPrompt, movePrompt } from '../store/prompts.ts';
import { openProposals } from '../store/proposals.ts';
import { getUseCase, lockUseCases, type UseCase, useCaseId } from '../store/use-cases.ts';
import { applyLayer } from './acts/layer-policy.ts';
import { guardOpen, guardReady } from './acts/production.ts';
import { refreshUseCase } from './acts/use-case-step.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg } from './kit/args.ts';
import { fieldOf, promptInput, useCaseInput } from './kit/ask.ts';
import { proposalButton, useCaseButton } from './kit/buttons.ts';
import { line } from './kit/card.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import { promptNamed, unknownUseCase } from './kit/subject.ts';
import { allowOn } from './kit/use-case-standing.ts';

const args = z.strictObject({ usecase: arg.useCase(), prompt: arg.prompt() });

export const usecaseAdd = defineCommand({
  name: 'usecase-add',
  summary: 'Move a prompt into a use case',
  // Two use cases are concerned, and locked in one order.
  about: 'nothing',
  right: 'anyone',
  effect: 'write',
  args,
  typed: ['usecase', 'prompt'],
  examples: ['usecase add support support-reply'],
  async ask(ctx, given) {
    return {
      command: 'usecase-add',
      title: 'Move a prompt',
      submit: 'Move it',
      args: {},
      parts: [line(['Its policy becomes that of the use case it moves to.'])],
      fields: [
        fieldOf(args, 'usecase', { value: given.usecase, input: await useCaseInput(ctx.db) }),
        fieldOf(args, 'prompt', { value: given.prompt, input: await promptInput(ctx.db) }),
      ],
    };
  },
  async run(ctx, given) {
    const into = await useCaseId(ctx.db, given.usecase);
    if (into === null) throw await unknownUseCase(ctx.db, given.usecase);
    const { id, useCaseId: from } = await promptNamed(ctx.db, given.prompt, false);
    await lockUseCases(ctx.db, [from, into]);
    await lockPrompt(ctx.db, id);
    const prompt = await getPrompt(ctx.db, id);
    const [source, target] = [await getUseCase(ctx.db, from), await getUseCase(ctx.db, into)];
    if (prompt.useCaseId !== from)
      throw new Refusal('conflict', `Somebody moved ${prompt.slug} in this moment. Look where it is, then try again.`);
    if (from === into) throw new Refusal('conflict', `${prompt.slug} belongs to ${target.slug} already.`);
    allowOn('manage', ctx, source);
    allowOn('join', ctx, target);
    // A stop holds for all that was stopped: nothing leaves it, and nobody is stopped by the way.
    guardRunning(source);
    guardRunning(target);
    await guardAnswered(ctx, source);
    if (prompt.labels.some((one) => one.name === 'production')) guardReady(target, ctx.now);
    await movePrompt(ctx.db, id, into);
    await applyLayer(ctx, target, [id]);
    ctx.record('add', `usecase:${target.slug}`, { prompt: prompt.slug, from: source.slug });
    await refreshUseCase(ctx, source);
    await refreshUseCase(ctx, target);
    return loadUseCaseView(ctx.db, into, ctx.now);
  },
  json: useCaseJson,
  say: useCaseCard,
});

function guardRunning(useCase: UseCase): void {
  guardOpen(useCase);
  if (useCase.state !== 'paused') return;
  throw new Refusal(
    'conflict',
    `The use case ${useCase.slug} is paused: its prompts stay where they are until it goes on.`,
    {
      offers: [useCaseButton(useCase.slug)],
    },
  );
}

// Else whoever fears a stop could take out of it what would be stopped.
async function guardAnswered({ db }: Ctx, { id, slug }: UseCase): Promise<void> {
  if ((await openProposals(db, [id])).length === 0) return;
  throw new Refusal(
    'conflict',
    `Whether ${slug} is stopped has not been answered yet: its prompts stay where they are until then.`,
    { offers: [proposalButton(slug)] },
  );
}
