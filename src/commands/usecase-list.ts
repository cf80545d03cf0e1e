import { z } from 'zod';
import { listUseCases } from '../store/use-cases.ts';
import { ruledOut, stillNeeded } from './acts/completeness.ts';
import { arg } from './kit/args.ts';
import { buttons, type Card, line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { count, strong, words } from './kit/words.ts';

const MOST = 40;

export const usecaseList = defineCommand({
  name: 'usecase-list',
  summary: 'All use cases with their state, their owner and what is missing',
  about: 'nothing',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ page: arg.page().optional() }),
  typed: ['page'],
  examples: ['usecase list'],
  async run(ctx, args) {
    const all = (await listUseCases(ctx.db)).map((one) => ({
      usecase: one.slug,
      state: one.state,
      owner: one.owner?.name ?? null,
      prompts: one.prompts.length,
      missing: stillNeeded(one),
      ruledOut: ruledOut(one),
    }));
    return { all, page: Math.min(args.page ?? 1, Math.max(1, Math.ceil(all.length / MOST))) };
  },
  json: ({ all }) => ({ usecases: all.map(({ ruledOut: _, ...one }) => one) }),
  say({ all, page }): Card {
    const create = { label: 'Create a use case', command: 'usecase-create', args: {}, ask: true } as const;
    if (all.length === 0) {
      return {
        title: ['There is no use case yet.'],
        parts: [
          line(['A use case says who decides, and when to stop. Every prompt belongs to one.']),
          ...buttons(create),
        ],
      };
    }
    const shown = all.slice((page - 1) * MOST, page * MOST);
    const next = page * MOST < all.length;
    return {
      title: [count(all.length, 'use case')],
      parts: [
        {
          kind: 'table',
          head: ['Use case', 'State', 'Owner', 'Missing'],
          rows: shown.map((one) => [
            [strong(one.usecase)],
            [one.state],
            [one.owner ?? 'nobody'],
            [one.ruledOut ? 'nothing: AI does not belong here' : missingWords(one.missing)],
          ]),
        },
        ...(next ? [line(words`Showing ${(page - 1) * MOST + 1} to ${page * MOST} of ${all.length}.`)] : []),
        ...buttons(
          ...(next ? [{ label: 'Show more', command: 'usecase-list', args: { page: page + 1 } }] : []),
          create,
        ),
      ],
    };
  },
});

const missingWords = ([first, ...more]: readonly string[]): string =>
  first === undefined ? '–' : more.length === 0 ? first : `${first} and ${more.length} more`;
