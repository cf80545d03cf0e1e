import { z } from 'zod';
import { denial } from '../rules/authority.ts';
import { can } from '../rules/lifecycle.ts';
import { type ChangeState, getChanges, pendingChanges } from '../store/changes.ts';
import { getPrompt } from '../store/prompts.ts';
import { changeJson } from './cards/change-json.ts';
import { type Card, line, type Part } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { standingOf } from './kit/standing.ts';
import { fromTo } from './kit/terms.ts';
import { count, duration, strong, who, words } from './kit/words.ts';

type Waiting = { change: ChangeState; ageMs: number };

export const review = defineCommand({
  name: 'review',
  summary: 'What waits for me, oldest first',
  about: 'nothing',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({}),
  typed: [],
  examples: ['review'],
  async run(ctx) {
    const waiting: Waiting[] = [];
    for (const change of await getChanges(ctx.db, await pendingChanges(ctx.db))) {
      const prompt = await getPrompt(ctx.db, change.promptId);
      const standing = standingOf(ctx.actor, ctx.admin, { ...ctx.via, token: undefined }, prompt, change);
      const done = change.verdicts.some(
        (one) => one.cycle === change.cycle && one.person.id === ctx.actor.id && one.verdict !== 'comment',
      );
      if (denial('decide', standing) || done || !can('approve', change)) continue;
      waiting.push({ change, ageMs: ctx.now.getTime() - change.openedAt.getTime() });
    }
    return waiting;
  },
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
        ...shown.flatMap(rows),
        ...(more > 0 ? [line([`Showing ${shown.length} of ${waiting.length}; the oldest come first.`])] : []),
      ],
    };
  },
});

function rows({ change, ageMs }: Waiting): Part[] {
  const what =
    change.kind === 'follow_up'
      ? 'follow-up of a rollback'
      : `${fromTo(change.base, change.version)} for ${change.label}`;
  return [
    line(words`#${change.id} ${strong(change.slug)} ${what}, by ${who(change.author)}, waiting for ${duration(ageMs)}`),
    { kind: 'buttons', buttons: [{ label: 'Open', command: 'change', args: { change: change.id } }] },
  ];
}
