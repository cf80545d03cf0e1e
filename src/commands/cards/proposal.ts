import { answers, consequences, settledWords } from '../../rules/proposal.ts';
import type { Why } from '../../rules/proposal-line.ts';
import type { Db } from '../../store/open.ts';
import { getPrompt } from '../../store/prompts.ts';
import { getProposal, type Proposal } from '../../store/proposals.ts';
import { getUseCase, type UseCase } from '../../store/use-cases.ts';
import { type AskedLine, lineFor } from '../acts/proposal-line.ts';
import { proposalButton } from '../kit/buttons.ts';
import { type Button, buttons, type Card, facts, line, note, type Part, quote } from '../kit/card.ts';
import type { Settings } from '../kit/command.ts';
import { duration, inPlace, listed, type Span, strong, time, type Words, who, words } from '../kit/words.ts';
import { type CriterionCycles, criterionCycles, criterionParts } from './criterion-cycles.ts';
import { readersLine, weekOfReaders } from './readers.ts';

/** All that a proposal is told with. */
type ProposalView = {
  proposal: Proposal;
  useCase: UseCase;
  criteria: CriterionCycles[];
  line: AskedLine;
  /** Who reads each prompt, and who wants to know of it. */
  readers: (readonly [prompt: string, readers: Words])[];
  told: Span[];
};

/** All that the card of a proposal is made of; null when there is no such proposal. */
export async function loadProposalView(db: Db, settings: Settings, id: number): Promise<ProposalView | null> {
  const proposal = await getProposal(db, id);
  if (!proposal) return null;
  const useCase = await getUseCase(db, proposal.useCaseId);
  const [readers, told]: [ProposalView['readers'], Map<string, Span>] = [[], new Map()];
  if (useCase.team) told.set(useCase.team, inPlace(useCase.team));
  for (const { id: promptId, slug } of useCase.prompts) {
    readers.push([slug, readersLine(await weekOfReaders(db, promptId, 'production', proposal.madeAt))]);
    const { stakeholders, stakeholderPlaces } = await getPrompt(db, promptId);
    for (const place of stakeholderPlaces) told.set(place, inPlace(place));
    for (const one of stakeholders) told.set(`person:${one.id}`, who(one));
  }
  return {
    proposal,
    useCase,
    criteria: await criterionCycles(db, useCase.id, proposal.breaches, proposal.startsOn),
    line: await lineFor(db, settings, useCase, proposal.step),
    readers,
    told: [...told.values()],
  };
}

/** How many prompts are told of one by one. */
const SHOWN = 8;

/**
 * The living card of a proposal, as somebody sees it: only whoever is asked is offered the answers. `viewer` null: as everybody
 * reads it, where nobody can be asked; then it offers them to whoever comes, whose right is looked at when they answer.
 */
export function proposalCard(view: ProposalView, viewer: number | null): Card {
  const { proposal, useCase, criteria, readers, told } = view;
  const more = readers.length - SHOWN;
  return {
    title: titleOf(view),
    parts: [
      ...outcome(proposal),
      ...criteria.flatMap((one) => criterionParts(one, useCase)),
      facts(
        ...readers.slice(0, SHOWN).map(([slug, by]) => [`Reads ${slug}`, by] as const),
        ['Stakeholders', listed(told, 'nobody is named')],
        ['While it is paused', [useCase.failureResponse ?? 'no failure response is set']],
      ),
      ...(more > 0 ? [line([`and ${more} more prompts`])] : []),
      ...(proposal.state === 'open' ? asking(view, viewer) : []),
      note(words`Proposal ${proposal.id} · made at ${time(proposal.madeAt)}. I propose; a person decides.`),
    ],
  };
}

function titleOf({ proposal, useCase, criteria }: ProposalView): Words {
  const name = strong(useCase.slug);
  const n = proposal.breaches[0]?.cycles.length ?? 1;
  const row = n === 1 ? 'was broken once' : `was broken ${n} times in a row`;
  const broken =
    criteria.length > 1 ? `${criteria.length} things agreed for it were broken` : `What was agreed for it ${row}`;
  if (proposal.state === 'open') return words`🛑 Stop ${name}? ${broken}`;
  return words`The proposal to stop ${name} is settled: it ${settledWords[proposal.state].stands}`;
}

function outcome(proposal: Proposal): Part[] {
  const { decidedWhy } = proposal;
  return [...outcomeWords(proposal).map(line), ...(decidedWhy ? [quote(decidedWhy)] : [])];
}

/** What somebody did with a proposal, as one sentence; none while it is open. */
function outcomeWords({ state, decidedBy, decidedAt }: Proposal): Words[] {
  if (state === 'open' || !decidedBy || !decidedAt) return [];
  const back = state === 'kept' ? ' If the next cycle breaks it again, this comes back.' : '';
  return [words`${who(decidedBy)} ${settledWords[state].did}, at ${time(decidedAt)}.${back}`];
}

