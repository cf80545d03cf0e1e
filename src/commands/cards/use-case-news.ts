import type { Db } from '../../store/open.ts';
import { stepAndNext, type UseCaseStep } from '../../store/use-case-steps.ts';
import { getUseCase, type UseCase } from '../../store/use-cases.ts';
import { activateButton, useCaseButton } from '../kit/buttons.ts';
import { type Button, buttons, type Card, facts, line, note, type Part, quote } from '../kit/card.ts';
import { inWords, ping, strong, time, type Words, who, words } from '../kit/words.ts';

/** What is said of a use case in a slot such as `pause-12`: the step of that number. Null when there is none. */
export async function useCaseNews(db: Db, id: number, slot: string): Promise<Card | null> {
  const [, news, number] = /^([a-z]+)-(\d+)$/.exec(slot) ?? [];
  const found = await stepAndNext(db, id, Number(number ?? 0));
  if (!found) return null;
  const useCase = await getUseCase(db, id);
  if (news === 'due') return dueCard(useCase, found.step, found.next);
  return stepCard(useCase, found.step, found.next);
}

const titles: Record<UseCaseStep['step'], (slug: Words, step: UseCaseStep) => Words> = {
  activate: (slug, { by, to }) =>
    words`${who(by)} activated the use case ${slug}${to === 'pilot' ? ' as a pilot' : ''}`,
  pause: (slug, { by }) => words`⏸️ ${who(by)} paused the use case ${slug}: its readers are stopped`,
  resume: (slug, { by }) => words`▶️ ${who(by)} resumed the use case ${slug}: its readers are served again`,
  close: (slug, { by }) => words`⏹️ ${who(by)} closed the use case ${slug}: its prompts are retired`,
};

function stepCard(useCase: UseCase, step: UseCaseStep, next: UseCaseStep | null): Card {
  const slug = [strong(useCase.slug)];
  const stops = step.step === 'pause' || step.step === 'close';
  const prompts = useCase.prompts.map((one) => one.slug);
  const until = step.until ? words`${time(step.until)}, if it is resumed by then` : ['somebody resumes it'];
  return {
    title: titles[step.step](slug, step),
    parts: [
      ...(step.why ? [quote(step.why)] : []),
      ...(next ? [line(ended(next))] : []),
      facts(
        ['Prompts', [prompts.length > 0 ? inWords(prompts) : 'none']],
        ...(step.step === 'pause' ? ([['Until', until]] as [string, Words][]) : []),
        ...(step.step === 'activate' && useCase.decision
          ? ([['Decision', [useCase.decision]]] as [string, Words][])
          : []),
        ...(step.step === 'pause' && useCase.stopAuthority
          ? ([['May resume it', [who(useCase.stopAuthority)]]] as [string, Words][])
          : []),
      ),
      ...(stops ? response(useCase, next === null) : []),
      ...buttons(...actions(useCase, step, next)),
      note(words`Use case ${useCase.slug} · ${time(step.at)}`),
    ],
  };
}

function response({ failureResponse }: UseCase, now: boolean): Part[] {
  if (!failureResponse) return [];
  return [
    line([now ? 'Applications get this in place of an answer:' : 'Applications got this:']),
    quote(failureResponse),
  ];
}

const past = { activate: 'activated', pause: 'paused', resume: 'resumed', close: 'closed' } as const;
const ended = ({ step, by, at, why }: UseCaseStep): Words =>
  words`${who(by)} ${past[step]} it at ${time(at)}${why ? `: ${why}` : '.'}`;

function actions(useCase: UseCase, step: UseCaseStep, next: UseCaseStep | null): Button[] {
  const resume: Button = { label: 'Resume', command: 'usecase-resume', args: { usecase: useCase.slug }, ask: true };
  return [...(step.step === 'pause' && next === null ? [resume] : []), useCaseButton(useCase.slug, 'Show it')];
}

/** The time somebody gave a pause, or a pilot, has run out. Nothing happens by itself: a person decides. */
function dueCard(useCase: UseCase, step: UseCaseStep, next: UseCaseStep | null): Card | null {
  const args = { usecase: useCase.slug };
  if (next)
    return {
      title: words`${strong(useCase.slug)} went on: ${ended(next)}`,
      parts: buttons(useCaseButton(useCase.slug, 'Show it')),
    };
  const whom = useCase.stopAuthority ?? useCase.owner;
  const asked = whom ? words`${ping(whom)}: ` : [];
  if (step.step === 'pause') {
    return {
      title: words`${strong(useCase.slug)} is still paused, and its time has run out`,
      parts: [
        line(words`${asked}it goes on when you resume it, and say what changed. It does not resume by itself.`),
        ...buttons(
          { label: 'Resume', command: 'usecase-resume', args, ask: true },
          useCaseButton(useCase.slug, 'Show it'),
        ),
      ],
    };
  }
  return {
    title: words`The pilot of ${strong(useCase.slug)} ended on ${useCase.pilotUntil ?? 'its last day'}`,
    parts: [
      line(
        words`${asked}nothing new of it is released until it is activated, extended or closed. Readers are served as before.`,
      ),
      ...buttons(
        activateButton(useCase.slug, 'Activate or extend'),
        { label: 'Close', command: 'usecase-close', args, ask: true, style: 'danger' },
        useCaseButton(useCase.slug, 'Show it'),
      ),
    ],
  };
}
