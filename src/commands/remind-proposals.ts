import { escalationDue } from '../rules/proposal.ts';
import { lockToClose } from '../store/closings.ts';
import { getProposal, openProposals, type Proposal } from '../store/proposals.ts';
import { getUseCase } from '../store/use-cases.ts';
import { privatePlace } from './kit/audience.ts';
import { clockCommand } from './kit/clock-command.ts';
import type { Ctx } from './kit/command.ts';
import { type AskedLine, askAround, lineFor } from './kit/proposal-line.ts';

/** People wait behind these locks; what is left over is done at the next look. */
const MOST = 50;

export const remindProposals = clockCommand({
  name: 'remind-proposals',
  summary: 'Remind of proposals that nobody has answered, and ask the next in line',
  async run(ctx) {
    const waiting: Proposal[] = [];
    for (const one of await openProposals(ctx.db)) if ((await next(ctx, one)) !== null) waiting.push(one);
    const ids = waiting.map((one) => one.useCaseId);
    const locked = waiting.length === 0 ? [] : await lockToClose(ctx.db, ids, MOST);
    const done: number[] = [];
    for (const { id } of waiting.filter((one) => locked.some((each) => each.id === one.useCaseId))) {
      // Read again under the lock: somebody may have answered, or reminded, in the last moment.
      const proposal = (await getProposal(ctx.db, id))!;
      const step = proposal.state === 'open' ? await next(ctx, proposal) : null;
      if (!step) continue;
      await take(ctx, proposal, step);
      done.push(id);
    }
    return { done };
  },
  say: ({ done }) => ({ title: [`${done.length} proposals`], parts: [] }),
});

type Next = { step: Proposal['step']; line: AskedLine; remind: boolean };

/** What is to be done about an open proposal by now, null when nothing is. */
async function next(ctx: Ctx, proposal: Proposal): Promise<Next | null> {
  const due = escalationDue(proposal.madeAt, proposal.step, ctx.now);
  const step = due ?? proposal.step;
  const line = await lineFor(ctx.db, ctx.settings, await getUseCase(ctx.db, proposal.useCaseId), step);
  // People leave, and others take their seats: whoever is next in line by now is asked at once.
  const fresh = line.asked.some(({ id }) => !proposal.asked.includes(id));
  return due || fresh ? { step, line, remind: due !== null } : null;
}

async function take(ctx: Ctx, proposal: Proposal, { step, line, remind }: Next): Promise<void> {
  const subject = `proposal:${proposal.id}`;
  const known = line.asked.filter(({ id }) => proposal.asked.includes(id));
  // Whoever is asked for the first time now needs no reminder.
  if (remind)
    for (const { id } of known)
      for (const place of privatePlace(line.people.get(id)!))
        ctx.tell({ subject, place, slot: `remind:${id}:${step}` });
  const asked = await askAround(ctx, proposal, line, step);
  ctx.refresh(subject);
  ctx.record(remind ? 'remind' : 'ask', `usecase:${proposal.slug}`, { proposal: proposal.id, step, asked });
}
