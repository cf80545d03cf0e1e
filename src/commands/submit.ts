import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { promptText } from '../rules/content.ts';
import { fitsCard } from '../rules/diff/card-diff.ts';
import { diffContent } from '../rules/diff/diff.ts';
import { openChange, reviseChange } from '../store/change-steps.ts';
import { type ChangeState, getChange } from '../store/changes.ts';
import { answerFeedback } from '../store/feedback-loop.ts';
import { findVersion, getVersion, keepVersion, type PromptState, type Version } from '../store/prompts.ts';
import { getUseCase } from '../store/use-cases.ts';
import { reviewPlaces } from './acts/audience.ts';
import { promptOrNew } from './acts/new-prompt.ts';
import { guardOpen, obstacle } from './acts/production.ts';
import { tellNews } from './acts/tell-news.ts';
import { complete } from './acts/verdict.ts';
import { changeJson } from './cards/change-json.ts';
import { releaseParts } from './cards/release-state.ts';
import { revisable, submitForm } from './cards/submit-form.ts';
import { contentFrom } from './cards/submitted-content.ts';
import { arg } from './kit/args.ts';
import { changeButton } from './kit/buttons.ts';
import { type Button, buttons, type Card, line, note } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { type Ctx, defineCommand, type PromptCtx } from './kit/command.ts';
import { allow, holders, standingOf } from './kit/standing.ts';
import { fromTo, v } from './kit/version-words.ts';
import { listed, strong, who, words } from './kit/words.ts';

const voteNumber = z.coerce.number().int().positive();

const args = z.strictObject({
  prompt: arg.prompt(),
  text: promptText.optional().meta({ label: 'New text', input: { kind: 'text', long: true } }),
  /** In place of `text`, for prompts of several messages. */
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: promptText })).optional(),
  why: arg.words('Why', 10_000).meta({ hint: 'What gets better for whom? Reviewers read this first.' }),
  model: z.string().max(200).optional().meta({ label: 'Model', hint: 'The pinned model; "none" pins none' }),
  params: z.record(z.string(), z.unknown()).optional(),
  /** Without it: what the revised change is for, else `production`. */
  label: arg.label().optional(),
  /** The change this revises. */
  change: arg.change().optional(),
  /** The version that was looked at while writing, or `none`: the label must still hold it. */
  base: z.union([z.literal('none'), arg.version()]).optional(),
  /** The label that `base` was seen on, where the form still lets choose another one. */
  base_label: arg.label().optional(),
  /** Numbers of votes that it answers; those who gave them hear of it. */
  answers: z
    .union([voteNumber, z.array(voteNumber).max(100)])
    .optional()
    .meta({ label: 'Feedback it answers', hint: 'Whoever gave it is told when this is released' }),
  /** The use case that a new prompt belongs to; without it, one of the prompt's own name. */
  usecase: arg.useCase().optional().meta({ label: 'Use case', hint: 'Leave it empty to begin a new one' }),
  purpose: arg.words('Purpose', 300).optional(),
  owner: arg.person('Owner').optional(),
  deputy: arg.person('Deputy').optional(),
});
type SubmitArgs = z.infer<typeof args>;

export const submit = defineCommand({
  name: 'submit',
  summary: 'Submit a new text for review, or a new prompt',
  about: 'nothing',
  right: 'anyone',
  effect: 'write',
  args,
  typed: ['prompt', 'why'],
  examples: ['submit support-reply'],
  shortcut: 'Submit a prompt change',
  ask: (ctx, given) => submitForm(ctx, args, given),
  async run(ctx, given) {
    const prompt = await promptOrNew(ctx, given);
    const standing = standingOf(ctx.actor, ctx.admin, ctx.via, prompt);
    allow('submit', standing, prompt);
    const useCase = await getUseCase(ctx.db, prompt.useCaseId);
    guardOpen(useCase);
    const on = { ...ctx, prompt, standing };
    const revised = given.change === undefined ? null : await revisable(ctx, prompt, given.change, given.label);
    const label = given.label ?? revised?.label ?? 'production';
    const base = await heldBy(ctx, prompt, label);
    guardBase(given, label, base);
    // What is not sent stays as it was on what is being rewritten.
    const before = revised ? await getVersion(ctx.db, revised.version.id) : base;
    const content = contentFrom(given, prompt.slug, before?.content ?? null);
    const known = await findVersion(ctx.db, prompt.id, content);
    if (base && known?.id === base.id) throw same(base, label);
    const version = await keepVersion(ctx.db, prompt.id, content, ctx.actor.id, ctx.now);
    const answers = given.answers === undefined ? undefined : [given.answers].flat();
    const to = { label, why: given.why, base, version, answers };
    const opened = revised ? await revise(on, revised, to) : await open(on, to);
    const release = releaseParts(useCase, label, ctx.now);
    const blocked = label === 'production' ? (obstacle(useCase, ctx.now)?.message ?? null) : null;
    return { ...opened, prompt, again: known !== null, release, blocked, state: useCase.state };
  },
  json: (done) => ({
    ...changeJson(done.change),
    move: done.released,
    again: done.again,
    usecase_state: done.state,
    blocked: done.blocked,
  }),
  say({ change, prompt, released, again, release }): Card {
    const what = words`${strong(prompt.slug)} ${fromTo(change.base, change.version)} for ${change.label}`;
    const parts = [...(again ? [line([`This text is known already: it is ${v(change.version)}.`])] : []), ...release];
    if (released !== null) return { title: words`${what} is live: the policy asks for no approval.`, parts };
    const deciders = listed(holders('decide', prompt, change).map(who), 'nobody yet: add reviewers', 'or');
    const actions: Button[] = [
      changeButton(change.id),
      { label: 'Withdraw', command: 'withdraw', args: { change: change.id } },
    ];
    return {
      title: words`Change #${change.id} is open: ${what}.`,
      parts: [
        ...parts,
        line(words`Asked to decide: ${deciders}. You will hear of every verdict.`),
        ...buttons(...actions),
        note(['You cannot approve it yourself.']),
      ],
    };
  },
});

