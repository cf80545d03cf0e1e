import { type CardJson, isObject } from '../wire.ts';

/** Among whom a menu searches: Teams' own extension of `Input.ChoiceSet`, which version 1.5 does not know. */
export type Scope = 'tenant' | 'conversation';

const datasets: Readonly<Record<string, Scope>> = {
  'graph.microsoft.com/users': 'tenant',
  'graph.microsoft.com/users?scope=currentContext': 'conversation',
};

/** Where a menu searches for people. `unknown`: in something Teams does not know; undefined: it does not search. */
export function searchOf(input: CardJson): Scope | 'unknown' | undefined {
  const query = input['choices.data'];
  if (input.type !== 'Input.ChoiceSet' || query === undefined) return undefined;
  if (!isObject(query) || query.type !== 'Data.Query') return 'unknown';
  return datasets[String(query.dataset)] ?? 'unknown';
}

/** The same card for readers who do not know such a search, and who want a menu to offer something. */
export function withoutSearch(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSearch);
  if (!isObject(node)) return node;
  const { 'choices.data': search, ...rest } = node;
  const copy = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutSearch(value)]));
  const empty = search !== undefined && Array.isArray(copy.choices) && copy.choices.length === 0;
  return empty ? { ...copy, choices: [{ title: 'Somebody', value: 'somebody' }] } : copy;
}
