import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import type { Person } from '../../store/people.ts';
import { addMembers, clearMembers, type MemberRole, type PromptState } from '../../store/prompts.ts';
import { arg } from '../kit/args.ts';
import { buttons } from '../kit/card.ts';
import { Incomplete } from '../kit/check.ts';
import { defineCommand } from '../kit/command.ts';
import type { Field } from '../kit/form.ts';
import { named, referenceTo } from '../kit/named.ts';
import { allow } from '../kit/standing.ts';
import { inPlace, listed, strong, who, words } from '../kit/words.ts';
import { guardRequired } from './guard-required.ts';

type Members = { people: Person[]; places: string[] };
type Done = Members & { prompt: string; changed: boolean };

const list = () => z.union([z.string(), z.array(z.string())]);

/** A command for a role that several people (stakeholders: and channels) hold: shown, and set by who governs the prompt. */
export function defineManyRole(made: { name: string; role: MemberRole; summary: string; places: boolean }) {
  const title = `${made.name[0]!.toUpperCase()}${made.name.slice(1)}`;
  const now = (prompt: PromptState): Members => ({
    people: prompt[`${made.role}s`],
    places: made.places ? prompt.stakeholderPlaces : [],
  });
  return defineCommand({
    name: made.name,
    summary: made.summary,
    about: 'prompt',
    right: 'anyone',
    effect: 'write',
    args: z.strictObject({
      prompt: arg.prompt(),
      /** `add` and `remove` change the list, `set` replaces it. */
      action: z
        .preprocess((word) => (typeof word === 'string' ? word.toLowerCase() : word), z.enum(['add', 'remove', 'set']))
        .optional(),
      people: list().optional().meta({ label: 'People' }),
      places: list().optional().meta({ label: 'Channels' }),
    }),
    typed: ['prompt', 'action', 'people'],
    examples: [
      `${made.name} support-reply`,
      `${made.name} support-reply add @grace ${made.places ? '#help-desk' : '@olu'}`,
      `${made.name} support-reply remove @olu`,
    ],
    async run(ctx, args): Promise<Done> {
      const { prompt } = ctx;
      const old = now(prompt);
      if (!args.action && args.people === undefined && args.places === undefined)
        return { prompt: prompt.slug, ...old, changed: false };
      allow('govern', ctx.standing, prompt);
      const action = args.action ?? 'add';
      const given = await named(ctx, [args.people ?? [], args.places ?? []].flat(), 'people');
      if (!made.places && given.places.length > 0) {
        const message = `${title} are people, because each of them answers in person. Channels can be stakeholders.`;
        throw new Refusal('invalid', message, { fields: { people: message } });
      }
      // "Add" without anybody is a sentence that was not finished.
      if (action !== 'set' && given.people.length + given.places.length === 0) throw new Incomplete(['people']);
      const next = combine(action, old, given);
      if (made.role === 'reviewer') guardRequired(prompt, { reviewers: next.people }, 'people');
      await clearMembers(ctx.db, prompt.id, made.role);
      await addMembers(ctx.db, prompt.id, made.role, { people: next.people.map((one) => one.id), places: next.places });
      ctx.record(made.name, `prompt:${prompt.slug}`, {
        action,
        people: next.people.map((one) => one.id),
        places: next.places,
      });
      return { prompt: prompt.slug, ...next, changed: true };
    },
    json: (done) => ({ prompt: done.prompt, [made.name]: [...done.people.map((one) => one.name), ...done.places] }),
    say: ({ prompt, people, places, changed }) => ({
      title: words`${title} of ${strong(prompt)}${changed ? ' are now' : ''}: ${listed([...people.map(who), ...places.map(inPlace)], 'nobody')}`,
      parts: buttons(...(changed ? [] : [{ label: 'Change', command: made.name, args: { prompt }, ask: true }])),
    }),
    async ask(ctx) {
      allow('govern', ctx.standing, ctx.prompt);
      const { people, places } = now(ctx.prompt);
      const fields: Field[] = [
        {
          name: 'people',
          label: 'People',
          optional: true,
          value: people.map(referenceTo),
          input: { kind: 'people' },
        },
        ...(made.places
          ? [{ name: 'places', label: 'Channels', optional: true, value: places, input: { kind: 'places' } } as const]
          : []),
      ];
      return {
        command: made.name,
        title: `Change ${made.name}`,
        submit: 'Save',
        args: { prompt: ctx.prompt.slug, action: 'set' },
        parts: [],
        fields,
      };
    },
  });
}

function combine(action: 'add' | 'remove' | 'set', old: Members, given: Members): Members {
  if (action === 'set') return given;
  const ids = new Set(given.people.map((one) => one.id));
  const people = old.people.filter((one) => !ids.has(one.id));
  const places = old.places.filter((one) => !given.places.includes(one));
  if (action === 'remove') return { people, places };
  return { people: [...people, ...given.people], places: [...places, ...given.places] };
}
