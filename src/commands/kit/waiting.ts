import { denial } from '../../rules/authority.ts';
import { can } from '../../rules/lifecycle.ts';
import { pendingChanges } from '../../store/change-list.ts';
import { type ChangeState, getChanges } from '../../store/changes.ts';
import type { Db } from '../../store/open.ts';
import type { Person } from '../../store/people.ts';
import { getPrompt, type PromptState } from '../../store/prompts.ts';
import { standingOf } from './standing.ts';

export type Waiting = { change: ChangeState; ageMs: number };

/** The changes this person may decide on and has not decided on yet, oldest first. */
export async function waitingFor(db: Db, person: Person, now: Date): Promise<Waiting[]> {
  const prompts = new Map<number, PromptState>();
  const waiting: Waiting[] = [];
  for (const change of await getChanges(db, await pendingChanges(db))) {
    const prompt = prompts.get(change.promptId) ?? (await getPrompt(db, change.promptId));
    prompts.set(change.promptId, prompt);
    const standing = standingOf(person, false, { door: 'clock' }, prompt, change);
    const decided = change.verdicts.some(
      (one) => one.cycle === change.cycle && one.person.id === person.id && one.verdict !== 'comment',
    );
    if (denial('decide', standing) || decided || !can('approve', change) || change.expiresAt <= now) continue;
    waiting.push({ change, ageMs: now.getTime() - change.openedAt.getTime() });
  }
  return waiting;
}
