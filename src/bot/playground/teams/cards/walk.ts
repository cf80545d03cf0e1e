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

/**
 * The action a person means by its title, or its id. Throws, with what there is, when none fits, or several do and it is
 * not said which one (`nth`, from the top, the first is 0).
 */
export function findAction(card: CardJson, wanted: string, nth?: number): CardJson {
  const actions = actionsOf(card);
  const found = actions.filter(({ title, id }) => title === wanted || id === wanted);
  const meant = nth === undefined && found.length > 1 ? undefined : found[nth ?? 0];
  if (meant) return meant;
  const there = actions.map(({ title, id }) => String(title ?? id ?? '?')).join(', ') || 'nothing to press';
  if (found.length === 0) throw new Error(`there is no "${wanted}" on the card; there is ${there}`);
  throw new Error(`"${wanted}" is there ${found.length} times: say which one`);
}
