import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { type Answer, answerNames, answers, answerWords, consequences, settledWords } from '../rules/proposal.ts';
import { distinct } from '../store/people.ts';
import { getProposal, lastProposal, type Proposal } from '../store/proposals.ts';
import { privatePlace } from './acts/audience.ts';
import { openCycleOf } from './acts/open-cycle.ts';
import { type AskedLine, lineFor } from './acts/proposal-line.ts';
import { settle } from './acts/settle-proposal.ts';
import { closeUseCase, pauseUseCase } from './acts/stop-use-case.ts';
import { guardStep } from './acts/use-case-step.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { criteriaButton, proposalButton } from './kit/buttons.ts';
import { line } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { defineCommand, type UseCaseCtx } from './kit/command.ts';
import { inWords, strong, utc, words } from './kit/words.ts';

const args = z.strictObject({
  usecase: arg.useCase(),
  answer: arg.choice('Answer', answerNames, (name) => answers[name].label),
  why: arg.words('Why', 1000).optional(),
  /** What a button was shown with. */
  proposal: z.int().positive().optional(),
});

export const proposalDecide = defineCommand({
  name: 'proposal-decide',
  summary: 'Answer a proposal: pause, close, keep running or snooze',
  about: 'usecase',
  right: 'stop',
  effect: 'write',
  args,
  typed: ['usecase', 'answer', 'why'],
  examples: [
    'proposal decide refunds pause',
    'proposal decide refunds keep_running The new handbook comes on Monday.',
    'proposal decide refunds snooze',
  ],
  async ask(ctx, given) {
    const one = await theProposal(ctx, given.proposal);
    if (given.answer) await guardAnswer(ctx, one, given.answer);
    const reasoned = given.answer && answers[given.answer].needsReason;
    return {
      command: 'proposal-decide',
      title: given.answer ? answers[given.answer].label : 'Answer the proposal',
      submit: given.answer ? answers[given.answer].label : 'Answer',
      args: { ...given, usecase: ctx.useCase.slug, proposal: one.id },
      parts: given.answer ? [line([consequences[given.answer]])] : [],
      fields: [
        ...(given.answer ? [] : [fieldOf(args, 'answer')]),
        fieldOf(args, 'why', { optional: !reasoned, value: given.why }),
      ],
    };
  },
  async run(ctx, { answer, why, proposal }) {
    const { useCase, actor, now } = ctx;
    const one = await theProposal(ctx, proposal);
    const line = await guardAnswer(ctx, one, answer);
    if (answers[answer].needsReason && why === undefined)
      throw new Incomplete(['why'], 'It takes a reason: it is told to those who answer for the use case.');
    // The cycle that is open now is the one whose close stays silent.
    const snoozes = answer === 'snooze' ? { snoozes: openCycleOf(useCase).startsOn } : {};
    const decided = { state: answers[answer].leadsTo, by: actor.id, why: why ?? null, now, ...snoozes };
    if (!(await settle(ctx, one.id, decided))) throw await tooLate(ctx, one.id);
    ctx.record('decide', `usecase:${useCase.slug}`, { proposal: one.id, answer });
    if (answer === 'pause' || answer === 'close') await stop(ctx, answer, why);
    else tellAnswer(ctx, one, line);
    return { usecase: useCase.slug, proposal: one.id, answer, state: decided.state };
  },
  say: ({ usecase, answer }) => ({ title: words`${strong(usecase)}: ${answerWords[answer]}`, parts: [] }),
});

/** The proposal that is meant: the one of the button, or the last one. @throws Refusal when it is settled */
async function theProposal(ctx: UseCaseCtx, id: number | undefined): Promise<Proposal> {
  const { useCase, db } = ctx;
  const one = id === undefined ? await lastProposal(db, useCase.id) : await getProposal(db, id);
  if (one?.useCaseId !== useCase.id)
    throw new Refusal('not_found', `There is no such proposal about ${useCase.slug}.`, {
      offers: [criteriaButton(useCase.slug)],
    });
  if (one.state !== 'open') throw await tooLate(ctx, one.id);
  return one;
}

/** Somebody was faster: the refusal says who. */
async function tooLate({ db, useCase }: UseCaseCtx, id: number): Promise<Refusal> {
  const one = (await getProposal(db, id))!;
  const by = one.state === 'open' ? 'Somebody decided' : `${one.decidedBy!.name} ${settledWords[one.state].briefly}`;
  const at = one.decidedAt ? ` at ${utc(one.decidedAt)}` : '';
  return new Refusal(
    'conflict',
    `${by}${at}: the proposal about ${useCase.slug} is settled. Nothing was changed by you.`,
    {
      offers: [proposalButton(useCase.slug)],
    },
  );
}

/**
 * Whoever may stop a use case may stop it here. That it runs on is for those who were asked, and who did not write what is
 * in production themselves. @throws Refusal
 */
async function guardAnswer(ctx: UseCaseCtx, one: Proposal, answer: Answer): Promise<AskedLine> {
  const { useCase, db, settings, actor } = ctx;
  const line = await lineFor(db, settings, useCase, one.step);
  if (answer === 'pause' || answer === 'close') {
    guardStep(useCase, answer);
    return line;
  }
  const seat = line.asked.find(({ person }) => person.id === actor.id);
  const could = inWords(
    line.asked.filter(({ mayKeep }) => mayKeep).map(({ person }) => person.name),
    'or',
  );
  const instead =
    could === 'none' ? 'Nobody else can be reached: you may pause it.' : `That takes somebody else: ${could}.`;
  if (seat && !seat.mayKeep)
    throw new Refusal(
      'forbidden',
      `You wrote what ${useCase.slug} has in production: you may stop it, but not say that it runs on. ${instead}`,
    );
  if (!seat) throw new Refusal('forbidden', `Whether ${useCase.slug} runs on is not for you to say. ${instead}`);
  if (answer === 'snooze' && !one.maySnooze)
    throw new Refusal(
      'conflict',
      'It was snoozed before, and that is possible once. Pause it, close it, or say why it keeps running.',
    );
  return line;
}

async function stop(ctx: UseCaseCtx, answer: 'pause' | 'close', given: string | undefined): Promise<void> {
  const why = given ?? 'What was agreed beforehand for stopping it has come about.';
  if (answer === 'pause') await pauseUseCase(ctx, ctx.useCase, { why });
  else await closeUseCase(ctx, ctx.useCase, why);
}

/** The owner and everybody who was asked learn that it runs on, and why. */
function tellAnswer(ctx: UseCaseCtx, one: Proposal, line: AskedLine): void {
  const { owner } = ctx.useCase;
  const asked = line.people.filter(({ id }) => one.asked.includes(id));
  const told = distinct([...asked, ...(owner ? [owner] : [])]).filter(({ id }) => id !== ctx.actor.id);
  for (const person of told)
    for (const place of privatePlace(person))
      ctx.tell({ subject: `proposal:${one.id}`, place, slot: `answer:${person.id}` });
}
