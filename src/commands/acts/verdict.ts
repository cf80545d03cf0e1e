import { Refusal } from '../../refusal.ts';
import { type Progress, progress } from '../../rules/policy.ts';
import { settleChange } from '../../store/change-steps.ts';
import type { ChangeState, VerdictKind } from '../../store/changes.ts';
import { distinct, type Person } from '../../store/people.ts';
import { addVerdict } from '../../store/verdicts.ts';
import type { ChangeCtx } from '../kit/command.ts';
import { privatePlace, reviewPlaces } from './audience.ts';
import { moveLabel } from './move-label.ts';
import { tellAnswered } from './tell-answered.ts';

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
