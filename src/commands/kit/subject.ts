import { Refusal } from '../../refusal.ts';
import { nearest } from '../../rules/nearest.ts';
import { type ChangeState, getChange, lockPromptOfChange, nearestChange } from '../../store/changes.ts';
import type { Db } from '../../store/open.ts';
import { getPrompt, type PromptState, promptBehind, promptId, slugs } from '../../store/prompts.ts';
import { getUseCase, type UseCase, useCaseId, useCaseSlugs } from '../../store/use-cases.ts';
import { arg } from './args.ts';
import { changeButton, useCaseButton } from './buttons.ts';

/** The refusal for a slug nobody knows, with the nearest one. */
export async function unknownPrompt(db: Db, slug: string): Promise<Refusal> {
  const near = nearest(slug, await slugs(db));
  const message = `There is no prompt called ${slug}.${near ? ` Did you mean ${near}?` : ''}`;
  return new Refusal('not_found', message, {
    fields: { prompt: message },
    offers: near ? [{ label: `Show ${near}`, command: 'show', args: { prompt: near } }] : [],
  });
}

/** The refusal for a label that a prompt does not have, with the nearest one and all that there are. */
export function unknownLabel(prompt: PromptState, label: string): Refusal {
  const names = prompt.labels.map((one) => one.name);
  const near = nearest(label, names);
  const held = names.length > 0 ? `It has: ${names.join(', ')}.` : 'Nothing has been released yet.';
  const message = `${prompt.slug} has no label ${label}.${near ? ` Did you mean ${near}?` : ''} ${held}`;
  return new Refusal('not_found', message, { fields: { label: message } });
}

/** The refusal for a change nobody opened, with the nearest number. */
export async function unknownChange(db: Db, number: number): Promise<Refusal> {
  const near = await nearestChange(db, number);
  const message = `There is no change #${number}.${near === null ? '' : ` The nearest is #${near.id}, of ${near.slug}.`} "review" lists what waits for you.`;
  return new Refusal('not_found', message, {
    offers: [
      ...(near === null ? [] : [changeButton(near.id, `Open #${near.id}`)]),
      { label: 'What waits for me', command: 'review', args: {} },
    ],
  });
}

/** The refusal for a use case nobody knows, with the nearest one. */
export async function unknownUseCase(db: Db, slug: string): Promise<Refusal> {
  const near = nearest(slug, await useCaseSlugs(db));
  const message = `There is no use case called ${slug}.${near ? ` Did you mean ${near}?` : ''} "usecase list" shows all.`;
  return new Refusal('not_found', message, {
    fields: { usecase: message },
    offers: [...(near ? [useCaseButton(near)] : []), { label: 'All use cases', command: 'usecase-list', args: {} }],
  });
}

/** A prompt by its slug, locked for a write. @throws Refusal `not_found` with the nearest match */
export async function promptNamed(db: Db, slug: string, lock: boolean): Promise<PromptState> {
  const id = await promptId(db, slug, lock);
  if (id === null) throw await unknownPrompt(db, slug);
  return getPrompt(db, id);
}

/** A change by its number with its prompt, which is locked for a write. @throws Refusal `not_found` */
export async function changeNumbered(
  db: Db,
  given: unknown,
  lock: boolean,
): Promise<{ change: ChangeState; prompt: PromptState }> {
  const parsed = arg.change().safeParse(given);
  if (!parsed.success) throw new Refusal('invalid', parsed.error.issues[0]!.message);
  // Sent together, done one after the other: what is read is what stands once the lock is held.
  const [, change, prompt] = await Promise.all([
    lock && lockPromptOfChange(db, parsed.data),
    getChange(db, parsed.data),
    promptBehind(db, parsed.data),
  ]);
  if (!change || !prompt) throw await unknownChange(db, parsed.data);
  return { change, prompt };
}

/** A use case by its slug, locked for a write. @throws Refusal `not_found` with the nearest match */
export async function useCaseNamed(db: Db, slug: string, lock: boolean): Promise<UseCase> {
  const id = await useCaseId(db, slug, lock);
  if (id === null) throw await unknownUseCase(db, slug);
  return getUseCase(db, id);
}
