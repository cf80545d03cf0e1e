import { Refusal } from '../../refusal.ts';

/** Owner and deputy are two people, by their ids. @throws Refusal `invalid` */
export function guardTwo(ownerId: number, deputyId: number | null): void {
  if (ownerId !== deputyId) return;
  const message = 'The deputy stands in for the owner, so it must be somebody else.';
  throw new Refusal('invalid', message, { fields: { deputy: message } });
}
