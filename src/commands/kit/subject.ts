import { Refusal } from '../../refusal.ts';
import { nearest } from '../../rules/nearest.ts';
import { type ChangeState, getChange, promptOfChange } from '../../store/changes.ts';
import type { Db } from '../../store/open.ts';
import { getPrompt, lockPrompt, type PromptState, promptId, slugs } from '../../store/prompts.ts';
import { arg } from './args.ts';

/** The refusal for a slug nobody knows, with the nearest one. */
export async function unknownPrompt(db: Db, slug: string): Promise<Refusal> {
  const near = nearest(slug, await slugs(db));
  const message = `There is no prompt called ${slug}.${near ? ` Did you mean ${near}?` : ''}`;
  return new Refusal('not_found', message, {
    fields: { prompt: message },
    offers: near ? [{ label: `Show ${near}`, command: 'show', args: { prompt: near } }] : [],
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
  const id = await promptOfChange(db, parsed.data);
  if (id === null) {
    throw new Refusal('not_found', `There is no change #${parsed.data}. "review" lists what waits for you.`, {
      offers: [{ label: 'What waits for me', command: 'review', args: {} }],
    });
  }
  if (lock) await lockPrompt(db, id);
  const [change, prompt] = [await getChange(db, parsed.data), await getPrompt(db, id)];
  return { change: change!, prompt };
}
