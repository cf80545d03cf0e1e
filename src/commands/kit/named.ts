import { Refusal } from '../../refusal.ts';
import type { Person } from '../../store/people.ts';
import { personNamed } from './args.ts';
import type { Ctx } from './command.ts';

/** A person as the value of a field: by all accounts, so that a form on any platform finds its own. */
export const referenceTo = ({ accounts, email }: Person): string => accounts.join(' ') || (email ?? '');

/**
 * People and places as they are typed or picked: `@slack:T1/U1` or an e-mail address is a person, `#slack:T1/C1` a place.
 * The doors turn a platform's own mentions into these.
 */
export async function named(
  ctx: Ctx,
  given: string | readonly string[],
  field: string,
): Promise<{ people: Person[]; places: string[] }> {
  const references = [given]
    .flat()
    .flatMap((one) => one.split(/[\s,;]+/))
    .filter(Boolean);
  const people = new Map<number, Person>();
  const places = new Set<string>();
  for (const reference of references) {
    if (/^(and|to|from)$/i.test(reference)) continue;
    if (reference.startsWith('#')) {
      if (!/^#(slack|teams):[^/\s]+\/\S+$/.test(reference)) {
        const message = `I do not know the channel "${reference}". Pick it from the list that appears when you type #.`;
        throw new Refusal('not_found', message, { fields: { [field]: message } });
      }
      places.add(reference.slice(1));
      continue;
    }
    const person = await personNamed(ctx, reference, field);
    people.set(person.id, person);
  }
  return { people: [...people.values()], places: [...places] };
}
