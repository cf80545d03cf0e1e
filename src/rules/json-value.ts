import { textProblem } from './text-problem.ts';

/** What JSON can say. Numbers are finite doubles (I-JSON, RFC 7493). */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** How many levels of lists and objects one value may nest. */
export const MAX_JSON_DEPTH = 10;

/**
 * Says in one sentence why a value is not storable JSON, naming the place as `name.key.0`; undefined when it is.
 * Stops at the first problem and never looks deeper than {@link MAX_JSON_DEPTH}, so a hostile value costs no stack.
 */
export function jsonProblem(value: unknown, name: string, depth = 0): string | undefined {
  if (typeof value === 'string') {
    const problem = textProblem(value);
    return problem && `${name}: ${problem}`;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${name}: ${value} is not a JSON number.`;
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value !== 'object' || !(Array.isArray(value) || isPlain(value))) return `${name} is not a JSON value.`;
  if (depth >= MAX_JSON_DEPTH) return `${name} is nested deeper than ${MAX_JSON_DEPTH} levels.`;
  // Object.entries skips the holes of a sparse list, which JSON would turn into null.
  const entries = Array.isArray(value)
    ? Array.from(value, (item, at) => [`${at}`, item] as const)
    : Object.entries(value);
  for (const [key, item] of entries) {
    // Copied by assignment, this key would change the copy's prototype and vanish from its content.
    if (key === '__proto__') return `${name} has the key "__proto__", which is not allowed.`;
    const problem =
      (textProblem(key) && `${name} has a key with a character that cannot be stored.`) ||
      jsonProblem(item, `${name}.${key}`, depth + 1);
    if (problem) return problem;
  }
  return undefined;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
