import { Refusal } from '../../refusal.ts';
import type { VersionHead } from '../../store/changes.ts';
import type { Db } from '../../store/open.ts';
import { listVersions, type PromptState } from '../../store/prompts.ts';

/**
 * The version that `v3`, `3` or the first seven or more characters of a fingerprint stand for.
 * @throws Refusal `not_found` that says which versions there are
 */
export async function versionNamed(
  db: Db,
  prompt: PromptState,
  given: string,
  field = 'version',
): Promise<VersionHead> {
  const all = await listVersions(db, prompt.id);
  const text = given.trim().toLowerCase();
  const number = /^v?(\d{1,9})$/.exec(text)?.[1];
  const byNumber = number === undefined ? undefined : all.find((one) => one.number === Number(number));
  const found = byNumber ?? (text.length >= 7 ? all.find((one) => one.fingerprint.startsWith(text)) : undefined);
  if (found) return found;
  const newest = all[0]?.number ?? 0;
  const message = newest === 0 ? `${prompt.slug} has no version yet.` : unknown(prompt.slug, given, number, newest);
  throw new Refusal('not_found', message, { fields: { [field]: message } });
}

// Versions are numbered without gaps, so the nearest is the first or the newest.
function unknown(slug: string, given: string, number: string | undefined, newest: number): string {
  const sentence = `${slug} has no version "${given}".`;
  if (newest === 1) return `${sentence} It has only v1.`;
  const near = number === undefined ? 'It' : `The nearest is v${Number(number) < 1 ? 1 : newest}; it`;
  return `${sentence} ${near} has v1 to v${newest}.`;
}
