import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const pointer = (path: Path) =>
  `[json-pointer:/${path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}]`;

function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      node === null || typeof node !== 'object' ? undefined : (node as Record<PropertyKey, unknown>)[key],
    root,
  );
}

function say(issue: Issue, input: unknown): { text: string; path: Path } {
  const { path } = issue;
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'array') return { text: `no more than ${issue.maximum} items allowed`, path };
      if (issue.origin === 'string') return { text: `must be less than ${Number(issue.maximum) + 1} characters`, path };
      return { text: `must be no more than ${issue.maximum}`, path };
    case 'too_small':
      if (issue.origin === 'array') return { text: `no fewer than ${issue.minimum} items allowed`, path };
      if (issue.origin === 'string') return { text: `must be more than ${Number(issue.minimum) - 1} characters`, path };
      return { text: `must be no less than ${issue.minimum}`, path };
    case 'unrecognized_keys':
      return { text: `invalid additional property: ${issue.keys.join(', ')}`, path };
    case 'invalid_type':
      if (at(input, path) !== undefined) return { text: `must provide ${article(issue.expected)}`, path };
      return { text: `missing required field: ${String(path.at(-1))}`, path: path.slice(0, -1) };
    case 'invalid_union': {
      const given = at(input, path);
      if (given === undefined)
        return { text: `missing required field: ${String(path.at(-1))}`, path: path.slice(0, -1) };
      return { text: `unsupported type: ${String(given)}`, path };
    }
    case 'invalid_value':
      if (at(input, path) === undefined) {
        return { text: `missing required field: ${String(path.at(-1))}`, path: path.slice(0, -1) };
      }
      return { text: `must be a valid enum value`, path };
    case 'invalid_format':
      return { text: 'must match the expected format', path };
    default:
      return { text: issue.message, path };
  }
}

const article = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

/**
 * What Slack would say about `input`, in its own words and with the path that is at fault, for example
 * `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
 * `root` is the name of the argument the path starts in.
 */
export function complaints(issues: readonly Issue[], input: unknown, root: string): string[] {
  return issues.map((issue) => {
    const { text, path } = say(issue, input);
    return `${text} ${pointer([root, ...path])}`;
  });
}

/** A complaint found outside of a schema. */
export const complaint = (text: string, ...path: PropertyKey[]) => `${text} ${pointer(path)}`;
