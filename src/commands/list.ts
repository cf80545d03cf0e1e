import { z } from 'zod';
import { listPrompts } from '../store/prompt-list.ts';
import { arg } from './kit/args.ts';
import type { Card } from './kit/card.ts';
import { buttons, line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { count, strong, words } from './kit/words.ts';

const MOST = 40;

export const list = defineCommand({
  name: 'list',
  summary: 'All prompts with their owners and what production holds',
  about: 'nothing',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ page: arg.page().optional() }),
  typed: ['page'],
  examples: ['list'],
  async run(ctx, args) {
    const prompts = await listPrompts(ctx.db);
    return { prompts, page: Math.min(args.page ?? 1, Math.max(1, Math.ceil(prompts.length / MOST))) };
  },
  json: ({ prompts }) => ({ prompts }),
  say({ prompts, page }): Card {
    if (prompts.length === 0) {
      return {
        title: ['There is no prompt yet.'],
        parts: [
          line(['Submit the first one: give it a name, its text and an owner.']),
          ...buttons({ label: 'Submit a prompt', command: 'submit', args: {}, style: 'primary', ask: true }),
        ],
      };
    }
    const shown = prompts.slice((page - 1) * MOST, page * MOST);
    const next = page * MOST < prompts.length;
    return {
      title: [count(prompts.length, 'prompt')],
      parts: [
        {
          kind: 'table',
          head: ['Prompt', 'Production', 'Owner', 'Waiting'],
          rows: shown.map((one) => [
            [strong(one.prompt)],
            [one.production === null ? 'not released' : `v${one.production}`],
            [one.owner],
            [one.waiting === 0 ? '–' : String(one.waiting)],
          ]),
        },
        ...(next ? [line(words`Showing ${(page - 1) * MOST + 1} to ${page * MOST} of ${prompts.length}.`)] : []),
        ...buttons(...(next ? [{ label: 'Show more', command: 'list', args: { page: page + 1 } }] : [])),
      ],
    };
  },
});
