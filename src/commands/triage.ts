import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { nextToDeal } from '../rules/deal.ts';
import { maskSecrets } from '../rules/mask.ts';
import { DAY } from '../rules/milliseconds.ts';
import { reasonWords } from '../rules/reasons.ts';
import { getOutput, type Output } from '../store/outputs.ts';
import { listVersions } from '../store/prompts.ts';
import { type Decision, decide, decidedVotes, decisionOn, decisions, undecidedVotes } from '../store/triage.ts';
import { getVote, type Vote } from '../store/votes.ts';
import { decisionWords } from './cards/triage-words.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { type Button, buttons, type Card, line, note, type Part, quote } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { defineCommand, type PromptCtx } from './kit/command.ts';
import { allow } from './kit/standing.ts';
import { count, inWords, strong, time, words } from './kit/words.ts';

/** Twenty seconds for each are ten minutes. */
const A_DAY = 30;

const args = z.strictObject({
  prompt: arg.prompt(),
  /** The vote that is decided about, or shown once more. */
  vote: z.int().positive().optional(),
  decision: z
    .enum(decisions)
    .optional()
    .meta({
      label: 'Decision',
      input: { kind: 'choice', choices: decisions.map((value) => ({ value, label: decisionWords[value] })) },
    }),
  why: arg.words('Why', 500).optional(),
});

/** A low vote with all that helps to decide about it; who gave it is not told. */
type Low = { vote: Vote; version: number; output: Output | null };
type Done = { prompt: string; low: Low | null; today: number; left: number; decided: Decided | null };
type Decided = { vote: number; decision: Decision };

export const triage = defineCommand({
  name: 'triage',
  summary: 'Look through low votes, one by one, ten minutes a day at most',
  about: 'prompt',
  right: 'triage',
  effect: 'write',
  args,
  typed: ['prompt'],
  examples: ['triage support-reply'],
  async ask(ctx, given) {
    const { why: _, ...settled } = given;
    return {
      command: 'triage',
      title: 'Not about the prompt',
      submit: 'Leave it out',
      args: { ...settled, prompt: ctx.prompt.slug },
      parts: [line(['It is kept, and left out of every rate. Your reason stands beside it.'])],
      fields: [fieldOf(args, 'why', { optional: false, value: given.why })],
    };
  },
  async run(ctx, given): Promise<Done> {
    const decided =
      given.vote !== undefined && given.decision ? await settle(ctx, given.vote, given.decision, given.why) : null;
    const again = decided || given.vote === undefined ? null : await theVote(ctx, given.vote);
    const { now } = ctx;
    const day = new Date(Math.floor(now.getTime() / DAY) * DAY);
    const seen = await decidedVotes(ctx.db, { promptId: ctx.prompt.id, since: day, now });
    const kept = new Date(now.getTime() - ctx.settings.feedbackDays * DAY);
    const waiting = await undecidedVotes(ctx.db, { promptId: ctx.prompt.id, since: kept, now });
    const today = seen.length;
    const next = again || today >= A_DAY ? undefined : nextToDeal(waiting, seen);
    const low = again ?? (next ? await theVote(ctx, next.id) : null);
    return { prompt: ctx.prompt.slug, low, today, left: waiting.length, decided };
  },
  json: ({ prompt, low, today, left, decided }) => ({
    prompt,
    today,
    left,
    decided,
    vote: low && {
      id: low.vote.id,
      version: low.version,
      application: low.vote.application,
      reasons: low.vote.reasons ?? [],
      comment: low.vote.comment,
      input: low.output?.input ?? null,
      output: low.output?.output ?? null,
    },
  }),
  say({ prompt, low, today, left, decided }): Card {
    const last: Part[] = decided
      ? [
          note(words`Decided: ${decisionWords[decided.decision].toLowerCase()}. ${today} of ${A_DAY} today.`),
          ...buttons({ label: 'Change that', command: 'triage', args: { prompt, vote: decided.vote } }),
        ]
      : [];
    if (!low) {
      const enough = today >= A_DAY && left > 0;
      return {
        title: enough
          ? words`That is enough for today: ${count(today, 'vote')} of ${strong(prompt)} looked at.`
          : words`Nothing of ${strong(prompt)} waits for a look.`,
        parts: [
          ...(enough ? [line(['The others keep until tomorrow: they are a sample, not a pile to be emptied.'])] : []),
          ...last,
          ...buttons({ label: 'Satisfaction', command: 'satisfaction', args: { prompt } }),
        ],
      };
    }
    return {
      title: words`A low vote on ${strong(prompt)} v${low.version}`,
      parts: [...told(low), ...choices(prompt, low), ...last],
    };
  },
});

function told({ vote, output }: Low): Part[] {
  const reasons = (vote.reasons ?? []).map((one) => reasonWords[one]);
  return [
    ...(output?.input ? [line(['Asked']), quote(output.input)] : []),
    ...(output?.output ? [line(['Answered']), quote(output.output)] : []),
    ...(output?.input || output?.output ? [] : [line(['There is no text of the answer (any more).'])]),
    line(words`What was wrong: ${reasons.length > 0 ? inWords(reasons) : 'not said'}`),
    ...(vote.comment ? [quote(vote.comment)] : []),
    note(words`${vote.application} · ${time(vote.at)}`),
  ];
}

const choices = (prompt: string, { vote }: Low): Part[] =>
  buttons(
    ...decisions.map(
      (decision): Button => ({
        label: decisionWords[decision],
        command: 'triage',
        args: { prompt, vote: vote.id, decision },
        ...(decision === 'not_about_the_prompt' && { ask: true }),
      }),
    ),
  );

async function theVote(ctx: PromptCtx, id: number): Promise<Low> {
  const vote = await getVote(ctx.db, id);
  const version = (await listVersions(ctx.db, ctx.prompt.id)).find((one) => one.id === vote?.versionId);
  if (!vote || !version) throw new Refusal('not_found', `There is no such vote on ${ctx.prompt.slug}.`);
  return {
    vote,
    version: version.number,
    output: vote.outputId === null ? null : await getOutput(ctx.db, vote.outputId),
  };
}

async function settle(ctx: PromptCtx, id: number, decision: Decision, why: string | undefined): Promise<Decided> {
  const { vote } = await theVote(ctx, id);
  if (vote.up) throw new Refusal('conflict', 'Its voter has changed their mind: it is a 👍 now. Nothing was decided.');
  const before = await decisionOn(ctx.db, id);
  // Leaving a vote out of the rates is for those who answer for the prompt, and needs a reason; so is taking it back.
  if (decision === 'not_about_the_prompt' || before?.decision === 'not_about_the_prompt') {
    allow('exclude', ctx.standing, ctx.prompt);
  }
  if (decision === 'not_about_the_prompt' && why === undefined) throw new Incomplete(['why'], '');
  const said = why === undefined ? null : await maskSecrets(why);
  await decide(ctx.db, {
    voteId: id,
    versionId: vote.versionId,
    decision,
    why: said,
    personId: ctx.actor.id,
    at: ctx.now,
  });
  ctx.record('triage', `prompt:${ctx.prompt.slug}`, { vote: id, decision });
  return { vote: id, decision };
}
