/** The people of a use case who answer for its stopping. */
type Seats<Person> = { stopAuthority: Person | null; owner: Person | null; deputy: Person | null };

/**
 * Who has to say yes to what somebody wrote down about when a use case should be stopped: the stop authority; the owner, if
 * the stop authority wrote it; the deputy, if both are one. Null: there is nobody else, so nothing can be agreed.
 */
export function secondPerson<Person extends { id: number }>(
  { stopAuthority, owner, deputy }: Seats<Person>,
  writtenBy: number,
): Person | null {
  if (stopAuthority === null) return null;
  return [stopAuthority, owner, deputy].find((one) => one !== null && one.id !== writtenBy) ?? null;
}
