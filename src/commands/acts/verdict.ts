import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { can, isUndecided, type Step, stateWords } from '../../rules/lifecycle.ts';
import { type Progress, progress } from '../../rules/policy.ts';
import { settleChange } from '../../store/change-steps.ts';
import type { ChangeState, VerdictKind } from '../../store/changes.ts';
import { listMoves } from '../../store/moves.ts';
import { distinct, type Person } from '../../store/people.ts';
import { addVerdict } from '../../store/verdicts.ts';
import { arg } from '../kit/args.ts';
import { changeButton } from '../kit/buttons.ts';
import type { ChangeCtx, Ctx } from '../kit/command.ts';
import { v } from '../kit/version-words.ts';
import { utc } from '../kit/words.ts';
import { privatePlace, reviewPlaces } from './audience.ts';
import { moveLabel } from './move-label.ts';
import { tellAnswered } from './tell-answered.ts';

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
  await guardStep(ctx, change, step);
}

/** Refuses what this change no longer takes, or never did, and says why. @throws Refusal `conflict` */
export async function guardStep(ctx: Ctx, change: ChangeState, step: Step): Promise<void> {
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

/** What a verdict did. `released`: the move it completed. */
type Verdicted = { change: ChangeState; verdict: VerdictKind; released: number | null };

/**
 * Writes a verdict down and draws the consequence: the approval that completes the policy releases in the same
 * transaction. Guard first. @throws Refusal `conflict` when this person has decided in this cycle already
 */
export async function giveVerdict(ctx: ChangeCtx, verdict: VerdictKind, reason: string | null): Promise<Verdicted> {
  const { change, prompt } = ctx;
  const { cycle } = change;
  const written = { cycle, verdict, reason, fingerprint: change.version.fingerprint, at: ctx.now };
  const id = await addVerdict(ctx.db, { ...written, changeId: change.id, personId: ctx.actor.id });
  if (id === null) {
    throw new Refusal('conflict', `You have already decided on this round of change #${change.id}; it counts once.`);
  }
  const subject = `change:${change.id}`;
  // The trail tells the verdict before what follows from it.
  ctx.record(verdict, subject, { cycle, fingerprint: change.version.fingerprint });
  const { change: settled, released } = await consequence(ctx, verdict, reason);
  ctx.refresh(subject);
  for (const place of reviewPlaces(ctx.settings, prompt))
    ctx.tell({ subject: `verdict:${id}`, place, slot: 'thread:verdict' });
  if (change.author.id !== ctx.actor.id) {
    for (const place of privatePlace(change.author)) ctx.tell({ subject: `verdict:${id}`, place, slot: 'dm:verdict' });
  }
  const given = { ...written, id, person: ctx.actor };
  return { change: { ...settled, verdicts: [...settled.verdicts, given] }, verdict, released };
}

type Settled = { change: ChangeState; released: number | null };

async function consequence(ctx: ChangeCtx, verdict: VerdictKind, reason: string | null): Promise<Settled> {
  const { change } = ctx;
  const decided = { by: ctx.actor, why: reason, now: ctx.now };
  if (verdict === 'request_changes') {
    return { change: await settleChange(ctx.db, change, { review: 'changes_requested' }), released: null };
  }
  if (verdict === 'decline') {
    const application = change.kind === 'follow_up' ? undefined : 'dropped';
    return { change: await settleChange(ctx.db, change, { review: 'declined', application, decided }), released: null };
  }
  if (verdict === 'approve' && progressOf(change, ctx.actor.id).complete) return complete(ctx, change);
  return { change, released: null };
}

/** Everybody who approved in the present cycle, without those who turned out to have written it. */
export const approversOf = (change: ChangeState): Person[] => {
  const given = change.verdicts.filter((one) => one.cycle === change.cycle && one.verdict === 'approve');
  const writers = change.writers.map((one) => one.id);
  return distinct(given.map((one) => one.person)).filter((one) => !writers.includes(one.id));
};

/** How far a change has come against its policy; `also`: counted as an approver too. */
export const progressOf = (change: ChangeState, ...also: number[]): Progress =>
  progress(
    change.policy,
    [...approversOf(change).map((one) => one.id), ...also],
    change.writers.map((one) => one.id),
  );

/**
 * Ends a change whose policy is fulfilled; a proposal is released.
 * @returns the change as it stands then, and the number of the move, null for a follow-up
 */
export async function complete(ctx: ChangeCtx, change: ChangeState): Promise<Settled> {
  const decided = { by: ctx.actor, why: null, now: ctx.now };
  if (change.kind === 'follow_up') {
    return { change: await settleChange(ctx.db, change, { review: 'approved', decided }), released: null };
  }
  const moveId = await moveLabel(ctx, ctx.prompt, {
    label: change.label,
    kind: 'promote',
    to: change.version,
    why: change.why,
    change,
    knows: [change.author.id],
  });
  if (change.label === 'production') await tellAnswered(ctx, change.id, 'released');
  const to = { review: 'approved', application: 'applied', moveId, decided } as const;
  return { change: await settleChange(ctx.db, change, to), released: moveId };
}
