import type { ChangeState } from '../../store/changes.ts';
import type { PromptState } from '../../store/prompts.ts';
import type { Ctx } from '../kit/command.ts';
import { privatePlace, reviewPlaces } from './audience.ts';

/** Tells what became of a change: in its threads, and its author privately unless they did it themselves. */
export function tellNews(
  ctx: Ctx,
  prompt: PromptState,
  change: ChangeState,
  news: 'cycle' | 'stale' | 'expired' | 'withdrawn',
): void {
  const subject = `change:${change.id}`;
  const slot = `${news}-${change.cycle}`;
  for (const place of reviewPlaces(ctx.settings, prompt)) ctx.tell({ subject, place, slot: `thread:${slot}` });
  if (news === 'cycle' || change.author.id === ctx.actor.id) return;
  for (const place of privatePlace(change.author)) ctx.tell({ subject, place, slot: `dm:${slot}` });
}
