import { Refusal } from '../../refusal.ts';
import { nearest } from '../../rules/nearest.ts';
import { defaultPolicy } from '../../rules/policy.ts';
import { addMembers, createPrompt, getPrompt, type PromptState, promptId, slugs } from '../../store/prompts.ts';
import { createUseCase, getUseCase, useCaseId } from '../../store/use-cases.ts';
import { personNamed } from '../kit/args.ts';
import { Incomplete, needed } from '../kit/check.ts';
import type { Ctx } from '../kit/command.ts';
import { unknownUseCase } from '../kit/subject.ts';
import { allowOn } from '../kit/use-case-standing.ts';
import { inWords } from '../kit/words.ts';
import { guardTwo } from './guard-two.ts';
import { applyLayer } from './layer-policy.ts';
import { guardOpen } from './production.ts';

type Given = { prompt: string } & Partial<Record<'usecase' | 'purpose' | 'owner' | 'deputy', string | undefined>>;

/**
 * The prompt of this name, locked; where there is none it comes into being, with those who answer for it.
 * @throws Incomplete when that is not said
 */
export const promptOrNew = async (ctx: Ctx, given: Given): Promise<PromptState> =>
  (await existing(ctx, given.prompt)) ?? (await create(ctx, given));

async function existing(ctx: Ctx, slug: string): Promise<PromptState | null> {
  const id = await promptId(ctx.db, slug, true);
  return id === null ? null : getPrompt(ctx.db, id);
}

async function create(ctx: Ctx, given: Given): Promise<PromptState> {
  const { purpose, owner, deputy } = given;
  if (!purpose || !owner || !deputy) {
    const missing = ['purpose', 'owner', 'deputy'].filter((name) => !given[name as 'purpose']);
    const near = nearest(given.prompt, await slugs(ctx.db));
    const message = `There is no prompt called ${given.prompt} yet.${near ? ` Did you mean ${near}?` : ''} To create it, add ${inWords(missing)}.`;
    throw new Incomplete(missing, '', new Refusal('invalid', message, { fields: needed(missing) }));
  }
  const ownerId = (await personNamed(ctx, owner, 'owner')).id;
  const deputyId = (await personNamed(ctx, deputy, 'deputy')).id;
  guardTwo(ownerId, deputyId);
  const useCaseId = await useCaseFor(ctx, given, { ownerId, deputyId });
  if (useCaseId === null) return (await existing(ctx, given.prompt))!;
  const id = await createPrompt(ctx.db, {
    slug: given.prompt,
    useCaseId,
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
  await applyLayer(ctx, await getUseCase(ctx.db, useCaseId), [id]);
  ctx.refresh(`usecase:${useCaseId}`);
  return getPrompt(ctx.db, id);
}

// Every prompt belongs to a use case. One that is begun here is a draft with an owner and a deputy. Null: somebody else was
// faster, and the prompt is there.
async function useCaseFor(
  ctx: Ctx,
  given: Given,
  people: { ownerId: number; deputyId: number },
): Promise<number | null> {
  const slug = given.usecase ?? given.prompt;
  const id = await useCaseId(ctx.db, slug, true);
  if (id !== null) {
    if ((await promptId(ctx.db, given.prompt)) !== null) return null;
    const useCase = await getUseCase(ctx.db, id);
    allowOn('join', ctx, useCase);
    guardOpen(useCase);
    return id;
  }
  if (given.usecase) throw await unknownUseCase(ctx.db, slug);
  const { timezone } = ctx.settings;
  const made = await createUseCase(ctx.db, { slug, ...people, timezone, by: ctx.actor.id, now: ctx.now });
  ctx.record('create', `usecase:${slug}`, {});
  return made ?? (await useCaseId(ctx.db, slug, true))!;
}
