import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { createUseCase } from '../store/use-cases.ts';
import { guardTwo } from './acts/guard-two.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg, personNamed } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { useCaseButton } from './kit/buttons.ts';
import { line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { referenceTo } from './kit/named.ts';

const args = z.strictObject({
  usecase: arg.useCase().meta({ hint: 'For example support or refunds' }),
  decision: arg
    .words('Decision', 1_000)
    .optional()
    .meta({ label: 'Decision', hint: 'The decision it is responsible for, in one sentence' }),
  owner: arg.person('Owner').optional(),
  deputy: arg.person('Deputy').optional(),
});

export const usecaseCreate = defineCommand({
  name: 'usecase-create',
  summary: 'Begin a use case: a decision that AI helps with',
  about: 'nothing',
  right: 'anyone',
  effect: 'write',
  args,
  typed: ['usecase', 'decision'],
  examples: ['usecase create refunds Whether a customer gets their money back'],
  async ask(ctx, given) {
    return {
      command: 'usecase-create',
      title: 'New use case',
      submit: 'Create',
      args: {},
      parts: [line(['One use case for one decision. It begins as a draft; everything else is asked for afterwards.'])],
      fields: [
        fieldOf(args, 'usecase', { value: given.usecase }),
        fieldOf(args, 'decision', { value: given.decision }),
        fieldOf(args, 'owner', { value: given.owner ?? referenceTo(ctx.actor) }),
        fieldOf(args, 'deputy', { value: given.deputy }),
      ],
    };
  },
  async run(ctx, { usecase: slug, decision = null, owner, deputy }) {
    const ownerId = owner === undefined ? ctx.actor.id : (await personNamed(ctx, owner, 'owner')).id;
    const deputyId = deputy === undefined ? null : (await personNamed(ctx, deputy, 'deputy')).id;
    guardTwo(ownerId, deputyId);
    const { timezone } = ctx.settings;
    const people = { ownerId, deputyId };
    const id = await createUseCase(ctx.db, { slug, decision, ...people, timezone, by: ctx.actor.id, now: ctx.now });
    if (id === null) {
      const message = `There is a use case called ${slug} already.`;
      throw new Refusal('conflict', message, {
        fields: { usecase: message },
        offers: [useCaseButton(slug)],
      });
    }
    ctx.record('create', `usecase:${slug}`, people);
    return loadUseCaseView(ctx.db, id, ctx.now);
  },
  json: useCaseJson,
  say: useCaseCard,
});
