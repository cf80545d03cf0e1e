import { axes, outcomeWords } from '../../rules/assessment.ts';
import { can, overdueReviews, stateWords } from '../../rules/use-case.ts';
import type { Db } from '../../store/open.ts';
import { getPrompt, listVersions } from '../../store/prompts.ts';
import type { Reader } from '../../store/readings.ts';
import { getUseCase, type UseCase } from '../../store/use-cases.ts';
import { ruledOut, stillNeeded } from '../acts/completeness.ts';
import { obstacle } from '../acts/production.ts';
import { activateButton, assessButton } from '../kit/buttons.ts';
import { type Button, buttons, type Card, facts, line, note, type Part, quote } from '../kit/card.ts';
import { count, inPlace, inWords, strong, time, type Words, who, words } from '../kit/words.ts';
import { readersLine, weekOfReaders } from './readers.ts';
import { nextButton, openSections, sectionButton, sectionNames, sections } from './use-case-sections.ts';

type PromptOf = { slug: string; production: number | null; readers: Reader[] };
/** All that the card of a use case is made of. */
export type UseCaseView = {
  useCase: UseCase;
  prompts: PromptOf[];
  /** By whose context it decides, where that is not its own. */
  contractOf: string | null;
  now: Date;
};

/** All that the card of a use case is made of, by its id, which must exist. */
export async function loadUseCaseView(db: Db, id: number, now: Date): Promise<UseCaseView> {
  const useCase = await getUseCase(db, id);
  const prompts: PromptOf[] = [];
  for (const { id: promptId, slug } of useCase.prompts) {
    const { labels } = await getPrompt(db, promptId);
    const live = labels.find((one) => one.name === 'production');
    const versions = live ? await listVersions(db, promptId) : [];
    const production = versions.find((one) => one.id === live?.versionId)?.number ?? null;
    prompts.push({ slug, production, readers: await weekOfReaders(db, promptId, 'production', now) });
  }
  const lead = useCase.contractOf === null ? null : await getUseCase(db, useCase.contractOf);
  return { useCase, prompts, contractOf: lead?.slug ?? null, now };
}

const PROMPTS = 10;
const READY = 'Everything is filled in. Once it is activated, its prompts can be released.';

/** How a use case stands: who answers for it, what it may do, what is missing, and every form a click away. */
export function useCaseCard({ useCase, prompts, contractOf, now }: UseCaseView): Card {
  const { slug, state } = useCase;
  const empty = stillNeeded(useCase);
  const blocked = obstacle(useCase, now);
  const isDraft = state === 'draft' && !ruledOut(useCase);
  return {
    title: words`${strong(slug)} ${stateWords[state]}`,
    parts: [
      ...stateParts(useCase),
      ...(empty.length > 0 ? [line(words`${strong('Missing:')} ${inWords(empty)}`)] : []),
      ...(blocked && empty.length === 0 ? [line([isDraft ? READY : blocked.message])] : []),
      facts(
        ...fact('Decision', useCase.decision),
        ...people(useCase),
        ...texts(useCase),
        ...fact('Context', contractOf && words`the one of ${strong(contractOf)}, which it shares`),
        ...contract(useCase, now),
        ...assessment(useCase),
        ...measures(useCase),
      ),
      ...(useCase.failureResponse ? [line(['While it is paused, readers get:']), quote(useCase.failureResponse)] : []),
      ...promptParts(prompts),
      ...notes(useCase),
      ...(state === 'closed' ? [] : [...buttons(...steps(useCase)), ...buttons(...forms(useCase))]),
    ],
  };
}

const fact = (label: string, value: Words | string | null): [string, Words][] =>
  value === null || value === '' ? [] : [[label, typeof value === 'string' ? [value] : value]];

function stateParts({ state, stateBy, stateSince, stateWhy, pausedUntil, pilotUntil }: UseCase): Part[] {
  if (state === 'pilot' && pilotUntil) return [line([`The pilot runs until ${pilotUntil}.`])];
  if ((state !== 'paused' && state !== 'closed') || !stateBy) return [];
  const did = state === 'paused' ? 'paused' : 'closed';
  const until = pausedUntil ? words` It is meant to go on at ${time(pausedUntil)}.` : [];
  return [
    line(words`${who(stateBy)} ${did} it at ${time(stateSince)}.${until}`),
    ...(stateWhy ? [quote(stateWhy)] : []),
  ];
}

const people = ({ owner, deputy, contextOwner, stopAuthority }: UseCase): [string, Words][] => [
  ...fact('Owner', owner && words`${who(owner)}${deputy ? words`, deputy ${who(deputy)}` : []}`),
  ...fact('Context owner', contextOwner && [who(contextOwner)]),
  ...fact('May stop it', stopAuthority && [who(stopAuthority)]),
];

