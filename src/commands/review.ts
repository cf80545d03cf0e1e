import { z } from 'zod';
import { changeJson } from './cards/change-json.ts';
import { waitingRow } from './cards/waiting.ts';
import { type Card, line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { waitingFor } from './kit/waiting.ts';
import { count } from './kit/words.ts';

export const review = defineCommand({
  name: 'review',
  summary: 'What waits for me, oldest first',
  about: 'nothing',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({}),
  typed: [],
  examples: ['review'],
  shortcut: 'What waits for me',
  run: (ctx) => waitingFor(ctx.db, ctx.actor, ctx.now),
  json: (waiting) => ({
    changes: waiting.map(({ change, ageMs }) => ({
      ...changeJson(change),
      ageHours: Math.floor(ageMs / 3_600_000),
    })),
  }),
  say(waiting): Card {
    if (waiting.length === 0) return { title: ['Nothing waits for you. 🌿'], parts: [] };
    const shown = waiting.slice(0, 15);
    const more = waiting.length - shown.length;
    return {
      title: [`${count(waiting.length, 'change')} ${waiting.length === 1 ? 'waits' : 'wait'} for you`],
      parts: [
        ...shown.flatMap(waitingRow),
        ...(more > 0 ? [line([`Showing ${shown.length} of ${waiting.length}; the oldest come first.`])] : []),
      ],
    };
  },
});
