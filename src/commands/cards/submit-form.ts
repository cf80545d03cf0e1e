import type { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { type Content, textOf } from '../../rules/content.ts';
import { nearest } from '../../rules/nearest.ts';
import { type ChangeState, getChange } from '../../store/changes.ts';
import { feedbackOf, unansweredFeedback } from '../../store/feedback-loop.ts';
import { getPrompt, getVersion, type PromptState, promptId, slugs } from '../../store/prompts.ts';
import { getUseCase, useCaseSlugs } from '../../store/use-cases.ts';
import { guardChange } from '../acts/guard-verdict.ts';
import { guardOpen } from '../acts/production.ts';
import { fieldOf } from '../kit/ask.ts';
import { buttons, line, type Part } from '../kit/card.ts';
import type { Ctx } from '../kit/command.ts';
import type { Field, Form } from '../kit/form.ts';
import { allow, standingOf } from '../kit/standing.ts';
import { v } from '../kit/version-words.ts';
import { code, strong, words } from '../kit/words.ts';
import { saidWords } from './answered.ts';
import { releaseParts } from './release-state.ts';

type Given = { answers?: number | number[] | undefined } & Partial<
  Record<'prompt' | 'text' | 'why' | 'model' | 'label' | 'usecase' | 'purpose' | 'owner' | 'deputy', string>
> & {
    change?: number | undefined;
  };

/** The form that submits: the text filled in with what the label holds, or what the change proposed. */
export async function submitForm(ctx: Ctx, args: z.ZodObject, given: Given): Promise<Form> {
  if (!given.prompt) return whichPrompt(ctx, args, given);
  const slug = given.prompt;
  const id = await promptId(ctx.db, slug);
  const field = (name: keyof Given, more: Partial<Field> = {}) =>
    fieldOf(args, name, { value: given[name] as string | undefined, ...more });
  if (id === null) {
    return {
      ...base('New prompt'),
      args: { prompt: slug },
      parts: [line(words`${code(slug)} does not exist yet. Submitting creates it.`), ...(await meant(ctx, slug))],
      fields: [
        field('text', { label: 'Text', optional: false }),
        field('purpose', { optional: false }),
        ...(await useCaseField(ctx, args, given)),
        field('owner', { optional: false }),
        field('deputy', { optional: false }),
        field('why', { optional: false }),
        field('model'),
        field('label', { value: given.label ?? 'production' }),
      ],
    };
  }
  const prompt = await getPrompt(ctx.db, id);
  allow('submit', standingOf(ctx.actor, ctx.admin, ctx.via, prompt), prompt);
  const useCase = await getUseCase(ctx.db, prompt.useCaseId);
  guardOpen(useCase);
  const change = given.change === undefined ? null : await revisable(ctx, prompt, given.change, given.label);
  const label = given.label ?? change?.label ?? 'production';
  const held = prompt.labels.find((one) => one.name === label);
  const live = held ? await getVersion(ctx.db, held.versionId) : null;
  const shown = change ? await getVersion(ctx.db, change.version.id) : live;
  if (shown) guardOneText(slug, shown.content);
  const about = change
    ? words`Revising change #${change.id} of ${strong(prompt.slug)}. A new round of review begins.`
    : words`${strong(prompt.slug)}: ${prompt.purpose}. ${label} holds ${live ? v(live) : 'nothing yet'}.`;
  return {
    ...base(change ? `Revise change #${change.id}` : 'Submit a change'),
    args: {
      prompt: slug,
      base: live ? v(live) : 'none',
      base_label: label,
      ...(change && { change: change.id, label }),
    },
    parts: [line(about), ...releaseParts(useCase, label, ctx.now)],
    fields: [
      field('text', { value: given.text ?? (shown ? textOf(shown.content) : undefined), optional: false }),
      field('why', { value: given.why ?? change?.why, optional: false }),
      field('model', { value: given.model ?? shown?.content.model ?? undefined }),
      ...(await answersField(ctx, args, prompt, change, given)),
      // A revision stays with the label that its change is for.
      ...(change ? [] : [field('label', { value: label })]),
    ],
  };
}

/** Which use case a new prompt joins; nothing is asked where there is none. */
async function useCaseField(ctx: Ctx, args: z.ZodObject, given: Given): Promise<Field[]> {
  const choices = (await useCaseSlugs(ctx.db)).slice(0, 100).map((slug) => ({ value: slug, label: slug }));
  if (choices.length === 0) return [];
  return [fieldOf(args, 'usecase', { value: given.usecase, input: { kind: 'choice', choices } })];
}

/** A form shows so many recent complaints. */
const COMPLAINTS = 25;

/** Which feedback it answers; nothing is asked where nobody has complained. */
async function answersField(
  ctx: Ctx,
  args: z.ZodObject,
  prompt: PromptState,
  change: ChangeState | null,
  given: Given,
): Promise<Field[]> {
  const named = change ? await feedbackOf(ctx.db, change.id) : [];
  const open = await unansweredFeedback(ctx.db, prompt.id, COMPLAINTS);
  const all = [...new Map([...named, ...open].map((one) => [one.voteId, one])).values()];
  if (all.length === 0) return [];
  const choices = all.map((one) => ({ value: String(one.voteId), label: saidWords(one).replace(/\s+/g, ' ') }));
  const chosen = given.answers === undefined ? named.map((one) => one.voteId) : [given.answers].flat();
  return [fieldOf(args, 'answers', { value: chosen.map(String), input: { kind: 'choices', choices } })];
}

/**
 * The change that is to be revised.
 * @throws Refusal when there is none of that number for this prompt and label, or when it takes no revision any more
 */
export async function revisable(ctx: Ctx, prompt: PromptState, id: number, label?: string): Promise<ChangeState> {
  const change = await getChange(ctx.db, id);
  if (!change || change.promptId !== prompt.id || (label !== undefined && change.label !== label)) {
    throw new Refusal('not_found', `There is no change #${id} of ${prompt.slug}${label ? ` for ${label}` : ''}.`);
  }
  await guardChange(ctx, change, 'revise');
  return change;
}

/** Refuses one text in place of several messages: it would swallow the others. @throws Refusal */
export function guardOneText(slug: string, { messages }: Content): void {
  if (messages.length === 1) return;
  const message = `${slug} consists of ${messages.length} messages, and one text would replace them all. Send "messages" over the HTTP API: POST /v1/commands/submit.`;
  throw new Refusal('invalid', message, { fields: { text: message } });
}

const base = (title: string) => ({ command: 'submit', title, submit: 'Submit' });

async function whichPrompt(ctx: Ctx, args: z.ZodObject, given: Given): Promise<Form> {
  const known = await slugs(ctx.db);
  const some = known.slice(0, 12).join(', ');
  return {
    ...base('Submit a change'),
    submit: 'Go on',
    args: given,
    parts:
      known.length > 0
        ? [
            line([
              `Prompts: ${some}${known.length > 12 ? ` and ${known.length - 12} more` : ''}. A new name creates a prompt.`,
            ]),
          ]
        : [],
    fields: [fieldOf(args, 'prompt', { hint: 'For example support-reply' })],
  };
}

async function meant(ctx: Ctx, slug: string): Promise<Part[]> {
  const near = nearest(slug, await slugs(ctx.db));
  if (!near) return [];
  return [
    line(words`Did you mean ${strong(near)}?`),
    ...buttons({ label: `Open ${near}`, command: 'submit', args: { prompt: near }, ask: true }),
  ];
}