async function heldBy(ctx: Ctx, prompt: PromptState, label: string): Promise<Version | null> {
  const held = prompt.labels.find((one) => one.name === label);
  return held ? getVersion(ctx.db, held.versionId) : null;
}

function guardBase(given: SubmitArgs, label: string, base: Version | null): void {
  const elsewhere = given.base_label !== undefined && given.base_label !== label;
  if (given.base === undefined || elsewhere || isNamed(given.base, base)) return;
  const moved = `${label} moved to ${base ? v(base) : 'nothing'} while you were writing.`;
  throw new Incomplete(
    [],
    `${moved} Your text is kept below: check that it still fits, then submit again.`,
    new Refusal(
      'conflict',
      `${moved} Check that your text still fits, then send it with base ${base ? v(base) : 'none'}.`,
    ),
  );
}

const isNamed = (given: string, base: Version | null): boolean =>
  base === null
    ? given === 'none'
    : given.toLowerCase().replace(/^v/, '') === String(base.number) ||
      (given.length >= 7 && base.fingerprint.startsWith(given.toLowerCase()));

const same = (version: Version, label: string) => {
  const message = `This is ${v(version)} already: ${label} holds exactly this text, model and parameters.`;
  return new Refusal('conflict', message, { fields: { text: message } });
};

type Opened = { change: ChangeState; released: number | null };

/** What a change asks for. */
type To = { label: string; why: string; base: Version | null; version: Version; answers: number[] | undefined };

async function open(ctx: PromptCtx, { label, why, base, version, answers }: To): Promise<Opened> {
  const { prompt } = ctx;
  const id = await openChange(ctx.db, {
    promptId: prompt.id,
    kind: 'proposal',
    label,
    baseId: base?.id ?? null,
    versionId: version.id,
    authorId: ctx.actor.id,
    why,
    policy: prompt.policy,
    shownWhole: fitsCard(diffContent(base?.content ?? null, version.content)),
    now: ctx.now,
  });
  ctx.record('submit', `change:${id}`, {
    version: version.number,
    fingerprint: version.fingerprint,
    label,
  });
  if (answers) await answerFeedback(ctx.db, id, answers);
  for (const place of reviewPlaces(ctx.settings, prompt)) ctx.tell({ subject: `change:${id}`, place, slot: 'card' });
  return settled(ctx, id);
}

async function revise(ctx: PromptCtx, before: ChangeState, { why, base, version, answers }: To): Promise<Opened> {
  const { prompt } = ctx;
  const { id } = before;
  if (before.review !== 'stale' && before.version.id === version.id) {
    const message = `This is ${v(version)} already, the text of change #${id}. Revise it, or withdraw the change.`;
    throw new Refusal('conflict', message, { fields: { text: message } });
  }
  await reviseChange(ctx.db, id, {
    baseId: base?.id ?? null,
    versionId: version.id,
    writerId: ctx.actor.id,
    why,
    policy: prompt.policy,
    shownWhole: fitsCard(diffContent(base?.content ?? null, version.content)),
    now: ctx.now,
  });
  if (answers) await answerFeedback(ctx.db, id, answers);
  const change = (await getChange(ctx.db, id))!;
  ctx.record('revise', `change:${id}`, {
    version: version.number,
    fingerprint: version.fingerprint,
    cycle: change.cycle,
  });
  ctx.refresh(`change:${id}`);
  tellNews(ctx, prompt, change, 'cycle');
  return settled(ctx, id);
}

// A policy of zero approvals is fulfilled by the submission itself.
async function settled(ctx: PromptCtx, id: number): Promise<Opened> {
  const change = (await getChange(ctx.db, id))!;
  if (change.policy.approvals > 0 || change.policy.required.length > 0) return { change, released: null };
  return complete({ ...ctx, change }, change);
}
