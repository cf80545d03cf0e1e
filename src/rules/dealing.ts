/** A low vote as dealing sees it. `week`: how many weeks before now. */
export type Card = { id: number; application: string; reason: string | null; week: number };

/**
 * Which one is dealt next: reasons take turns, within a reason the applications, within an application the weeks; so
 * whoever is loud gets no more turns than anybody else. Within the last group it is as good as by chance, and the same for
 * whoever asks again.
 * @param turn how many were dealt before
 */
export function dealt<C extends Card>(cards: readonly C[], turn: number): C | undefined {
  const reasons = groups(cards, (card) => card.reason ?? '');
  const ofReason = reasons[turn % reasons.length] ?? [];
  const round = Math.floor(turn / Math.max(1, reasons.length));
  const applications = groups(ofReason, (card) => card.application);
  const ofApplication = applications[round % applications.length] ?? [];
  const weeks = groups(ofApplication, (card) => String(card.week).padStart(6, '0'));
  const ofWeek = weeks[Math.floor(round / Math.max(1, applications.length)) % weeks.length] ?? [];
  return [...ofWeek].sort((a, b) => scattered(a.id) - scattered(b.id))[0];
}

function groups<C>(cards: readonly C[], keyOf: (card: C) => string): C[][] {
  const found = new Map<string, C[]>();
  for (const card of cards) found.set(keyOf(card), [...(found.get(keyOf(card)) ?? []), card]);
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

// Multiplicative hashing (Knuth, The Art of Computer Programming 3, section 6.4): neighbours end up far apart.
const scattered = (id: number): number => Math.imul(id, 2_654_435_761) >>> 0;
