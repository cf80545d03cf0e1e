import { asksToo, type EscalationStep } from './proposal.ts';

type Seat = 'stop_authority' | 'deputy' | 'admin';

/**
 * Somebody who may be asked. `here`: they can be reached, and act. `wrote`: a present production version is partly theirs;
 * they may stop what they wrote, but not be the one who says that it is good enough to go on.
 */
export type Candidate = { id: number; here: boolean; wrote: boolean };

/** What somebody lacks who should answer: nobody is named, they cannot be reached, or they would judge their own text. */
type Lack = { kind: 'none' | 'gone' | 'wrote'; seat: 'stop_authority' | 'deputy' };

/** Why it is not the stop authority alone who is asked. */
export type Why = Lack | { kind: 'unanswered'; step: 'deputy' | 'admins' };

/** Who is asked about a proposal, in their order, and why others than the stop authority are. */
export type Line = { asked: { id: number; seat: Seat; mayKeep: boolean }[]; why: Why[] };

/**
 * Who is to be asked about a proposal, and who of them may let the use case run on. The stop authority first. The deputy, where
 * there is no stop authority who could answer, or none who may let it run on, or who has answered in time; the admins, where
 * that is so of the deputy as well.
 */
export function lineOf(
  people: { stopAuthority: Candidate | null; deputy: Candidate | null; admins: readonly Candidate[] },
  step: EscalationStep | null,
): Line {
  const { stopAuthority, deputy, admins } = people;
  const line: Line = { asked: [], why: [] };
  const seated = (one: Candidate, seat: Seat) => {
    if (one.here && !line.asked.some(({ id }) => id === one.id))
      line.asked.push({ id: one.id, seat, mayKeep: !one.wrote });
  };
  if (stopAuthority) seated(stopAuthority, 'stop_authority');
  const past = lacks(stopAuthority, 'stop_authority');
  if (past) line.why.push(past);
  const unanswered = asksToo(step);
  if (!past && !unanswered) return line;
  if (unanswered) line.why.push({ kind: 'unanswered', step: unanswered });
  if (deputy) seated(deputy, 'deputy');
  // One person in both seats was looked at already.
  const next = deputy !== null && deputy.id === stopAuthority?.id ? past : lacks(deputy, 'deputy');
  if (next?.seat === 'deputy') line.why.push(next);
  if (!next && unanswered !== 'admins') return line;
  for (const admin of admins) seated(admin, 'admin');
  return line;
}

function lacks(one: Candidate | null, seat: Lack['seat']): Lack | null {
  if (!one) return { kind: 'none', seat };
  if (!one.here) return { kind: 'gone', seat };
  return one.wrote ? { kind: 'wrote', seat } : null;
}
