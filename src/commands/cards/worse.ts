import type { Db } from '../../store/open.ts';
import { getPrompt } from '../../store/prompts.ts';
import { versionVotes } from '../../store/satisfaction.ts';
import { findWorse } from '../../store/worse.ts';
import { rollbackButton } from '../kit/buttons.ts';
import { buttons, type Card, facts, line, note, type Part } from '../kit/card.ts';
import { strong, words } from '../kit/words.ts';
import { rateWords } from './rates.ts';
import { worseWords } from './satisfaction.ts';

/** Says to the owner, once per version, that it is liked less than the one before. Null when there is no such finding. */
export async function worseCard(db: Db, versionId: number): Promise<Card | null> {
  const found = await findWorse(db, versionId);
  if (!found) return null;
  const { slug: prompt, labels } = await getPrompt(db, found.promptId);
  const all = await versionVotes(db, found.promptId);
  const [now, before] = [versionId, found.thanId].map((id) => all.find((one) => one.versionId === id));
  if (!now || !before) return null;
  const live = labels.some((one) => one.name === 'production' && one.versionId === versionId);
  const share = ({ up, down }: typeof now) => ({ up, of: up + down });
  const actions: Part[] = buttons(
    ...(live ? [rollbackButton(prompt, 'production', { version: `v${before.version}` })] : []),
    { label: 'Look closer', command: 'satisfaction', args: { prompt } },
  );
  return {
    title: words`${strong(prompt)} v${now.version} is liked less than v${before.version}`,
    parts: [
      line(worseWords(now, before)),
      facts([`v${now.version}`, [rateWords(share(now))]], [`v${before.version}`, [rateWords(share(before))]]),
      ...(live ? [] : [line([`v${now.version} is no longer in production.`])]),
      ...actions,
      note(['Told once for each version. What people like is one sign among others: look before you roll back.']),
    ],
  };
}
