import { z } from 'zod';
import { giveVerdict } from './acts/verdict.ts';
import { verdictJson } from './cards/change-json.ts';
import { verdictDone } from './cards/verdict.ts';
import { arg } from './kit/args.ts';
import { defineCommand } from './kit/command.ts';

export const comment = defineCommand({
  name: 'comment',
  summary: 'Comment on a change; it appears in its thread',
  about: 'change',
  right: 'comment',
  effect: 'write',
  args: z.strictObject({ change: arg.change(), note: arg.words('Comment') }),
  typed: ['change', 'note'],
  examples: ['comment 12 Does this also hold for gift cards?'],
  run: (ctx, args) => giveVerdict(ctx, 'comment', args.note),
  say: verdictDone,
  json: verdictJson,
});
