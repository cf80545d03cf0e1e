import { distinct, type Person } from '../../store/people.ts';
import type { PromptState } from '../../store/prompts.ts';
import type { Settings } from '../kit/command.ts';
import { holders } from '../kit/standing.ts';
import { inPlace, type Span, who } from '../kit/words.ts';

/** Where a person is written to privately: the account they used last. Nobody is written to who never came by chat. */
export const privatePlace = (person: Person): string[] => person.accounts.slice(0, 1);

/** Where a change is reviewed: the review places, or privately with those who may decide when there are none. */
export function reviewPlaces(settings: Settings, prompt: PromptState): string[] {
  if (settings.reviewPlaces.length > 0) return [...settings.reviewPlaces];
  return holders('decide', prompt).flatMap(privatePlace);
}

/**
 * Everybody who is told of a move, each once: the announce places, the stakeholders, the owner and the deputy;
 * without the people in `except`, who know already.
 */
export function audience(settings: Settings, prompt: PromptState, except: readonly number[]): string[] {
  const people = [...prompt.stakeholders, prompt.owner, prompt.deputy].filter((one) => !except.includes(one.id));
  return [...new Set([...settings.announcePlaces, ...prompt.stakeholderPlaces, ...people.flatMap(privatePlace)])];
}

/** The same as names, for saying beforehand who will be told. */
export function audienceWords(settings: Settings, prompt: PromptState): Span[] {
  const people = distinct([...prompt.stakeholders, prompt.owner, prompt.deputy]);
  const places = new Set([...settings.announcePlaces, ...prompt.stakeholderPlaces]);
  return [...[...places].map(inPlace), ...people.map(who)];
}
