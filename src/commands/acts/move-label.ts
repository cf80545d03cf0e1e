import { markStale } from '../../store/change-steps.ts';
import { type ChangeState, getChanges, type VersionHead } from '../../store/changes.ts';
import { addMove } from '../../store/moves.ts';
import type { PromptState } from '../../store/prompts.ts';
import type { Ctx } from '../kit/command.ts';
import { audience } from './audience.ts';
import { guardProduction, guardPromptOpen } from './production.ts';
import { tellNews } from './tell-news.ts';

/**
 * The one way a label moves: the move, its announcement to everybody once, the audit row, the stale changes and the
 * readers, all in the command's transaction. The prompt must be locked.
 * @param knows people who are told in another way and get no announcement of their own
 * @returns the move's number
 * @throws Refusal `conflict` when its use case is not ready for production, or closed
 */
export async function moveLabel(
  ctx: Ctx,
  prompt: PromptState,
  made: {
    label: string;
    kind: 'promote' | 'rollback';
    to: VersionHead;
    why: string;
    reasons?: string[];
    change?: ChangeState;
    knows?: readonly number[];
  },
): Promise<number> {
  // A rollback waits for nobody, but what was closed is over.
  if (made.kind === 'promote' && made.label === 'production') await guardProduction(ctx, prompt);
  else await guardPromptOpen(ctx.db, prompt);
  const before = prompt.labels.find((one) => one.name === made.label);
  const id = await addMove(ctx.db, {
    promptId: prompt.id,
    label: made.label,
    kind: made.kind,
    fromId: before?.versionId ?? null,
    toId: made.to.id,
    personId: ctx.actor.id,
    why: made.why,
    reasons: made.reasons,
    changeId: made.change?.id,
    at: ctx.now,
  });
  for (const place of audience(ctx.settings, prompt, [ctx.actor.id, ...(made.knows ?? [])])) {
    ctx.tell({ subject: `move:${id}`, place, slot: 'card' });
  }
  if (before) ctx.refresh(`move:${before.moveId}`);
  ctx.refresh(`usecase:${prompt.useCaseId}`);
  await stale(ctx, prompt, made.label, made.change?.id ?? null);
  ctx.record('move', `prompt:${prompt.slug}`, {
    move: id,
    kind: made.kind,
    label: made.label,
    to: made.to.number,
    fingerprint: made.to.fingerprint,
    ...(before ? {} : { first_release: true }),
    ...(made.change && { change: made.change.id }),
  });
  ctx.moved(prompt.id);
  return id;
}

// Whoever is waiting for a verdict on top of a version that is gone learns it now, not at the click.
async function stale(ctx: Ctx, prompt: PromptState, label: string, except: number | null): Promise<void> {
  const ids = await markStale(ctx.db, { promptId: prompt.id, label, except });
  for (const change of await getChanges(ctx.db, ids)) {
    const subject = `change:${change.id}`;
    ctx.refresh(subject);
    tellNews(ctx, prompt, change, 'stale');
    ctx.record('stale', subject, { label });
  }
}
