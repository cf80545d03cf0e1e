import { type CardJson, isObject } from '../wire.ts';

/** Where elements and actions lie inside one another. A `fallback` is not shown and not walked. */
const nests = ['body', 'items', 'columns', 'rows', 'cells', 'inlines', 'images', 'actions'];
const singles = ['card', 'selectAction', 'inlineAction'];

/** A card and everything that is shown in it, from top to bottom; a choice or a fact is not an element of its own. */
export function* partsOf(card: CardJson): Generator<CardJson> {
  yield card;
  for (const key of nests) {
    const inside = card[key];
    if (!Array.isArray(inside)) continue;
    for (const part of inside) if (isObject(part)) yield* partsOf(part as CardJson);
  }
  for (const key of singles) {
    const part = card[key];
    if (isObject(part)) yield* partsOf(part as CardJson);
  }
}

const isAction = ({ type }: CardJson): boolean => type?.startsWith('Action.') ?? false;

export const actionsOf = (card: CardJson): CardJson[] => [...partsOf(card)].filter(isAction);

export const inputsOf = (card: CardJson): CardJson[] =>
  [...partsOf(card)].filter(({ type }) => type?.startsWith('Input.') ?? false);

/** The action a person means by its title, or its id. Throws, with what there is, when none or several fit. */
export function findAction(card: CardJson, wanted: string): CardJson {
  const actions = actionsOf(card);
  const found = actions.filter(({ title, id }) => title === wanted || id === wanted);
  if (found.length === 1) return found[0] as CardJson;
  if (found.length > 1) throw new Error(`"${wanted}" is there ${found.length} times`);
  const there = actions.map(({ title, id }) => String(title ?? id ?? '?'));
  throw new Error(`there is no "${wanted}" on the card; there is ${there.join(', ') || 'nothing to press'}`);
}
