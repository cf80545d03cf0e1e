import { bot, people, type StoryPerson } from '../story/people.ts';
import type { Face, Person } from './face.ts';

const initialsOf = (name: string): string =>
  name
    .split(' ')
    .map((word) => word[0])
    .join('');

/** Somebody of the story, as the page shows them. */
export const personFor = (person: StoryPerson): Person => ({
  key: person.key,
  name: person.name,
  fullName: person.fullName,
  role: person.role,
  does: person.does,
  initials: initialsOf(person.fullName),
  hue: people.indexOf(person),
  bot: false,
});

/** The bot, as the page shows it. */
export const appFace: Face = {
  name: bot.appName,
  fullName: bot.appName,
  role: '',
  does: '',
  initials: '',
  hue: 0,
  bot: true,
};
