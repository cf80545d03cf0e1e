import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { closeUseCase } from './acts/stop-use-case.ts';
import { guardStep } from './acts/use-case-step.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { strong, words } from './kit/words.ts';

const args = z.strictObject({
  usecase: arg.useCase(),
  reason: arg.words('Reason', 1_000).meta({ hint: 'It is kept, and everybody concerned reads it' }),
  confirm: arg.useCase().meta({ label: 'Its name, to confirm', hint: 'A closed use case is not opened again' }),
});

export const usecaseClose = defineCommand({
  name: 'usecase-close',
  summary: 'End a use case for good: its prompts are retired, its history stays',
  about: 'usecase',
  right: 'stop',
  effect: 'write',
  args,
  typed: ['usecase', 'confirm', 'reason'],
  examples: ['usecase close support', 'usecase close support support We answer by hand again'],
  async ask(ctx, given) {
    const { useCase } = ctx;
    guardStep(useCase, 'close');
    return {
      command: 'usecase-close',
      title: 'Close a use case',
      submit: 'Close it for good',
      args: { usecase: useCase.slug },
      parts: [
        line(
          words`${strong(useCase.slug)} ends for good. Its readers are stopped, changes that wait are withdrawn, and its history stays. To stop it for a while, pause it.`,
        ),
      ],
      fields: [fieldOf(args, 'reason', { value: given.reason }), fieldOf(args, 'confirm', { value: given.confirm })],
    };
  },
  async run(ctx, { reason, confirm }) {
    const { useCase } = ctx;
    guardStep(useCase, 'close');
    if (confirm !== useCase.slug) {
      const message = `To confirm, write the name of the use case: ${useCase.slug}. Nothing was closed.`;
      throw new Refusal('invalid', message, { fields: { confirm: message } });
    }
    await closeUseCase(ctx, useCase, reason);
    return loadUseCaseView(ctx.db, useCase.id, ctx.now);
  },
  json: useCaseJson,
  say: useCaseCard,
});
