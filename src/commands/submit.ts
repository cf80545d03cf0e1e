import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { type Content, contentOf, parseContent, promptText } from '../rules/content.ts';
import { defaultPolicy } from '../rules/policy.ts';
import { type ChangeState, getChange, openChange, reviseChange } from '../store/changes.ts';
import {
  addMembers,
  createPrompt,
  findVersion,
  getPrompt,
  getVersion,
  keepVersion,
  type PromptState,
  promptId,
  type Version,
} from '../store/prompts.ts';
import { changeJson } from './cards/change-json.ts';
import { submitForm } from './cards/submit-form.ts';
import { arg, personNamed } from './kit/args.ts';
import { reviewPlaces } from './kit/audience.ts';
import { type Button, buttons, type Card, line, note } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { type Ctx, defineCommand, type PromptCtx } from './kit/command.ts';
import { tellNews } from './kit/move-label.ts';
import { allow, holders, standingOf } from './kit/standing.ts';
import { fromTo, v } from './kit/terms.ts';
import { complete, guardRevision } from './kit/verdict.ts';
import { listed, strong, who, words } from './kit/words.ts';

const args = z.strictObject({
  prompt: arg.prompt(),
  text: promptText.optional().meta({ label: 'New text', input: { kind: 'text', long: true } }),
  /** In place of `text`, for prompts of several messages. */
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: promptText })).optional(),
  why: arg.words('Why', 10_000).meta({ hint: 'What gets better for whom? Reviewers read this first.' }),
  model: z.string().max(200).optional().meta({ label: 'Model', hint: 'The pinned model; "none" pins none' }),
  params: z.record(z.string(), z.unknown()).optional(),
  label: arg.label().default('production'),
  /** The change this revises. */
  change: arg.change().optional(),
  /** The version the form was filled with, or `none`: the label must still hold it. */
  base: z.union([z.literal('none'), arg.version()]).optional(),
  purpose: arg.words('Purpose', 300).optional(),
  owner: arg.person('Owner').optional(),
  deputy: arg.person('Deputy').optional(),
  /** Set by the house when a form comes back for more. */
  notice: z.string().optional(),
});
export type SubmitArgs = z.infer<typeof args>;

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
    const prompt = (await existing(ctx, given.prompt)) ?? (await create(ctx, given));
    const standing = standingOf(ctx.actor, ctx.admin, ctx.via, prompt);
    allow('submit', standing, prompt);
    const on = { ...ctx, prompt, standing };
    const held = prompt.labels.find((one) => one.name === given.label);
    const base = held ? await getVersion(ctx.db, held.versionId) : null;
    if (given.base !== undefined) guardBase(given, base);
    const content = contentFrom(given, base);
    const known = await findVersion(ctx.db, prompt.id, content);
    if (base && known?.id === base.id) throw same(base, given.label);
    const version = await keepVersion(ctx.db, prompt.id, content, ctx.actor.id, ctx.now);
    const opened = given.change
      ? await revise(on, given.change, given, base, version)
      : await open(on, given, base, version);
    return { ...opened, prompt, again: known !== null && opened.change.version.id === known.id };
  },
  json: (done) => ({ ...changeJson(done.change), move: done.released, again: done.again }),
  say({ change, prompt, released, again }): Card {
    const what = words`${strong(prompt.slug)} ${fromTo(change.base, change.version)} for ${change.label}`;
    const parts = again ? [line([`This text is known already: it is ${v(change.version)}.`])] : [];
    if (released !== null) return { title: words`${what} is live: the policy asks for no approval.`, parts };
    const deciders = listed(holders('decide', prompt, change).map(who), 'nobody yet: add reviewers', 'or');
    const actions: Button[] = [
      { label: 'Open', command: 'change', args: { change: change.id } },
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

async function existing(ctx: Ctx, slug: string): Promise<PromptState | null> {
  const id = await promptId(ctx.db, slug, true);
  return id === null ? null : getPrompt(ctx.db, id);
}

// A prompt without somebody who answers for it does not come into being.
async function create(ctx: Ctx, given: SubmitArgs): Promise<PromptState> {
  const { purpose, owner, deputy } = given;
  if (!purpose || !owner || !deputy) {
    throw new Incomplete(
      ['purpose', 'owner', 'deputy'].filter((name) => !given[name as 'purpose']),
      `There is no prompt called ${given.prompt} yet. To create it, say its purpose, owner and deputy.`,
    );
  }
  const ownerId = (await personNamed(ctx, owner, 'owner')).id;
  const deputyId = (await personNamed(ctx, deputy, 'deputy')).id;
  if (ownerId === deputyId) {
    const message = 'The deputy stands in for the owner, so it must be somebody else.';
    throw new Refusal('invalid', message, { fields: { deputy: message } });
  }
  const id = await createPrompt(ctx.db, {
    slug: given.prompt,
    purpose,
    ownerId,
    deputyId,
    policy: defaultPolicy,
    by: ctx.actor.id,
    now: ctx.now,
  });
  if (id === null) return (await existing(ctx, given.prompt))!;
  // Whoever brings a prompt into being may go on working on it.
  await addMembers(ctx.db, id, 'contributor', { people: [ctx.actor.id] });
  ctx.record('create', `prompt:${given.prompt}`, { owner: ownerId, deputy: deputyId });
  return getPrompt(ctx.db, id);
}

function guardBase(given: SubmitArgs, base: Version | null): void {
  const now = base ? v(base) : 'none';
  if (given.base === now) return;
  throw new Incomplete(
    [],
    `${given.label} moved to ${base ? v(base) : 'nothing'} while you were writing. Your text is kept below: check that it fits, then submit again.`,
  );
}

function contentFrom(given: SubmitArgs, base: Version | null): Content {
  const model =
    given.model === undefined
      ? (base?.content.model ?? null)
      : /^(none|-)$/i.test(given.model.trim())
        ? null
        : given.model;
  const params = given.params ?? base?.content.params ?? {};
  if (given.text !== undefined && given.messages) throw new Refusal('invalid', 'Send text or messages, not both.');
  if (given.messages) return parseContent({ messages: given.messages, model, params });
  if (given.text !== undefined) return contentOf({ text: given.text, model, params });
  throw new Incomplete(['text']);
}

const same = (version: Version, label: string) => {
  const message = `This is ${v(version)} already: ${label} holds exactly this text, model and parameters.`;
  return new Refusal('conflict', message, { fields: { text: message } });
};

type Opened = { change: ChangeState; released: number | null };

async function open(ctx: PromptCtx, given: SubmitArgs, base: Version | null, version: Version): Promise<Opened> {
  const { prompt } = ctx;
  const id = await openChange(ctx.db, {
    promptId: prompt.id,
    kind: 'proposal',
    label: given.label,
    baseId: base?.id ?? null,
    versionId: version.id,
    authorId: ctx.actor.id,
    why: given.why,
    policy: prompt.policy,
    now: ctx.now,
  });
  ctx.record('submit', `change:${id}`, {
    version: version.number,
    fingerprint: version.fingerprint,
    label: given.label,
  });
  for (const place of reviewPlaces(ctx.settings, prompt)) ctx.tell({ subject: `change:${id}`, place, slot: 'card' });
  return settled(ctx, id);
}

async function revise(
  ctx: PromptCtx,
  id: number,
  given: SubmitArgs,
  base: Version | null,
  version: Version,
): Promise<Opened> {
  const { prompt } = ctx;
  const before = await getChange(ctx.db, id);
  guardRevision(ctx, before, id, given.label, version);
  await reviseChange(ctx.db, id, {
    baseId: base?.id ?? null,
    versionId: version.id,
    writerId: ctx.actor.id,
    why: given.why,
    policy: prompt.policy,
    now: ctx.now,
  });
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
  const released = await complete({ ...ctx, change }, change);
  return { change: (await getChange(ctx.db, id))!, released };
}