/** A proposal among other things, once it is settled. */
export const settledRow = (proposal: Proposal): Part[] =>
  outcomeWords(proposal).map((did) => line(words`☑️ ${strong(proposal.slug)}, which was to be stopped: ${did}`));

/** Whose the answer is, why, and the buttons of whoever it is. */
function asking({ proposal, useCase, line: { asked, why: reasons } }: ProposalView, viewer: number | null): Part[] {
  const seat = asked.find(({ person }) => person.id === viewer);
  const names = asked.map(({ person }) => who(person));
  const could = asked.filter((one) => one.mayKeep).map(({ person }) => who(person));
  const written = seat && !seat.mayKeep;
  return [
    ...reasons.map((why) => line(whyWords(why, useCase))),
    ...(written
      ? [
          line(
            words`You wrote what is in production: you may stop it. To let it run on takes somebody else: ${listed(could)}.`,
          ),
        ]
      : []),
    ...(seat
      ? buttons(...answerButtons(proposal, seat.mayKeep))
      : [line(words`The answer is for ${listed(names, 'the admins', 'or')}. The owner may pause it at any time.`)]),
    ...(names.length === 0 ? unreached(proposal, viewer) : []),
  ];
}

function unreached(proposal: Proposal, viewer: number | null): Part[] {
  return [
    line([
      'Nobody who could answer can be reached here. An admin who writes to me is asked at once, and so is a stop authority or a deputy as soon as one is named.',
    ]),
    ...(viewer === null ? buttons(...answerButtons(proposal, true)) : []),
  ];
}

function whyWords(why: Why, { stopAuthority, deputy }: UseCase): Words {
  if (why.kind === 'unanswered')
    return [
      why.step === 'deputy'
        ? 'The stop authority has not answered for a week, so the deputy is asked too.'
        : 'Nobody has answered for two weeks, so the deputy and the admins are asked too.',
    ];
  const person = why.seat === 'deputy' ? deputy : stopAuthority;
  const seat = why.seat === 'deputy' ? 'deputy' : 'stop authority';
  if (why.kind === 'none' || !person) return [`There is no ${seat}, so the next in line is asked.`];
  return why.kind === 'gone'
    ? words`${who(person)}, the ${seat}, cannot be reached here any more, so the next in line is asked.`
    : words`${who(person)}, the ${seat}, wrote what is in production, so somebody else is asked too.`;
}

type Answerable = Pick<Proposal, 'id' | 'slug' | 'maySnooze'>;

/** A proposal among other things, with the answers of whoever is asked. `seat` null: the answer is somebody else's. */
export function proposalRow(one: Answerable, waits: string, seat: { mayKeep: boolean } | null): Part[] {
  const what = words`🛑 ${strong(one.slug)} should be stopped, by what was agreed for it: the proposal has waited ${waits}.`;
  return [line(what), ...buttons(...(seat ? answerButtons(one, seat.mayKeep) : []), proposalButton(one.slug))];
}

/** The answers that somebody who is asked may give. */
function answerButtons({ id, slug, maySnooze }: Answerable, mayKeep: boolean): Button[] {
  const answer = (key: keyof typeof answers, more: Partial<Button> = {}): Button => ({
    label: answers[key].label,
    command: 'proposal-decide',
    args: { usecase: slug, answer: key, proposal: id },
    ...more,
  });
  const sure = (title: string, text: string, yes: string) => ({
    style: 'danger' as const,
    confirm: { title, text, yes },
  });
  return [
    answer('pause', sure(`Pause ${slug}?`, consequences.pause, 'Pause')),
    answer('close', sure(`Close ${slug} for good?`, 'Its prompts are retired. The history is kept.', 'Close')),
    ...(mayKeep ? [answer('keep_running', { ask: true })] : []),
    ...(mayKeep && maySnooze ? [answer('snooze')] : []),
  ];
}

/** Reminds somebody who was asked and has not answered; says no more than that once it is settled. */
export function reminderCard(view: ProposalView, viewer: number | null, now: Date): Card {
  const { proposal, useCase } = view;
  if (proposal.state !== 'open') return { title: titleOf(view), parts: outcome(proposal) };
  const age = duration(now.getTime() - proposal.madeAt.getTime());
  return {
    title: words`⏰ Should ${strong(useCase.slug)} be stopped? This has waited ${age} for ${viewer === null ? 'an' : 'your'} answer`,
    parts: [...asking(view, viewer), ...buttons(proposalButton(useCase.slug))],
  };
}
