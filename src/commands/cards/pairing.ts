import { parseAccountKey, platformName } from '../../rules/account.ts';
import type { Pairing, Side } from '../../store/links.ts';
import type { Parting } from '../../store/partings.ts';
import { buttons, type Card, facts, line, note } from '../kit/card.ts';
import { code, strong, time, type Words, words } from '../kit/words.ts';

/** The platform an account is on, as people call it. */
export const placeOf = ({ key }: Pick<Side, 'key'>): string => platformName(parseAccountKey(key)!.platform);

/** An account by platform and address. */
export const sideWords = (side: Pick<Side, 'key' | 'email'>): Words =>
  words`${placeOf(side)} (${side.email ?? side.key})`;

const inFull = ({ key, email, person }: Side): Words =>
  words`${person.name} on ${placeOf({ key })}, ${email ?? 'no e-mail known'}, ${code(key)}`;

/** The question whether two accounts are one human, for the one who asked for the code; later, what became of it. */
export function pairingCard(pairing: Pairing, now: Date): Card | null {
  const { id, first, second, until, outcome } = pairing;
  if (!second) return null;
  const ended = outcome ?? (until <= now ? 'late' : null);
  if (ended) return { title: endings[ended](first, second), parts: [] };
  return {
    title: words`Are you also ${strong(second.person.name)} on ${placeOf(second)}?`,
    parts: [
      line(['Somebody entered your code there. If that was not you, say no.']),
      facts(['This account', inFull(first)], ['The other one', inFull(second)]),
      line([
        'With a yes both are one person: roles and votes count once for both, and what one wrote the other cannot approve.',
      ]),
      ...buttons(
        { label: 'Yes, both are me', command: 'link', args: { request: id, answer: 'yes' }, style: 'primary' },
        { label: 'No', command: 'link', args: { request: id, answer: 'no' }, style: 'danger' },
      ),
      note(words`Until ${time(until)}.`),
    ],
  };
}

const endings: Record<'linked' | 'refused' | 'replaced' | 'late', (first: Side, second: Side) => Words> = {
  linked: (first, second) => words`${sideWords(first)} and ${sideWords(second)} are one person here now.`,
  refused: (first, second) => words`${sideWords(first)} and ${sideWords(second)} stay two people: the answer was no.`,
  replaced: () => words`This question is settled: a new code was asked for.`,
  late: () => words`This question is over: nobody answered in time. Type "link" for a new code.`,
};

/** Told to both sides when an account was unlinked. */
export function partingCard({ account, email, was }: Parting): Card {
  return {
    title: words`${sideWords({ key: account, email })} is no longer linked to ${strong(was)}.`,
    parts: [
      line([
        `It has no role of its own. Votes, roles and everything written so far stay with ${was}. Type "link" to make them one again.`,
      ]),
    ],
  };
}
