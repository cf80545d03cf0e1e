import type { z } from 'zod';
import { textOf } from '../../rules/content.ts';
import { nearest } from '../../rules/nearest.ts';
import { getChange } from '../../store/changes.ts';
import { getPrompt, getVersion, promptId, slugs } from '../../store/prompts.ts';
import { fieldOf } from '../kit/ask.ts';
import { buttons, line, type Part } from '../kit/card.ts';
import type { Ctx } from '../kit/command.ts';
import type { Field, Form } from '../kit/form.ts';
import { allow, standingOf } from '../kit/standing.ts';
import { v } from '../kit/terms.ts';
import { code, strong, words } from '../kit/words.ts';

type Given = Partial<
  Record<'prompt' | 'text' | 'why' | 'model' | 'label' | 'base' | 'purpose' | 'owner' | 'deputy' | 'notice', string>
> & {
  change?: number | string;
};

/** The form that submits: the text filled in with what the label holds, or what the change proposed. */
export async function submitForm(ctx: Ctx, args: z.ZodObject, given: Given): Promise<Form> {
  const label = given.label ?? 'production';
  const notice: Part[] = given.notice ? [line([given.notice])] : [];
  if (!given.prompt) return whichPrompt(ctx, args, given);
  const slug = args.shape.prompt!.safeParse(given.prompt).data as string | undefined;
  const id = slug === undefined ? null : await promptId(ctx.db, slug);
  const field = (name: keyof Given, more: Partial<Field> = {}) =>
    fieldOf(args, name, { value: given[name] as string | undefined, ...more });
  const common = (model: string | null) => [
    field('why', { optional: false }),
    field('model', { value: given.model ?? model ?? undefined }),
    field('label', { value: label, optional: true }),
  ];
  if (id === null) {
    return {
      ...base(`New prompt`),
      args: { prompt: slug ?? given.prompt },
      parts: [
        ...(notice.length > 0
          ? notice
          : [line(words`${code(given.prompt)} does not exist yet. Submitting creates it.`)]),
        ...(await meant(ctx, given.prompt)),
      ],
      fields: [
        field('text', { label: 'Text', optional: false }),
        field('purpose', { optional: false }),
        field('owner', { optional: false }),
        field('deputy', { optional: false }),
        ...common(null),
      ],
    };
  }
  const prompt = await getPrompt(ctx.db, id);
  allow('submit', standingOf(ctx.actor, ctx.admin, ctx.via, prompt), prompt);
  const held = prompt.labels.find((one) => one.name === label);
  const live = held ? await getVersion(ctx.db, held.versionId) : null;
  const change = given.change === undefined ? null : await getChange(ctx.db, Number(given.change));
  const shown = change ? await getVersion(ctx.db, change.version.id) : live;
  const about = change
    ? words`Revising change #${change.id} of ${strong(prompt.slug)}. A new round of review begins.`
    : words`${strong(prompt.slug)}: ${prompt.purpose}. ${label} holds ${live ? v(live) : 'nothing yet'}.`;
  return {
    ...base(change ? `Revise change #${change.id}` : 'Submit a change'),
    args: { prompt: prompt.slug, base: live ? v(live) : 'none', ...(change && { change: change.id }) },
    parts: [...notice, line(about)],
    fields: [
      field('text', { value: given.text ?? (shown ? textOf(shown.content) : undefined), optional: false }),
      ...(change
        ? common(shown?.content.model ?? null).map((one) =>
            one.name === 'why' ? { ...one, value: given.why ?? change.why } : one,
          )
        : common(shown?.content.model ?? null)),
    ],
  };
}

const base = (title: string) => ({ command: 'submit', title, submit: 'Submit' });

async function whichPrompt(ctx: Ctx, args: z.ZodObject, given: Given): Promise<Form> {
  const known = await slugs(ctx.db);
  const some = known.slice(0, 12).join(', ');
  return {
    ...base('Submit a change'),
    submit: 'Go on',
    args: Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'notice')),
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
