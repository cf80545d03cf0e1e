import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { type JsonValue, jsonProblem } from './json-value.ts';
import { textProblem } from './text-problem.ts';

/** The most one content may weigh: bytes of its JSON in UTF-8. */
export const MAX_CONTENT_BYTES = 1_000_000;

/** One text of a prompt: kept byte for byte, refused only where it cannot be stored. */
export const promptText = z.string('The text is missing.').superRefine((text, ctx) => {
  if (text.length > MAX_CONTENT_BYTES) {
    ctx.addIssue({ code: 'custom', message: tooLarge(Buffer.byteLength(text)) });
    return;
  }
  const problem = textProblem(text);
  if (problem) ctx.addIssue({ code: 'custom', message: problem });
});

const model = z
  .string('The model must be a text.')
  .min(1, 'The model name is empty; leave it out to pin no model.')
  .max(200, 'A model name has at most 200 characters.')
  .superRefine((name, ctx) => {
    if (/\p{Cc}/u.test(name) || textProblem(name)) {
      ctx.addIssue({ code: 'custom', message: 'A model name is one line without control characters.' });
    }
  });

const params = z.preprocess(
  // Checked before the record is copied: the copy drops a `__proto__` key without a word.
  (value, ctx) => {
    const problem = typeof value === 'object' && value !== null ? jsonProblem(value, 'params') : undefined;
    if (problem) ctx.addIssue({ code: 'custom', message: problem });
    return value;
  },
  z.record(z.string(), z.unknown() as z.ZodType<JsonValue>, 'Parameters are a JSON object, e.g. {"temperature": 0.2}.'),
);

const message = z.strictObject({
  role: z.enum(['system', 'user', 'assistant'], 'A message has one of the roles system, user or assistant.'),
  content: promptText,
});

/**
 * What a version holds. `variables` may be given but is always derived anew from the texts, so that equal texts have
 * equal variables whoever wrote them.
 */
export const contentSchema = z
  .strictObject({
    messages: z
      .array(message, 'A prompt is a list of messages.')
      .min(1, 'A prompt has at least one message.')
      .max(50, 'A prompt has at most 50 messages.'),
    model: model.nullable().default(null),
    params: params.default({}),
    variables: z.array(z.string()).optional(),
  })
  .transform((content, ctx) => {
    const whole = { ...content, variables: variablesOf(content.messages.map((each) => each.content)) };
    const bytes = Buffer.byteLength(JSON.stringify(whole));
    if (bytes > MAX_CONTENT_BYTES) ctx.addIssue({ code: 'custom', message: tooLarge(bytes), path: ['messages'] });
    if (whole.messages.every((each) => each.content.trim() === '')) {
      ctx.addIssue({ code: 'custom', message: 'The text is empty.', path: ['messages'] });
    }
    return whole;
  });

/** The immutable content of one version. Plain JSON: equal content has equal canonical JSON and so one fingerprint. */
export type Content = z.output<typeof contentSchema>;
export type Message = Content['messages'][number];
export type Role = Message['role'];

/**
 * Checks a whole content, e.g. one sent as JSON. Refuses (`invalid`) with the first problem as its sentence and every
 * problem under its path (`messages.0.content`).
 */
export function parseContent(value: unknown): Content {
  return checked(value, (path) => path.join('.'));
}

/**
 * Builds the content of the common case, one system text, kept byte for byte. A blank model pins none.
 * Refuses (`invalid`) what cannot be stored; the fields are named `text`, `model` and `params`.
 */
export function contentOf(parts: {
  text: string;
  model?: string | null | undefined;
  params?: Record<string, unknown> | undefined;
}): Content {
  const value = {
    messages: [{ role: 'system', content: parts.text }],
    model: parts.model?.trim() || null,
    params: parts.params ?? {},
  };
  return checked(value, ([first]) => (first === 'messages' ? 'text' : String(first)));
}

/**
 * The content as one text for people to read: the very text when there is exactly one message, else every message under
 * its role. Null, as for a label that holds nothing yet, is the empty text.
 */
export function textOf(content: Content | null): string {
  if (content === null) return '';
  const [only, ...others] = content.messages;
  if (only !== undefined && others.length === 0) return only.content;
  return content.messages.map((each) => `[${each.role}]\n${each.content}`).join('\n\n');
}

/**
 * The names that the texts mention as `{{ name }}` (also `{{name}}`, `{{- name -}}`, `{{{name}}}`), each once, in code
 * unit order. Paths, filters and calls are left to the template engine and name nothing here. The result is part of the
 * fingerprint: changing this rule would give old texts new fingerprints.
 */
export function variablesOf(texts: readonly string[]): string[] {
  const names = new Set<string>();
  for (const text of texts) {
    for (const match of text.matchAll(/\{\{[-~]?\s*([A-Za-z_][A-Za-z0-9_]*)\s*[-~]?\}\}/g)) names.add(match[1]!);
  }
  return [...names].sort();
}

function checked(value: unknown, fieldOf: (path: PropertyKey[]) => string): Content {
  const result = contentSchema.safeParse(value);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) fields[fieldOf(issue.path)] ??= issue.message;
  throw new Refusal('invalid', result.error.issues[0]!.message, { fields });
}

function tooLarge(bytes: number): string {
  const megabytes = (Math.ceil(bytes / 10_000) / 100).toFixed(2);
  return `This content is ${megabytes} MB; the most that can be stored is ${MAX_CONTENT_BYTES / 1_000_000} MB.`;
}
