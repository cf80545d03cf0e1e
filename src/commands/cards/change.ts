import { cardDiff } from '../../rules/diff/card-diff.ts';
import { diffContent } from '../../rules/diff/diff.ts';
import { can, isUndecided, stateWords } from '../../rules/lifecycle.ts';
import { type ChangeState, getChange } from '../../store/changes.ts';
import { type Feedback, feedbackOf } from '../../store/feedback-loop.ts';
import type { Db } from '../../store/open.ts';
import type { Person } from '../../store/people.ts';
import { getPrompt, getVersion, type PromptState } from '../../store/prompts.ts';
import type { Reader } from '../../store/readings.ts';
import { getUseCase, type UseCase } from '../../store/use-cases.ts';
import { approversOf, progressOf } from '../acts/verdict.ts';
import { diffButton } from '../kit/buttons.ts';
import { type Button, buttons, type Card, facts, line, note, type Part, quote } from '../kit/card.ts';
import { holders } from '../kit/standing.ts';
import { checkableMove, exact, v } from '../kit/version-words.ts';
import { listed, ping, strong, time, type Words, who, words } from '../kit/words.ts';
import { saidWords } from './answered.ts';
import { readersLine, weekOfReaders } from './readers.ts';
import { releaseParts } from './release-state.ts';

/** All that a change card is made of. */
type ChangeView = {
  change: ChangeState;
  prompt: PromptState;
  useCase: UseCase;
  /** When it is looked at. */
  now: Date;
  diff: ReturnType<typeof diffContent>;
  readers: Reader[];
  /** What it answers; those who said it are not named. */
  answers: Feedback[];
};

/** All that the card of a change is made of; null when there is no such change. */
export async function loadChangeView(db: Db, id: number, now: Date): Promise<ChangeView | null> {
  const change = await getChange(db, id);
  if (!change) return null;
  const prompt = await getPrompt(db, change.promptId);
  const useCase = await getUseCase(db, prompt.useCaseId);
  const before = change.base ? (await getVersion(db, change.base.id)).content : null;
  const after = (await getVersion(db, change.version.id)).content;
  const readers = await weekOfReaders(db, prompt.id, change.label, now);
  const answers = await feedbackOf(db, change.id);
  return { change, prompt, useCase, now, diff: diffContent(before, after), readers, answers };
}

/** The decision-ready card: what, why, whom it affects, who may decide, until when. */
export function changeCard(view: ChangeView): Card {
  const { change, prompt, useCase, now, diff, readers, answers } = view;
  const decided = outcome(change);
  return {
    title: titleOf(change),
    parts: [
      ...(decided ? [line(decided)] : []),
      ...(isUndecided(change.review) && change.kind === 'proposal' ? releaseParts(useCase, change.label, now) : []),
      quote(change.why),
      { kind: 'diff', diff, hunks: cardDiff.hunks },
      facts(
        ['Version', words`${checkableMove(change.base, change.version)} for ${strong(change.label)}`],
        ['Affects', affects(prompt, readers)],
        ...(answers.length > 0 ? ([['Answers', answersWords(answers)]] as [string, Words][]) : []),
        ...(decided ? [] : waiting(change, prompt)),
      ),
      ...buttons(...decisionButtons(change)),
      note(words`Change #${change.id} · ${who(change.author)} · ${time(change.openedAt)}`),
    ],
  };
}

function titleOf(change: ChangeState): Words {
  const what = words`${strong(change.slug)} ${v(change.version)}`;
  return change.kind === 'follow_up'
    ? words`${who(change.author)} rolled ${strong(change.slug)} back to ${v(change.version)}: was it right?`
    : words`${who(change.author)} asks to release ${what} to ${change.label}`;
}

const TOLD = 3;

function answersWords(answers: readonly Feedback[]): Words {
  const told = answers.slice(0, TOLD).map((one) => `“${saidWords(one)}”`);
  const more = answers.length > TOLD ? ` and ${answers.length - TOLD} more` : '';
  return [`${told.join(', ')}${more}`];
}

function affects(prompt: PromptState, readers: readonly Reader[]): Words {
  const told = [
    ...prompt.stakeholders.map(who),
    ...prompt.stakeholderPlaces.map((place) => ({ kind: 'place', place }) as const),
  ];
  return told.length > 0 ? words`${readersLine(readers)}; ${listed(told)}` : readersLine(readers);
}

