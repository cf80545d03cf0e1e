import { z } from 'zod';
import { isMuted, setMuted } from '../store/feedback-loop.ts';
import { buttons, type Card, line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';

export const news = defineCommand({
  name: 'news',
  summary: 'Whether I tell you what became of your feedback',
  about: 'nothing',
  right: 'personal',
  effect: 'write',
  args: z.strictObject({
    state: z
      .preprocess((word) => (typeof word === 'string' ? word.toLowerCase() : word), z.enum(['on', 'off']))
      .optional(),
  }),
  typed: ['state'],
  examples: ['news', 'news off'],
  async run(ctx, { state }) {
    if (state) await setMuted(ctx.db, ctx.actor.id, state === 'off', ctx.now);
    return { on: !(await isMuted(ctx.db, ctx.actor.id)) };
  },
  say: ({ on }): Card =>
    on
      ? {
          title: ['I tell you privately, once, when a change answers what you said, and when it is rolled back.'],
          parts: buttons({ label: 'Tell me nothing', command: 'news', args: { state: 'off' } }),
        }
      : {
          title: ['I tell you nothing of what became of your feedback.'],
          parts: [
            line(['It counts as before.']),
            ...buttons({ label: 'Tell me again', command: 'news', args: { state: 'on' } }),
          ],
        },
});
