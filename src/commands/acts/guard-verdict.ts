import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { can, isUndecided, type Step, stateWords } from '../../rules/lifecycle.ts';
import type { ChangeState } from '../../store/changes.ts';
import { listMoves } from '../../store/moves.ts';
import { arg } from '../kit/args.ts';
import { changeButton } from '../kit/buttons.ts';
import type { ChangeCtx, Ctx } from '../kit/command.ts';
import { v } from '../kit/version-words.ts';
import { utc } from '../kit/words.ts';

/** What a verdict's button carries: the change, and the cycle and content it was shown with. */
export const verdictArgs = {
  change: arg.change(),
  cycle: z.number().int(),
  fingerprint: z.string().regex(/^[0-9a-f]{7,64}$/, 'A fingerprint is 7 to 64 of the characters 0-9 and a-f.'),
};

const showChange = (change: ChangeState) => ({
  offers: [changeButton(change.id, 'Open the present card')],
});

/** Refuses a verdict that comes too late, and says who was faster. @throws Refusal `conflict` */
export async function guardVerdict(
  ctx: ChangeCtx,
  step: 'approve' | 'request_changes' | 'decline' | 'withdraw',
  seen?: { cycle: number; fingerprint: string },
): Promise<void> {
  const { change } = ctx;
  if (seen && (seen.cycle !== change.cycle || !change.version.fingerprint.startsWith(seen.fingerprint))) {
    throw new Refusal(
      'conflict',
      `This button is superseded: change #${change.id} was revised and is now ${v(change.version)}, round ${change.cycle}.`,
      showChange(change),
    );
  }
  await guardChange(ctx, change, step);
}

/** Refuses what this change no longer takes, or never did, and says why. @throws Refusal `conflict` */
export async function guardChange(ctx: Ctx, change: ChangeState, step: Step): Promise<void> {
  if (can(step, change) && change.expiresAt > ctx.now) return;
  throw new Refusal('conflict', await whyNot(ctx, change), showChange(change));
}

async function whyNot(ctx: Ctx, change: ChangeState): Promise<string> {
  const name = `change #${change.id} of ${change.slug}`;
  if (change.decidedBy && change.decidedAt) {
    const did = { approved: 'approved', declined: 'declined', withdrawn: 'withdrew' }[change.review as string];
    return `${change.decidedBy.name} ${did ?? 'settled'} ${name} at ${utc(change.decidedAt)}; nothing was changed by you.`;
  }
  if (change.review === 'expired' || (isUndecided(change.review) && change.expiresAt <= ctx.now)) {
    const again = change.kind === 'follow_up' ? '' : ' Submit it again if it still matters.';
    return `Sorry, ${name} expired at ${utc(change.expiresAt)}, before it was decided.${again}`;
  }
  if (change.kind === 'follow_up') {
    return `Change #${change.id} of ${change.slug} looks back at a rollback that has already happened: it can be found right or wrong, and commented on.`;
  }
  const asked = change.verdicts.findLast((one) => one.verdict === 'request_changes' && one.cycle === change.cycle);
  if (change.review === 'changes_requested' && asked) {
    return `${asked.person.name} requested changes to ${name} at ${utc(asked.at)}; it waits for a revision.`;
  }
  const [last] = await listMoves(ctx.db, { promptId: change.promptId, label: change.label, limit: 1 });
  if (change.review === 'stale' && last) {
    return `Sorry, ${name} is stale: ${last.by.name} moved ${change.label} to ${v(last.to)} at ${utc(last.at)}. It needs a fresh review.`;
  }
  return `Sorry, ${name} ${stateWords[change.review]}.`;
}
