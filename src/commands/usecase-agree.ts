import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { secondPerson } from '../rules/agreement.ts';
import { criterionWords } from '../rules/kpi-words.ts';
import {
  type Agreement,
  agreementsById,
  agreeTo,
  endAgreement,
  isAgreed,
  standingAgreements,
} from '../store/criteria.ts';
import { tellAgreement } from './acts/agreement.ts';
import { guardOpen } from './acts/production.ts';
import { arg } from './kit/args.ts';
import { buttons } from './kit/card.ts';
import { defineCommand, type UseCaseCtx } from './kit/command.ts';
import { strong, utc, words } from './kit/words.ts';

const args = z.strictObject({
  usecase: arg.useCase(),
  criterion: arg.criterion(),
  answer: z.enum(['yes', 'no']).optional(),
});

export const usecaseAgree = defineCommand({
  name: 'usecase-agree',
  summary: 'Agree on when a use case should be stopped',
  about: 'usecase',
  right: 'agree',
  effect: 'write',
  args,
  typed: ['usecase', 'criterion', 'answer'],
  examples: ['usecase agree refunds 3', 'usecase agree refunds 3 no'],
  async run(ctx, { criterion, answer = 'yes' }) {
    const { useCase, db, actor, now } = ctx;
    guardOpen(useCase);
    const one = (await agreementsById(db, [criterion])).get(criterion);
    if (one?.useCaseId !== useCase.id)
      throw new Refusal('not_found', `${useCase.slug} has no criterion ${criterion}.`, { offers: [all(useCase.slug)] });
    guardWaiting(one, useCase.slug);
    if (answer === 'yes') await agree(ctx, one);
    else {
      await endAgreement(db, one.id, actor.id, now);
      tellAgreement(ctx, useCase, one.id, 'dm:ended');
      ctx.record('criterion_refused', `usecase:${useCase.slug}`, { criterion });
    }
    ctx.refresh(`criterion:${one.id}`);
    return { usecase: useCase.slug, criterion, answer, words: criterionWords(one, useCase.currency), unit: one.unit };
  },
  say: (done) => ({
    title:
      done.answer === 'yes'
        ? words`Agreed on when ${strong(done.usecase)} should be stopped: ${done.words}. It counts from the next ${done.unit} on.`
        : words`Not agreed. Nothing changes for ${strong(done.usecase)}, and those who answer for it know.`,
    parts: buttons(all(done.usecase)),
  }),
});

const all = (usecase: string) => ({ label: 'All criteria', command: 'usecase-criteria', args: { usecase } });

function guardWaiting(one: Agreement, slug: string): void {
  const offers = { offers: [all(slug)] };
  if (one.endedAt && one.endedBy)
    throw new Refusal(
      'conflict',
      `${one.endedBy.name} ended this criterion at ${utc(one.endedAt)}; nothing was changed by you.`,
      offers,
    );
  if (isAgreed(one))
    throw new Refusal(
      'conflict',
      `${one.agreedBy.name} agreed to this at ${utc(one.agreedAt)}; nothing was changed by you.`,
      offers,
    );
}

// Four eyes: the yes of whoever wrote it would be worth nothing.
async function agree(ctx: UseCaseCtx, one: Agreement): Promise<void> {
  const { useCase, db, actor, now } = ctx;
  const second = secondPerson(useCase, one.setBy.id);
  if (second?.id !== actor.id) {
    const could = second ? `${second.name} can` : 'Name a stop authority first';
    const why =
      one.setBy.id === actor.id ? 'You wrote this down, so somebody else must agree.' : 'The yes is not yours to give.';
    throw new Refusal('forbidden', `${why} ${could}.`);
  }
  if (one.unit !== useCase.period)
    throw new Refusal(
      'conflict',
      `This was written for each ${one.unit}; the cycles of ${useCase.slug} are ${useCase.period}s now. Set it anew.`,
    );
  const standing = await standingAgreements(db, [useCase.id]);
  const before = standing.find((each) => each.kpi === one.kpi && isAgreed(each));
  await agreeTo(db, one, actor.id, now);
  if (before) ctx.refresh(`criterion:${before.id}`);
  tellAgreement(ctx, useCase, one.id, 'dm:agreed');
  ctx.record('criterion_agreed', `usecase:${useCase.slug}`, {
    criterion: one.id,
    kpi: one.kpi,
    threshold: one.threshold,
    cycles: one.cycles,
    ...(before && { instead_of: before.id }),
  });
}
