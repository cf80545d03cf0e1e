import { escalationDue } from '../rules/proposal.ts';
import { lockToClose } from '../store/closings.ts';
import { openProposals, type Proposal } from '../store/proposals.ts';
import { getUseCases } from '../store/use-cases.ts';
import { privatePlace } from './acts/audience.ts';
import { type AskedLine, adminsOf, askAround, beforeEverybody, EVERYBODY, linesFor } from './acts/proposal-line.ts';
import { attempt } from './kit/attempt.ts';
import { clockCommand } from './kit/clock-command.ts';
import type { Ctx } from './kit/command.ts';
import { count } from './kit/words.ts';

/** People wait behind these locks; what is left over is done at the next look. */
const MOST = 50;

export const remindProposals = clockCommand({
  name: 'remind-proposals',
  summary: 'Remind of proposals that nobody has answered, and ask the next in line',
  async run(ctx) {
    const ids = (await nextSteps(ctx, await openProposals(ctx.db))).map(({ proposal }) => proposal.useCaseId);
    const locked = ids.length === 0 ? [] : await lockToClose(ctx.db, ids, MOST);
    // Read again under the lock: somebody may have answered, or reminded, in the last moment.
    const open = await openProposals(
      ctx.db,
      locked.map(({ id }) => id),
    );
    const next = await nextSteps(ctx, open);
    const done: number[] = [];
    for (const one of next) {
      const { id, slug } = one.proposal;
      const taken = await attempt(ctx, (part) => take(part, one));
      if (taken.ok) done.push(id);
      else ctx.log.error({ usecase: slug, err: taken.error }, 'a proposal could not be brought up');
    }
    return { done };
  },
  say: ({ done }) => ({ title: [count(done.length, 'proposal')], parts: [] }),
});

type Next = { proposal: Proposal; step: Proposal['step']; line: AskedLine; remind: boolean };

/** What is to be done about open proposals by now; those about which nothing is are left out. */
async function nextSteps({ db, settings, now }: Ctx, open: readonly Proposal[]): Promise<Next[]> {
  if (open.length === 0) return [];
  const ids = open.map((one) => one.useCaseId);
  const useCases = new Map((await getUseCases(db, ids)).map((one) => [one.id, one]));
  const steps = open.map((proposal) => {
    const due = escalationDue(proposal.madeAt, proposal.step, now);
    return { proposal, step: due ?? proposal.step, remind: due !== null, useCase: useCases.get(proposal.useCaseId)! };
  });
  const lines = await linesFor(db, await adminsOf(db, settings), steps);
  return steps.flatMap(({ useCase, ...one }) => {
    const line = lines.get(useCase.id)!;
    // People leave, and others take their seats: whoever is next in line by now is asked at once.
    const fresh = line.asked.some(({ person }) => !one.proposal.asked.includes(person.id));
    const unheard = !one.proposal.announced && beforeEverybody(settings, line).length > 0;
    return one.remind || fresh || unheard ? [{ ...one, line }] : [];
  });
}

async function take(ctx: Ctx, { proposal, step, line, remind }: Next): Promise<void> {
  const subject = `proposal:${proposal.id}`;
  const known = line.asked.filter(({ person }) => proposal.asked.includes(person.id));
  // Whoever is asked for the first time now needs no reminder.
  if (remind) {
    for (const { person } of known)
      for (const place of privatePlace(person)) ctx.tell({ subject, place, slot: `remind:${person.id}:${step}` });
    if (proposal.announced)
      for (const place of beforeEverybody(ctx.settings, line))
        ctx.tell({ subject, place, slot: `remind:${EVERYBODY}:${step}` });
  }
  const asked = await askAround(ctx, proposal, line, step);
  ctx.refresh(subject);
  ctx.record(remind ? 'remind' : 'ask', `usecase:${proposal.slug}`, { proposal: proposal.id, step, asked });
}
