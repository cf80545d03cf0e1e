import { denial } from '../../rules/authority.ts';
import { can } from '../../rules/lifecycle.ts';
import { pendingChanges } from '../../store/change-list.ts';
import { type ChangeState, getChanges } from '../../store/changes.ts';
import type { Db } from '../../store/open.ts';
import type { Person } from '../../store/people.ts';
import { getPrompts } from '../../store/prompts.ts';
import type { Settings } from '../kit/command.ts';
import { standingOf } from '../kit/standing.ts';
import { type Asked, askedOf } from './asked.ts';

/** Something that waits for one person. */
export type Waiting = { ageMs: number } & (
  | ({ kind: 'proposal' } & Asked['proposals'][number])
  | ({ kind: 'criterion' } & Asked['criteria'][number])
  | { kind: 'change'; change: ChangeState }
);

/**
 * All that waits for a person: proposals to stop a use case that they are asked about, criteria that wait for their yes, and
 * changes that they may decide on and have not decided on yet; in this order, and of each the oldest first.
 */
export async function waitingFor(db: Db, settings: Settings, person: Person, now: Date): Promise<Waiting[]> {
  const { proposals, criteria } = (await askedOf(db, settings, [person.id])).get(person.id)!;
  const since = (at: Date) => now.getTime() - at.getTime();
  return [
    ...proposals.map((one) => ({ kind: 'proposal', ...one, ageMs: since(one.proposal.madeAt) }) as const),
    ...criteria.map((one) => ({ kind: 'criterion', ...one, ageMs: since(one.agreement.setAt) }) as const),
    ...(await changesFor(db, person, now)).map(
      (change) => ({ kind: 'change', change, ageMs: since(change.openedAt) }) as const,
    ),
  ];
}

async function changesFor(db: Db, person: Person, now: Date): Promise<ChangeState[]> {
  const open = (await getChanges(db, await pendingChanges(db))).filter(
    (change) => can('approve', change) && change.expiresAt > now,
  );
  const prompts = await getPrompts(db, new Set(open.map((change) => change.promptId)));
  return open.filter((change) => {
    const standing = standingOf(person, false, { door: 'clock' }, prompts.get(change.promptId)!, change);
    const decided = change.verdicts.some(
      (one) => one.cycle === change.cycle && one.person.id === person.id && one.verdict !== 'comment',
    );
    return !denial('decide', standing) && !decided;
  });
}