const texts = (useCase: UseCase): [string, Words][] => [
  ...fact('Limits', useCase.limits),
  ...fact('The step', useCase.stepFunction),
  ...fact('Input', useCase.stepInput),
  ...fact('Output', useCase.stepOutput),
  ...fact('How it fails', useCase.failureMode),
  ...fact('How far an error travels', useCase.errorReach),
  ...fact('Quality standard', useCase.qualityStandard),
  ...fact('Escalate when', useCase.escalation),
];

function contract({ inputs, contextReviewDays, contextStopCriteria }: UseCase, now: Date): [string, Words][] {
  const overdue = contextReviewDays === null ? [] : overdueReviews(inputs, contextReviewDays, now);
  const late = (id: number) => (overdue.some((one) => one.input.id === id) ? ', overdue' : '');
  return [
    ...inputs.flatMap((one) =>
      fact(
        `Input “${one.name}”`,
        words`${one.source}, ${who(one.owner)}, at most ${count(one.freshnessDays, 'day')} old; ${
          one.reviewedAt ? words`reviewed ${time(one.reviewedAt)}` : 'never reviewed'
        }${late(one.id)}`,
      ),
    ),
    ...fact('Context is reviewed', contextReviewDays === null ? null : `every ${count(contextReviewDays, 'day')}`),
    ...fact('Context stops it when', contextStopCriteria),
  ];
}

function assessment({ assessment: kept }: UseCase): [string, Words][] {
  if (!kept) return [];
  const answers = (Object.keys(axes) as (keyof typeof axes)[]).map((axis): string => {
    const levels: Readonly<Record<string, string>> = axes[axis].levels;
    return `${axes[axis].label}: ${(levels[kept[axis]] ?? kept[axis]).split(':')[0]}`;
  });
  return [
    ['Review', [outcomeWords[kept.chosen]]],
    ['Assessed as', [answers.join('; ')]],
    ...fact('Because', kept.reason),
  ];
}

const measures = (useCase: UseCase): [string, Words][] => [
  ...fact(
    'Saves',
    useCase.minutesPerDecision === null || !useCase.hoursBy
      ? null
      : words`${useCase.minutesPerDecision} minutes per decision, says ${who(useCase.hoursBy)}${useCase.hoursMethod ? `: ${useCase.hoursMethod}` : ''}`,
  ),
  ['Measured', [`by the ${useCase.period}, ${useCase.timezone}, in ${useCase.currency}`]],
  ...fact('Team', useCase.team && [inPlace(useCase.team)]),
  ...fact('Decision class', useCase.decisionClass),
];

function promptParts(prompts: readonly PromptOf[]): Part[] {
  if (prompts.length === 0) return [line(['No prompt belongs to it yet.'])];
  const shown = prompts.slice(0, PROMPTS);
  const more = prompts.length - shown.length;
  return [
    ...shown.map(({ slug, production, readers }) =>
      line(
        words`${strong(slug)}: ${production === null ? 'not released' : words`v${production} on production, ${readersLine(readers)}`}`,
      ),
    ),
    ...(more > 0 ? [note([`Showing ${shown.length} of ${prompts.length} prompts.`])] : []),
  ];
}

/** Whoever may stop it shall be able to: that is easier for somebody who did not build it. */
function notes({ owner, stopAuthority }: UseCase): Part[] {
  if (!owner || owner.id !== stopAuthority?.id) return [];
  return [note(['Owner and stop authority are one person here. Somebody else would find it easier to stop.'])];
}

function steps(useCase: UseCase): Button[] {
  const { slug, state } = useCase;
  const args = { usecase: slug };
  const next = nextButton(useCase);
  const ready = next === null || next.command === 'usecase-activate';
  const all: Button[] = [
    ...(next ? [next] : []),
    ...(state === 'pilot' && ready ? [activateButton(slug, 'Activate or extend')] : []),
    ...(useCase.assessment ? [assessButton(slug, 'Assess again')] : []),
    ...(useCase.inputs.length > 0 ? [{ label: 'Context reviewed today', command: 'usecase-review', args }] : []),
    ...(can('pause', state)
      ? [{ label: 'Pause', command: 'usecase-pause', args, ask: true, style: 'danger' as const }]
      : []),
    ...(can('resume', state) ? [{ label: 'Resume', command: 'usecase-resume', args, ask: true }] : []),
    ...(state === 'draft' ? [] : [{ label: 'Numbers', command: 'usecase-kpis', args }]),
    { label: 'Kill criteria', command: 'usecase-criteria', args },
    { label: 'Close', command: 'usecase-close', args, ask: true, style: 'danger' },
  ];
  return all;
}

function forms(useCase: UseCase): Button[] {
  const open = openSections(useCase);
  return sectionNames.map((name) =>
    sectionButton(useCase.slug, name, `${sections[name].label}${open.includes(name) ? ' (incomplete)' : ''}`),
  );
}
