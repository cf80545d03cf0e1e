import type { Erased } from '../../store/texts.ts';
import type { Ctx } from '../kit/command.ts';

/** What was erased goes from the chats as well: every copy of a card that showed it is written anew. */
export function refreshErased(ctx: Ctx, { outputs, decisions, cited }: Erased): void {
  for (const id of outputs) ctx.refresh(`output:${id}`);
  for (const id of decisions) ctx.refresh(`decision:${id}`);
  for (const { change, person } of cited) {
    ctx.refresh(`change:${change}`);
    if (person !== null) ctx.refresh(`answered:${change}/${person}`);
  }
}
