import { z } from 'zod';
import { pauseEnd } from '../rules/pause-end.ts';
import { pauseUseCase } from './acts/stop-use-case.ts';
import { guardStep } from './acts/use-case-step.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { line, quote } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { inWords, strong, words } from './kit/words.ts';

const args = z.strictObject({
  usecase: arg.useCase(),
  reason: arg.words('Reason', 1_000).meta({ hint: 'Everybody concerned reads it' }),
  until: z.string().trim().min(1).max(40).optional().meta({
    label: 'Until',
    hint: 'Such as 2026-12-31; nothing resumes by itself',
  }),
});

export const usecasePause = defineCommand({
  name: 'usecase-pause',
  summary: 'Stop a use case at once: its readers get the failure response',
  about: 'usecase',
  right: 'stop',
  effect: 'write',
  args,
  typed: ['usecase', 'reason'],
  examples: ['usecase pause support It promises refunds', 'usecase pause support It promises refunds until=2026-12-31'],
  async ask(ctx, given) {
    const { useCase } = ctx;
    guardStep(useCase, 'pause');
    const prompts = useCase.prompts.map((one) => one.slug);
    return {
      command: 'usecase-pause',
      title: 'Pause a use case',
      submit: 'Pause it now',
      args: { usecase: useCase.slug },
      parts: [
        line(
          words`Whoever reads ${prompts.length > 0 ? inWords(prompts) : 'a prompt of it'} is stopped at once, and gets the failure response of ${strong(useCase.slug)}:`,
        ),
        quote(useCase.failureResponse ?? 'None is set.'),
      ],
      fields: [fieldOf(args, 'reason', { value: given.reason }), fieldOf(args, 'until', { value: given.until })],
    };
  },
  async run(ctx, { reason, until }) {
    const { useCase } = ctx;
    guardStep(useCase, 'pause');
    const end = until === undefined ? undefined : pauseEnd(until, useCase.timezone, ctx.now);
    await pauseUseCase(ctx, useCase, { why: reason, ...(end && { until: end }) });
    return loadUseCaseView(ctx.db, useCase.id, ctx.now);
  },
  json: useCaseJson,
  say: useCaseCard,
});