function waiting(change: ChangeState, prompt: PromptState): [string, Words][] {
  const deciders = holders('decide', prompt, change);
  const approvers = approversOf(change);
  const state = progressOf(change);
  const missing = deciders.filter((one) => state.missing.includes(one.id));
  return [
    ['Who may decide', listed(deciders.map(ping), 'nobody yet: add reviewers', 'or')],
    ...(approvers.length > 0 || state.needed !== 1
      ? ([['Approvals', [`${state.approvals} of ${state.needed}`, ...approvedBy(approvers)]]] as [string, Words][])
      : []),
    ...(missing.length > 0 ? ([['Must approve', listed(missing.map(who))]] as [string, Words][]) : []),
    ['Until', [time(change.expiresAt)]],
  ];
}

const approvedBy = (approvers: readonly Person[]): Words =>
  approvers.length > 0 ? words` (${listed(approvers.map(who))})` : [];

/** How a change ended or what it waits for, as one line; null while it is simply open. */
function outcome(change: ChangeState): Words | null {
  const reason = change.decidedWhy ? words`: ${change.decidedWhy}` : [];
  const by =
    change.decidedBy && change.decidedAt ? words`by ${who(change.decidedBy)} at ${time(change.decidedAt)}` : null;
  const last = change.verdicts.findLast((one) => one.cycle === change.cycle && one.verdict === 'request_changes');
  switch (change.review) {
    case 'open':
      return null;
    case 'approved':
      if (change.kind === 'follow_up') return words`✅ Found right ${by ?? []} ${exact(change.version)}`;
      return change.writers.some((one) => one.id === change.decidedBy?.id)
        ? words`✅ Released ${by ?? []} ${exact(change.version)}: the policy asks for no approval`
        : words`✅ Approved ${by ?? []} ${exact(change.version)}`;
    case 'declined':
      return change.kind === 'follow_up'
        ? words`❌ Found wrong ${by ?? []}${reason}`
        : words`❌ Declined ${by ?? []} ${exact(change.version)}${reason}`;
    case 'withdrawn':
      return words`Withdrawn ${by ?? []}${reason}`;
    case 'changes_requested':
      return last
        ? words`✏️ ${who(last.person)} requested changes at ${time(last.at)}: ${last.reason ?? ''}`
        : words`✏️ Changes were requested`;
    default:
      return words`This change ${stateWords[change.review]}.`;
  }
}

/** The label of the approving button says beforehand when one more approval releases; `by`: when this person's does. */
export function approveLabel(change: ChangeState, by?: Person): string {
  if (change.kind === 'follow_up') return 'It was right';
  const state = progressOf(change, ...(by ? [by.id] : []));
  const releases = by ? state.complete : state.needed - state.approvals <= 1 && state.missing.length <= 1;
  return releases ? 'Approve and release' : 'Approve';
}

function decisionButtons(change: ChangeState): Button[] {
  if (change.review !== 'open') return [];
  // The button carries what it decides on: an old one is known by it.
  const args = { change: change.id, cycle: change.cycle, fingerprint: change.version.fingerprint };
  const all: Button[] = [
    { label: approveLabel(change), command: 'approve', args, style: 'primary' },
    { label: 'Request changes', command: 'request-changes', args },
    { label: change.kind === 'follow_up' ? 'It was wrong' : 'Decline', command: 'decline', args, style: 'danger' },
  ];
  const step = { approve: 'approve', 'request-changes': 'request_changes', decline: 'decline' } as const;
  return [
    ...all.filter((button) => can(step[button.command as keyof typeof step], change)),
    diffButton(change.slug, change.base, change.version),
  ];
}

/** What is said when a change moved on without a verdict, in its thread or privately to its author. */
export function changeNews(change: ChangeState, prompt: PromptState, slot: string): Card | null {
  const name = words`Change #${change.id} of ${strong(change.slug)}`;
  const [, news, cycle] = /:(\w+)-(\d+)$/.exec(slot) ?? [];
  if (news === 'cycle') {
    const parts: Part[] = [line(words`${listed(holders('decide', prompt, change).map(ping))}: please look again.`)];
    return { title: words`${name} was revised: round ${cycle ?? ''}, ${v(change.version)}`, parts };
  }
  if (news === 'stale') {
    const again: Button = {
      label: 'Submit it again',
      command: 'submit',
      args: { prompt: change.slug, label: change.label, change: change.id },
      ask: true,
    };
    return {
      title: words`${name} is stale: ${change.label} moved since it was opened`,
      parts: [
        line(['Its verdicts no longer count. Submit it again on top of the present version for a fresh review.']),
        ...buttons(again),
      ],
    };
  }
  if (news === 'expired')
    return { title: words`${name} expired undecided`, parts: [line(['Submit it again if it still matters.'])] };
  if (news === 'withdrawn') {
    const by = change.decidedBy;
    return {
      title: by
        ? words`${who(by)} withdrew change #${change.id} of ${strong(change.slug)}`
        : words`${name} was withdrawn`,
      parts: change.decidedWhy ? [quote(change.decidedWhy)] : [],
    };
  }
  return null;
}
