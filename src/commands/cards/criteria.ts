import { secondPerson } from '../../rules/agreement.ts';
import { kpis } from '../../rules/kpi.ts';
import { criterionWords, valueWords } from '../../rules/kpi-words.ts';
import { side } from '../../rules/threshold.ts';
import { type Agreement, agreementsById, isAgreed } from '../../store/criteria.ts';
import type { Db } from '../../store/open.ts';
import { getUseCase, type UseCase } from '../../store/use-cases.ts';
import { agreedWhen, agreedWords, inForce } from '../acts/agreement.ts';
import { buttons, type Card, facts, line, note, type Part, quote } from '../kit/card.ts';
import { count, strong, time, type Words, who, words } from '../kit/words.ts';

/** All that stands about the stopping of a use case. */
export type Criteria = { useCase: UseCase; standing: Agreement[] };

/** When a use case should be stopped: what is in force, and what waits for a yes. */
export function criteriaCard({ useCase, standing }: Criteria): Card {
  const { slug, currency, timezone } = useCase;
  const force = inForce(standing, useCase);
  const outdated = standing.filter((one) => isAgreed(one) && one.unit !== useCase.period);
  const waiting = standing.filter((one) => !isAgreed(one));
  const set = { label: 'Set a criterion', command: 'usecase-criteria', args: { usecase: slug }, ask: true };
  const none: Part[] = [
    line(['Nobody has agreed yet on when it should be stopped. Until then I count, and propose nothing.']),
  ];
  const table: Part = {
    kind: 'table',
    head: ['What is counted', 'Broken if', 'In a row', 'Agreed'],
    rows: force.map((one) => [
      [kpis[one.kpi].label],
      [`${side(one.kpi)} ${valueWords(one.kpi, one.threshold, currency)}`],
      [count(one.cycles, one.unit)],
      agreedWhen(one, timezone),
    ]),
  };
  return {
    title: words`When ${strong(slug)} should be stopped`,
    parts: [
      ...(force.length > 0 ? [table, ...force.map((one) => quote(one.words))] : waiting.length > 0 ? [] : none),
      ...outdated.map((one) =>
        line([
          `${criterionWords(one, currency)}: this was agreed for each ${one.unit}, and its cycles are ${useCase.period}s now. It judges nothing until it is agreed anew.`,
        ]),
      ),
      ...waiting.flatMap((one) => [line(waitsFor(one, useCase)), quote(one.words), ...answering(one, useCase)]),
      ...(useCase.state === 'closed' ? [] : buttons(set)),
      note(['A criterion counts from the first cycle that begins once it is agreed. A changed one starts anew.']),
    ],
  };
}

const waitsFor = (one: Agreement, useCase: UseCase): Words => {
  const second = secondPerson(useCase, one.setBy.id);
  const by = second ? words`${who(second)}` : ['somebody else who answers for it'];
  return words`Waits for the yes of ${by}: ${criterionWords(one, useCase.currency)} – by ${who(one.setBy)}.`;
};

/** The answers of whoever is asked to agree. */
const answering = (one: Agreement, { slug }: UseCase): Part[] =>
  buttons(
    { label: 'Agree', command: 'usecase-agree', args: { usecase: slug, criterion: one.id }, style: 'primary' },
    { label: 'Not like this', command: 'usecase-agree', args: { usecase: slug, criterion: one.id, answer: 'no' } },
  );

/** An agreement that waits for a yes, among other things. */
export const criterionRow = (one: Agreement, useCase: UseCase, waits: string): Part[] => [
  line(
    words`${who(one.setBy)} asks you to agree on when ${strong(useCase.slug)} should be stopped: ${criterionWords(one, useCase.currency)}. It has waited ${waits}.`,
  ),
  quote(one.words),
  ...answering(one, useCase),
];

/** One agreement: asks for a yes while it waits for one, and says what became of it. Null when it never was. */
export async function agreementCard(db: Db, id: number, slot: string): Promise<Card | null> {
  const one = (await agreementsById(db, [id])).get(id);
  if (!one) return null;
  const useCase = await getUseCase(db, one.useCaseId);
  const what: Part[] = [
    facts(['Stop it when', [criterionWords(one, useCase.currency)]], ['Use case', [useCase.slug]]),
    quote(one.words),
  ];
  const see = { label: 'All criteria', command: 'usecase-criteria', args: { usecase: useCase.slug } };
  const name = strong(useCase.slug);
  if (one.endedAt && one.endedBy) {
    const ended = words`${who(one.endedBy)} at ${time(one.endedAt)}`;
    if (!isAgreed(one))
      return { title: words`This criterion for ${name} was not agreed to: ended by ${ended}`, parts: what };
    if (slot !== 'dm:ended') return { title: words`A criterion for ${name} held until ${ended} ended it`, parts: what };
    return {
      title: words`⚠️ ${who(one.endedBy)} took away a criterion for stopping ${name}`,
      parts: [...what, line(words`It was ${agreedWords(one, useCase.timezone)}.`), ...buttons(see)],
    };
  }
  if (isAgreed(one)) {
    return {
      title: words`${name} has a criterion for being stopped, ${agreedWords(one, useCase.timezone)}`,
      parts: [...what, ...buttons(see)],
    };
  }
  return {
    title: words`${who(one.setBy)} asks you to agree on when ${name} should be stopped`,
    parts: [
      ...what,
      ...answering(one, useCase),
      note([`It takes two people, and counts from the first ${one.unit} that begins after your yes.`]),
    ],
  };
}

/** An agreement as programs see it. */
export const agreementJson = (one: Agreement) => ({
  criterion: one.id,
  kpi: one.kpi,
  threshold: one.threshold,
  cycles: one.cycles,
  unit: one.unit,
  words: one.words,
  set_by: one.setBy.name,
  agreed_by: one.agreedBy?.name ?? null,
  agreed_at: one.agreedAt?.toISOString() ?? null,
});
