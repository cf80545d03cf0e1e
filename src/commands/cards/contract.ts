import type { Db } from '../../store/open.ts';
import { getUseCases, type UseCase } from '../../store/use-cases.ts';
import { buttons, type Card, facts, line, note } from '../kit/card.ts';
import { count, listed, strong, type Words, who, words } from '../kit/words.ts';

/** One input of a context in a line: "the wiki, at most 30 days old; Grace answers for it". */
export const inputFacts = ({ inputs }: UseCase): (readonly [string, Words])[] =>
  inputs.map(
    ({ name, source, freshnessDays, owner }) =>
      [name, words`${source}, at most ${count(freshnessDays, 'day')} old; ${who(owner)} answers for it`] as const,
  );

/** Asks whoever answers for a use case to decide by the context of another, or says that it does. Null when one is gone. */
export async function contractCard(db: Db, leadId: number, id: number): Promise<Card | null> {
  const found = await getUseCases(db, [leadId, id]);
  const [lead, one] = [leadId, id].map((wanted) => found.find((useCase) => useCase.id === wanted));
  if (!lead || !one) return null;
  const names = words`${strong(one.slug)} and ${strong(lead.slug)}`;
  if (one.contractOf === leadId)
    return {
      title: words`${strong(one.slug)} decides by the context of ${strong(lead.slug)} now`,
      parts: [line(['What is learned about it is learned for both.'])],
    };
  const args = { class: one.decisionClass ?? lead.decisionClass ?? '', lead: lead.slug, usecase: one.slug };
  return {
    title: words`${names} decide about the same: share one context contract?`,
    parts: [
      line(words`${strong(one.slug)} would decide by the context of ${strong(lead.slug)}:`),
      facts(...inputFacts(lead), [
        'Reviewed',
        [lead.contextReviewDays === null ? 'not agreed' : `every ${count(lead.contextReviewDays, 'day')}`],
      ]),
      ...buttons({ label: 'Share it', command: 'contract', args, style: 'primary' }),
      note(
        words`Only the context is shared: prompts, limits and numbers stay apart. ${listed(lead.owner ? [who(lead.owner)] : [])} owns ${lead.slug}.`,
      ),
    ],
  };
}
