import { z } from 'zod';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg } from './kit/args.ts';
import { defineCommand } from './kit/command.ts';

export const usecaseShow = defineCommand({
  name: 'usecase-show',
  summary: 'A use case: who decides, what it may do, what is missing',
  about: 'usecase',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ usecase: arg.useCase() }),
  typed: ['usecase'],
  examples: ['usecase show support'],
  run: (ctx) => loadUseCaseView(ctx.db, ctx.useCase.id, ctx.now),
  json: useCaseJson,
  say: useCaseCard,
});
