import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { nearest } from '../rules/nearest.ts';
import { markReviewed } from '../store/use-cases.ts';
import { guardOpen } from './acts/production.ts';
import { refreshUseCase } from './acts/use-case-step.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg } from './kit/args.ts';
import { editButton } from './kit/buttons.ts';
import { defineCommand } from './kit/command.ts';
import { inWords } from './kit/words.ts';

export const usecaseReview = defineCommand({
  name: 'usecase-review',
  summary: 'Say that the context of a use case was reviewed today',
  about: 'usecase',
  right: 'tend',
  effect: 'write',
  args: z.strictObject({
    usecase: arg.useCase(),
    /** One input by its name; without it all of them. */
    input: arg.words('Input', 100).optional(),
  }),
  typed: ['usecase', 'input'],
  examples: ['usecase review support', 'usecase review support Handbook'],
  async run(ctx, { input }) {
    const { useCase } = ctx;
    guardOpen(useCase);
    const names = useCase.inputs.map((one) => one.name);
    const wanted = useCase.inputs.filter(
      (one) => input === undefined || one.name.toLowerCase() === input.trim().toLowerCase(),
    );
    if (wanted.length === 0) throw unknown(useCase.slug, input, names);
    await markReviewed(
      ctx.db,
      wanted.map((one) => one.id),
      ctx.now,
    );
    ctx.record('review', `usecase:${useCase.slug}`, { inputs: wanted.map((one) => one.name) });
    await refreshUseCase(ctx, useCase);
    return loadUseCaseView(ctx.db, useCase.id, ctx.now);
  },
  json: useCaseJson,
  say: useCaseCard,
});

function unknown(slug: string, input: string | undefined, names: readonly string[]): Refusal {
  if (names.length === 0) {
    return new Refusal('conflict', `The context contract of ${slug} has no inputs yet.`, {
      offers: [editButton(slug, 'Fill it in', 'context')],
    });
  }
  const near = nearest(input ?? '', names);
  const message = `${slug} has no input called ${input}.${near ? ` Did you mean ${near}?` : ''} It has: ${inWords(names)}.`;
  return new Refusal('not_found', message, { fields: { input: message } });
}
