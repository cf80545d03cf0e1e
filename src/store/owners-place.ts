import { promptOfChange } from './changes.ts';
import { listMoves } from './moves.ts';
import type { Db } from './open.ts';
import { getOutput } from './outputs.ts';
import { isDead } from './posts.ts';
import { getPrompt } from './prompts.ts';
import { changeOfVerdict } from './verdicts.ts';

/** The prompt a subject belongs to; null when it belongs to none. */
async function promptOf(db: Db, subject: string): Promise<number | null> {
  const [kind, id] = [subject.slice(0, subject.indexOf(':')), Number(subject.slice(subject.indexOf(':') + 1))];
  if (kind === 'move') return (await listMoves(db, { ids: [id], limit: 1 }))[0]?.promptId ?? null;
  if (kind === 'output') return (await getOutput(db, id))?.promptId ?? null;
  const change = kind === 'verdict' ? await changeOfVerdict(db, id) : kind === 'change' ? id : null;
  return change === null ? null : promptOfChange(db, change);
}

/**
 * Where the owner of a subject's prompt can be told privately, or the deputy when the owner cannot be reached; null when
 * neither can, or the subject belongs to no prompt.
 */
export async function ownersPlace(db: Db, subject: string): Promise<string | null> {
  const id = await promptOf(db, subject);
  if (id === null) return null;
  const { owner, deputy } = await getPrompt(db, id);
  for (const place of [owner, deputy].flatMap((one) => one.accounts.slice(0, 1)))
    if (!(await isDead(db, place))) return place;
  return null;
}
