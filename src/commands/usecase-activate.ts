import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { dayIn, daysAfter } from '../rules/calendar.ts';
import { leadsTo } from '../rules/use-case.ts';
import type { UseCase } from '../store/use-cases.ts';
import { guardReady } from './acts/production.ts';
import { guardStep, takeStep } from './acts/use-case-step.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { line } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { defineCommand } from './kit/command.ts';
import { strong, words } from './kit/words.ts';

/** A pilot that runs longer is none. */
const LONGEST = 366;
const FIRST = 30;

const args = z.strictObject({
  usecase: arg.useCase(),
  as: z
    .enum(['pilot', 'active'], 'It is activated as pilot or as active.')
    .optional()
    .meta({
      label: 'Activate as',
      input: {
        kind: 'choice',
        choices: [
          { value: 'pilot', label: 'A pilot, which ends on a day' },
          { value: 'active', label: 'Active, until somebody stops it' },
        ],
      },
    }),
  until: z.iso
    .date('Write the last day like 2026-12-31.')
    .optional()
    .meta({ label: 'Last day of the pilot', hint: 'Such as 2026-12-31; for a pilot only' }),
});

export const usecaseActivate = defineCommand({
  name: 'usecase-activate',
  summary: 'Put a use case to work, as a pilot with a last day or for good',
  about: 'usecase',
  right: 'manage',
  effect: 'write',
  args,
  typed: ['usecase', 'as', 'until'],
  examples: [
    'usecase activate support',
    'usecase activate support pilot 2026-12-31',
    'usecase activate support active',
  ],
  async ask(ctx, given) {
    const { useCase } = ctx;
    guardStep(useCase, 'activate');
    guardReady({ ...useCase, state: 'active' }, ctx.now);
    const until = given.until ?? daysAfter(dayIn(useCase.timezone, ctx.now), FIRST);
    return {
      command: 'usecase-activate',
      title: 'Activate a use case',
      submit: 'Activate',
      args: { usecase: useCase.slug },
      parts: [
        line(
          words`Everything about ${strong(useCase.slug)} is filled in. Once it is activated, its prompts can be released.`,
        ),
      ],
      fields: [
        fieldOf(args, 'as', { optional: false, value: given.as ?? 'pilot' }),
        fieldOf(args, 'until', { value: until }),
      ],
    };
  },
  async run(ctx, { as: given, until }) {
    const { useCase } = ctx;
    const to = given ?? (until === undefined ? undefined : 'pilot');
    guardStep(useCase, 'activate', to);
    guardReady({ ...useCase, state: 'active' }, ctx.now);
    if (to === undefined) {
      const possible = leadsTo('activate', useCase.state).join(' or ');
      throw new Incomplete(
        ['as'],
        '',
        new Refusal('invalid', `Say as what: ${possible}.`, { fields: { as: possible } }),
      );
    }
    const pilotUntil = to === 'pilot' ? lastDay(useCase, until, ctx.now) : null;
    const step = await takeStep(ctx, useCase, { step: 'activate', to, why: null, set: { pilotUntil } });
    // Nobody is disturbed by it: the channels hear of it, and the team keeps its card from now on.
    const subject = `usecase:${useCase.id}`;
    for (const place of ctx.settings.announcePlaces) ctx.tell({ subject, place, slot: `activate-${step}` });
    if (useCase.team) ctx.tell({ subject, place: useCase.team, slot: 'card' });
    return loadUseCaseView(ctx.db, useCase.id, ctx.now);
  },
  json: useCaseJson,
  say: useCaseCard,
});

function lastDay({ timezone }: UseCase, until: string | undefined, now: Date): string {
  const today = dayIn(timezone, now);
  const latest = daysAfter(today, LONGEST);
  if (until !== undefined && until > today && until <= latest) return until;
  const message =
    until === undefined
      ? 'A pilot ends on a day: say which, such as until=2026-12-31.'
      : `The last day of a pilot lies after today (${today} in ${timezone}) and not after ${latest}.`;
  throw new Refusal('invalid', message, { fields: { until: message } });
}
