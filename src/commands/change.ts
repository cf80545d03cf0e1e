import { z } from 'zod';
import { changeCard, loadChangeView } from './cards/change.ts';
import { changeJson } from './cards/change-json.ts';
import { arg } from './kit/args.ts';
import { defineCommand } from './kit/command.ts';
import { snakeCase } from './kit/snake-case.ts';

export const change = defineCommand({
  name: 'change',
  summary: 'One change with its diff, its verdicts and its buttons',
  about: 'change',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ change: arg.change() }),
  typed: ['change'],
  examples: ['change 12'],
  async run(ctx) {
    return (await loadChangeView(ctx.db, ctx.change.id, ctx.now))!;
  },
  json: ({ change, diff }) => snakeCase({ ...changeJson(change), diff }),
  say: changeCard,
});
