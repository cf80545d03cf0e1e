import { z } from 'zod';

/** How what stands in a field is read: as it is, as one of several, as people or as channels. */
export type Reading = 'text' | 'choice' | 'choices' | 'person' | 'people' | 'places';

const carried = z.object({
  /** The command. */
  run: z.string(),
  /** Its settled arguments. */
  a: z.record(z.string(), z.unknown()).default({}),
  /** Where it was asked for. */
  p: z.string().nullable().catch(null),
  /** The fields of the form, and how each is read. */
  r: z.array(z.tuple([z.string(), z.enum(['text', 'choice', 'choices', 'person', 'people', 'places'])])).catch([]),
  /** What was chosen elsewhere and has no entry in a picker of this tenant. */
  k: z.array(z.tuple([z.string(), z.array(z.string())])).catch([]),
});

/** What the submit button of a form carries unseen and brings back. */
export type Carried = z.input<typeof carried>;

/** The command a form was for, where it was asked for, and its arguments: the settled ones and what was answered. */
export type Answers = {
  command: string;
  place: string | null;
  args: Record<string, unknown>;
  /** What of the arguments was settled before, and which of the form's fields were shown to be answered. */
  settled: Record<string, unknown>;
  fields: readonly (readonly [name: string, reading: Reading])[];
};

/** The id of a field's input. */
export const inputIdOf = (field: string): string => `f:${field}`;

/** Several values travel as one text with commas between them, so those inside of a value are spelt differently. */
export const choiceValue = (value: string): string => value.replace(/[%,]/g, (char) => (char === '%' ? '%25' : '%2C'));
const chosen = (value: string): string => value.replace(/%(25|2C)/g, (_, code) => (code === '25' ? '%' : ','));

/**
 * Reads a submitted form. Texts come back byte for byte, people are `@teams:<tenant>/<id>` and channels
 * `#teams:<tenant>/<id>`, and what was left empty or emptied is absent.
 * @throws Error when the data is not that of a form of ours
 */
export function answersOf(data: Record<string, unknown>, tenant: string): Answers {
  const { run: command, a, p: place, r: fields, k } = carried.parse(data);
  const kept = new Map(k);
  const args = new Map(Object.entries(a));
  for (const [field, reading] of fields) {
    const id = inputIdOf(field);
    const given = Object.hasOwn(data, id) ? data[id] : undefined;
    const answer = answerOf(typeof given === 'string' ? given : '', reading, tenant, kept.get(field) ?? []);
    if (answer.length === 0) args.delete(field);
    else args.set(field, answer);
  }
  return { command, place, args: Object.fromEntries(args), settled: a, fields };
}

function answerOf(given: string, reading: Reading, tenant: string, kept: readonly string[]): string | string[] {
  const all = given.split(',').filter(Boolean).map(chosen);
  const person = (id: string) => `@teams:${tenant}/${id}`;
  switch (reading) {
    case 'text':
      return given;
    case 'choice':
      return chosen(given);
    case 'choices':
      return all;
    case 'person':
      return given === '' ? (kept[0] ?? '') : person(given);
    case 'people':
      return [...all.map(person), ...kept];
    case 'places':
      return all;
  }
}
