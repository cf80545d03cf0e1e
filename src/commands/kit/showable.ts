import type { Person } from '../../store/people.ts';
import type { Via } from './command.ts';

const isOn = (door: Via['door'], name: string) => name.startsWith(`${door}:`);

/** The account of a person on the platform a form opens on; undefined when they have none there. */
export const accountOn = (door: Via['door'], person: Person): string | undefined =>
  person.accounts.find((key) => isOn(door, key));

/**
 * What a form of one platform can show of people and places. `kept`: the others as they would be typed, for a form that
 * replaces the whole list: they must not get lost because nobody could see them.
 */
export function showable(
  door: Via['door'],
  people: readonly Person[],
  places: readonly string[] = [],
): { people: string[]; places: string[]; kept: string[] } {
  const hidden = people.filter((one) => accountOn(door, one) === undefined);
  return {
    people: people.flatMap((one) => accountOn(door, one) ?? []),
    places: places.filter((place) => isOn(door, place)),
    kept: [
      ...hidden.flatMap((one) => (one.accounts[0] ? `@${one.accounts[0]}` : (one.email ?? []))),
      ...places.filter((place) => !isOn(door, place)).map((place) => `#${place}`),
    ],
  };
}
