export type Marks = ReturnType<typeof createMarks>;

/** How far everybody has read, by place: the newest post they saw. Posts are named so that later ones sort later. */
export function createMarks() {
  const marks = new Map<string, Map<string, string>>();
  const markOf = (user: string, place: string): string => marks.get(user)?.get(place) ?? '';

  /** Notes that somebody saw a place up to a post. False when they had seen it before. */
  function see(user: string, place: string, post: string): boolean {
    if (post <= markOf(user, place)) return false;
    const mine = marks.get(user) ?? new Map<string, string>();
    mine.set(place, post);
    marks.set(user, mine);
    return true;
  }

  return { see, markOf, of: (user: string): Record<string, string> => Object.fromEntries(marks.get(user) ?? []) };
}
