import { answeringChanges, claimTelling, type News } from '../../store/feedback-loop.ts';
import { getPeople } from '../../store/people.ts';
import { listVersions } from '../../store/prompts.ts';
import type { Ctx } from '../kit/command.ts';
import { privatePlace } from './audience.ts';

/** Everybody whose feedback a change answers is told privately what became of it: each once, and nobody who is muted. */
export async function tellAnswered(ctx: Ctx, changeId: number, news: News): Promise<void> {
  const ids = await claimTelling(ctx.db, changeId, news, ctx.now);
  const people = await getPeople(ctx.db, ids);
  for (const id of ids) {
    for (const place of people.has(id) ? privatePlace(people.get(id)!) : []) {
      ctx.tell({ subject: `answered:${changeId}/${id}`, place, slot: `dm:${news}` });
    }
  }
}

/** The same for all that a rollback takes back: what came after the version it goes to, up to the one it leaves. */
export async function tellTakenBack(
  ctx: Ctx,
  promptId: number,
  { from, to }: { from: { number: number }; to: { number: number } },
): Promise<void> {
  for (const { id, number } of await listVersions(ctx.db, promptId)) {
    if (number > from.number || number <= to.number) continue;
    for (const change of await answeringChanges(ctx.db, id)) await tellAnswered(ctx, change, 'rolled_back');
  }
}
