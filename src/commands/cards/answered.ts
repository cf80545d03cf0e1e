import { reasonWords } from '../../rules/reasons.ts';
import { getChange } from '../../store/changes.ts';
import { type Feedback, type News, saidBy } from '../../store/feedback-loop.ts';
import type { Db } from '../../store/open.ts';
import { buttons, type Card, line, note, type Part, quote } from '../kit/card.ts';
import { v } from '../kit/version-words.ts';
import { inWords, strong, words } from '../kit/words.ts';

const SHOWN = 3;

/** What became of what one person said, for them alone. Null when they said nothing that the change answers. */
export async function answeredCard(db: Db, changeId: number, personId: number, news: News): Promise<Card | null> {
  const change = await getChange(db, changeId);
  const said = await saidBy(db, changeId, personId);
  if (!change || said.length === 0) return null;
  const { slug: prompt, version, why } = change;
  const again = { label: 'Vote on it', command: 'feedback', args: { prompt, version: v(version) }, ask: true };
  const mute = { label: 'Tell me nothing', command: 'news', args: { state: 'off' } };
  const yours: Part[] = [line(['You said']), ...said.slice(0, SHOWN).map((one) => quote(saidWords(one)))];
  if (news === 'rolled_back') {
    return {
      title: words`${strong(prompt)} ${v(version)}, which answered your feedback, was rolled back`,
      parts: [
        ...yours,
        line(['It brought other trouble, so the version before it answers again. What you said is not forgotten.']),
        ...buttons(mute),
      ],
    };
  }
  return {
    title: words`Your feedback led to ${strong(prompt)} ${v(version)}`,
    parts: [
      ...yours,
      line(['What changed']),
      quote(why),
      ...buttons(again, mute),
      note(['Nobody else is told that it was you.']),
    ],
  };
}

/** A piece of feedback in a line: what was said, or the reasons. */
export function saidWords({ comment, reasons, version }: Feedback): string {
  const named = reasons.length > 0 ? [inWords(reasons.map((one) => reasonWords[one]))] : [];
  const said = [...named, ...(comment === null ? [] : [comment])];
  return `v${version}: ${said.length > 0 ? said.join(' – ') : '👎'}`;
}
