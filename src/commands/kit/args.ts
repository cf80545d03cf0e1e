import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { isAmbiguous } from '../../rules/amount.ts';
import { visibleForm } from '../../rules/invisible.ts';
import { labelName, promptSlug, useCaseSlug } from '../../rules/slug.ts';
import { findPerson, type Person } from '../../store/people.ts';
import type { Ctx } from './command.ts';
import type { Input } from './form.ts';

declare module 'zod' {
  interface GlobalMeta {
    /** The field's name in a form. */
    label?: string;
    hint?: string;
    input?: Input;
  }
}

const VERSION = /^(v?\d{1,9}|[0-9a-f]{7,64})$/i;

const numbered = (label: string, what: string) =>
  z
    .union([z.number(), z.string()])
    .transform((value, check) => {
      const number = Number(String(value).trim().replace(/^#/, ''));
      if (Number.isSafeInteger(number) && number > 0 && number < 2 ** 31) return number;
      check.addIssue({ code: 'custom', message: `"${value}" is not the number of ${what}, such as 12.` });
      return z.NEVER;
    })
    .meta({ label });

/** Arguments that many commands take, so that a word means the same everywhere. */
export const arg = {
  prompt: () => promptSlug.meta({ label: 'Prompt' }),
  useCase: () => useCaseSlug.meta({ label: 'Use case' }),
  label: () => labelName.meta({ label: 'Label' }),
  /** The number of a change; `#12` is as good as `12`. */
  change: () => numbered('Change', 'a change'),
  criterion: () => numbered('Criterion', 'a criterion'),
  /** `v3`, `3` or the first characters of a fingerprint; resolved by the command. */
  version: () =>
    z
      .union([
        z.number().int(),
        z.string().trim().regex(VERSION, 'A version is v3, 3, or the first 7 or more characters of a fingerprint.'),
      ])
      .transform(String)
      .meta({ label: 'Version' }),
  /** Which page of a list, from 1 on. */
  page: () => z.coerce.number().int().min(1),
  /** Somebody's words, of which something can be seen; `max` in characters. */
  words: (label: string, max = 3000) =>
    z
      .string()
      .refine((text) => visibleForm(text).length > 0, { message: `${label} needs some words.` })
      .refine((text) => text.length <= max, { message: `${label} may have ${max} characters at most.` })
      .meta({ label, input: { kind: 'text' } }),
  /** One of several names, also as people say them: "Keep running" is `keep_running`. `called`: what a form calls each. */
  choice: <const Name extends string>(label: string, names: readonly Name[], called: (name: Name) => string) =>
    z
      .string()
      .overwrite((typed) =>
        typed
          .trim()
          .toLowerCase()
          .replace(/[\s-]+/g, '_'),
      )
      .pipe(z.enum(names, `${label} is one of ${names.join(', ')}.`))
      .meta({ label, input: { kind: 'choice', choices: names.map((value) => ({ value, label: called(value) })) } }),
  /** What something cost or took: 12.5, also as 12,5 or 1 200. What may be a thousand or one is not guessed. */
  amount: (label: string, most: number) =>
    z
      .union([z.number(), z.string()])
      .transform((value, check) => {
        const plain = String(value)
          .replace(/[\s'’]+/g, '')
          .replace(/,(?=\d{1,2}$)/, '.');
        const ambiguous = typeof value === 'string' && isAmbiguous(plain);
        const number = /^\d+(\.\d+)?$/.test(plain) && !ambiguous ? Number(plain) : Number.NaN;
        if (number <= most) return number;
        const range = `${label} is a number from 0 to ${most.toLocaleString('en')}, such as 12.5.`;
        const either = `"${plain}" may be ${plain.replace('.', '')} or ${Number(plain)}: write one of these.`;
        check.addIssue({ code: 'custom', message: ambiguous ? either : range });
        return z.NEVER;
      })
      .meta({ label }),
  person: (label: string) =>
    z
      .string()
      .trim()
      .min(1)
      .max(320)
      .meta({ label, description: 'A mention or an e-mail address', input: { kind: 'person' } }),
};

/** The person a mention, an e-mail address or `me` stands for. @throws Refusal when nobody is known by it */
export async function personNamed(ctx: Ctx, reference: string, field: string): Promise<Person> {
  if (reference.toLowerCase() === 'me') return ctx.actor;
  const person = await findPerson(ctx.db, reference.replace(/^@/, ''));
  if (person) return person;
  const message = `I do not know "${reference}". Mention the person, or give the e-mail address of somebody who has spoken to me.`;
  throw new Refusal('not_found', message, { fields: { [field]: message } });
}
