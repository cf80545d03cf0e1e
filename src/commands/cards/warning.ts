import { getCycle } from '../../store/cycles.ts';
import type { Db } from '../../store/open.ts';
import { getWarning } from '../../store/proposals.ts';
import { getUseCase } from '../../store/use-cases.ts';
import { criteriaButton, useCaseButton } from '../kit/buttons.ts';
import { buttons, type Card, line } from '../kit/card.ts';
import { count, strong, words } from '../kit/words.ts';
import { criterionCycles, criterionParts } from './criterion-cycles.ts';

/** Says to the owner, once, that what was agreed has begun to come about. Null when nobody was warned. */
export async function warningCard(db: Db, cycleId: number): Promise<Card | null> {
  const [warning, cycle] = [await getWarning(db, cycleId), await getCycle(db, cycleId)];
  if (!warning || !cycle) return null;
  const useCase = await getUseCase(db, warning.useCaseId);
  const all = await criterionCycles(db, useCase.id, warning.breaches, cycle.startsOn);
  const left = [...new Set(all.map(({ criterion }) => criterion.cycles - 1))].sort((one, other) => one - other);
  const more = left.map((n) => count(n, `more ${cycle.unit}`)).join(' or ');
  const asked = useCase.stopAuthority ? useCase.stopAuthority.name : 'the admins';
  const why = useCase.owner?.id === warning.personId ? [] : [line([absent(useCase.owner?.name)])];
  return {
    title: words`⚠️ ${strong(useCase.slug)} broke what was agreed for it`,
    parts: [
      ...why,
      ...all.flatMap((one) => criterionParts(one, useCase)),
      line([
        `After ${more} like this I propose to ${asked} to stop it. A ${cycle.unit} within what was agreed starts the count anew.`,
      ]),
      ...buttons(useCaseButton(useCase.slug, 'Show it'), criteriaButton(useCase.slug)),
    ],
  };
}

const absent = (owner = 'the owner') =>
  `This comes to you as the deputy, because ${owner} cannot be reached here any more.`;
