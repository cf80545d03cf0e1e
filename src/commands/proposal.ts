import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { lastProposal } from '../store/proposals.ts';
import { criterionJson } from './cards/criterion-cycles.ts';
import { loadProposalView, proposalCard } from './cards/proposal.ts';
import { arg } from './kit/args.ts';
import { criteriaButton } from './kit/buttons.ts';
import { defineCommand } from './kit/command.ts';

export const proposal = defineCommand({
  name: 'proposal',
  summary: 'The proposal to stop a use case, with its numbers',
  about: 'usecase',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ usecase: arg.useCase() }),
  typed: ['usecase'],
  examples: ['proposal refunds'],
  async run(ctx) {
    const { slug, id } = ctx.useCase;
    const last = await lastProposal(ctx.db, id);
    const view = last && (await loadProposalView(ctx.db, ctx.settings, last.id));
    if (!view)
      throw new Refusal(
        'not_found',
        `Nobody has proposed to stop ${slug}: what was agreed for it was not broken often enough.`,
        {
          offers: [criteriaButton(slug)],
        },
      );
    return { ...view, viewer: ctx.actor.id };
  },
  say: ({ viewer, ...view }) => proposalCard(view, viewer),
  json: ({ proposal: one, criteria, line }) => ({
    proposal: one.id,
    usecase: one.slug,
    state: one.state,
    made_at: one.madeAt.toISOString(),
    criteria: criteria.map(criterionJson),
    asked: line.asked.map(({ person }) => person.name),
    decided_by: one.decidedBy?.name ?? null,
    decided_at: one.decidedAt?.toISOString() ?? null,
    why: one.decidedWhy,
  }),
});
