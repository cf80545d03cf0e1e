import { z } from 'zod';
import { HOUR } from '../rules/milliseconds.ts';
import { type Waiting, waitingFor } from './acts/waiting.ts';
import { changeJson } from './cards/change-json.ts';
import { agreementJson } from './cards/criteria.ts';
import { waitingRow, waitingTitle } from './cards/waiting.ts';
import { arg } from './kit/args.ts';
import { buttons, type Card, line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';

/** So many fit into a message, also when each is a criterion with its words. */
const MOST = 13;

export const review = defineCommand({
  name: 'review',
  summary: 'What waits for me, oldest first',
  about: 'nothing',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ page: arg.page().optional() }),
  typed: ['page'],
  examples: ['review'],
  shortcut: 'What waits for me',
  async run(ctx, args) {
    const waiting = await waitingFor(ctx.db, ctx.settings, ctx.actor, ctx.now);
    return { waiting, page: Math.min(args.page ?? 1, Math.max(1, Math.ceil(waiting.length / MOST))) };
  },
  json: ({ waiting }) => ({
    proposals: of('proposal', waiting).map(({ proposal, mayKeep, ageMs }) => ({
      proposal: proposal.id,
      usecase: proposal.slug,
      may_keep: mayKeep,
      may_snooze: mayKeep && proposal.maySnooze,
      age_hours: hours(ageMs),
    })),
    criteria: of('criterion', waiting).map(({ agreement, useCase, ageMs }) => ({
      usecase: useCase.slug,
      ...agreementJson(agreement),
      age_hours: hours(ageMs),
    })),
    changes: of('change', waiting).map(({ change, ageMs }) => ({ ...changeJson(change), age_hours: hours(ageMs) })),
  }),
  say({ waiting, page }): Card {
    if (waiting.length === 0) return { title: ['Nothing waits for you. 🌿'], parts: [] };
    const shown = waiting.slice((page - 1) * MOST, page * MOST);
    const from = (page - 1) * MOST + 1;
    const next = page * MOST < waiting.length;
    return {
      title: [waitingTitle(waiting)],
      parts: [
        ...shown.flatMap(waitingRow),
        ...(waiting.length > MOST
          ? [line([`Showing ${from} to ${from + shown.length - 1} of ${waiting.length}, each kind from the oldest.`])]
          : []),
        ...buttons(...(next ? [{ label: 'Show more', command: 'review', args: { page: page + 1 } }] : [])),
      ],
    };
  },
});

const of = <K extends Waiting['kind']>(kind: K, waiting: readonly Waiting[]) =>
  waiting.filter((one): one is Extract<Waiting, { kind: K }> => one.kind === kind);

const hours = (ms: number): number => Math.floor(ms / HOUR);
