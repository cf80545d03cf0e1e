import { secondPerson } from '../../rules/agreement.ts';
import { type Agreement, waitingAgreements } from '../../store/criteria.ts';
import type { Db } from '../../store/open.ts';
import { openProposals, type Proposal } from '../../store/proposals.ts';
import { getUseCases, type UseCase, useCasesAnsweredBy } from '../../store/use-cases.ts';
import type { Settings } from '../kit/command.ts';
import { adminsOf, linesFor } from './proposal-line.ts';

/** What somebody is asked about the stopping of use cases, each the oldest first. `mayKeep`: they may let it run on. */
export type Asked = {
  proposals: { proposal: Proposal; mayKeep: boolean }[];
  criteria: { agreement: Agreement; useCase: UseCase }[];
};

/**
 * What waits for the answers of these people, by their ids. The number of statements grows neither with the people nor with
 * what waits.
 */
export async function askedOf(db: Db, settings: Settings, people: readonly number[]): Promise<Map<number, Asked>> {
  const admins = await adminsOf(db, settings);
  const theirs = await useCasesAnsweredBy(db, people);
  // An admin may be asked about any use case.
  const proposals = await openProposals(db, admins.some(({ id }) => people.includes(id)) ? undefined : theirs);
  const agreements = await waitingAgreements(db, theirs);
  const ids = new Set([...proposals, ...agreements].map((one) => one.useCaseId));
  const useCases = new Map((await getUseCases(db, [...ids])).map((one) => [one.id, one]));
  const lines = await linesFor(
    db,
    admins,
    proposals.map(({ useCaseId, step }) => ({ useCase: useCases.get(useCaseId)!, step })),
  );
  const found = new Map<number, Asked>(people.map((id) => [id, { proposals: [], criteria: [] }]));
  for (const proposal of proposals)
    for (const { person, mayKeep } of lines.get(proposal.useCaseId)!.asked)
      found.get(person.id)?.proposals.push({ proposal, mayKeep });
  for (const agreement of agreements) {
    const useCase = useCases.get(agreement.useCaseId)!;
    // What was written down for cycles of another length, or is closed, takes no yes any more.
    if (useCase.state === 'closed' || agreement.unit !== useCase.period) continue;
    const second = secondPerson(useCase, agreement.setBy.id);
    if (second) found.get(second.id)?.criteria.push({ agreement, useCase });
  }
  return found;
}
