const MOST = 10_000;

/**
 * Remembers which events came, so that one that a platform repeats is taken in once: the later ones find it under way or
 * answered. Forgets the oldest first. What must not happen twice among all processes is claimed in the database.
 * @returns whether this event came before
 */
export function heardBefore(): (id: string) => boolean {
  const ids = new Set<string>();
  return (id) => {
    if (ids.has(id)) return true;
    ids.add(id);
    if (ids.size > MOST) ids.delete(ids.values().next().value!);
    return false;
  };
}
