/** A decision class as it is compared: "Refund  requests." and "refund requests" are one. Null where nothing is left. */
export const decisionClass = (typed: string | null): string | null =>
  typed
    ?.normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() || null;

/** A use case as far as it matters for who decides about the same. `contract`: the one whose context it decides by. */
export type Deciding = {
  id: number;
  slug: string;
  decisionClass: string | null;
  ownerId: number | null;
  team: string | null;
  contract: number;
  prompts: number;
};

type Separate = { decisionClass: string; useCases: { id: number; slug: string }[]; prompts: number };

/**
 * The signal of a system that does not learn: use cases of different owners or teams that decide about the same, each with
 * prompts of its own and by a context of its own. Those that share a contract count as one.
 */
export function separateContracts(all: readonly Deciding[]): Separate[] {
  const classes = new Map<string, Deciding[]>();
  for (const one of all) {
    const name = decisionClass(one.decisionClass);
    if (name !== null && one.prompts > 0) classes.set(name, [...(classes.get(name) ?? []), one]);
  }
  return [...classes].flatMap(([name, group]) => {
    const several = (of: (one: Deciding) => unknown) => new Set(group.map(of)).size > 1;
    if (!several((one) => one.contract) || !(several((one) => one.ownerId) || several((one) => one.team))) return [];
    return {
      decisionClass: name,
      useCases: group.map(({ id, slug }) => ({ id, slug })).sort((one, other) => (one.slug < other.slug ? -1 : 1)),
      prompts: group.reduce((sum, one) => sum + one.prompts, 0),
    };
  });
}
