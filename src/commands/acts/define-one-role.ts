import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import type { Person } from '../../store/people.ts';
import { updatePrompt } from '../../store/prompts.ts';
import { arg, personNamed } from '../kit/args.ts';
import { buttons } from '../kit/card.ts';
import { defineCommand } from '../kit/command.ts';
import { referenceTo } from '../kit/named.ts';
import { allow } from '../kit/standing.ts';
import { strong, who, words } from '../kit/words.ts';
import { guardRequired } from './guard-required.ts';

type Done = { prompt: string; person: Person; was: Person | null };

/** A command for a role that exactly one person holds: shown, and set by whoever governs the prompt. */
export function defineOneRole(made: { name: 'owner' | 'deputy'; summary: string }) {
  const other = made.name === 'owner' ? 'deputy' : 'owner';
  return defineCommand({
    name: made.name,
    summary: made.summary,
    about: 'prompt',
    right: 'anyone',
    effect: 'write',
    args: z.strictObject({ prompt: arg.prompt(), person: arg.person('Person').optional() }),
    typed: ['prompt', 'person'],
    examples: [`${made.name} support-reply`, `${made.name} support-reply @grace`],
    async run(ctx, args): Promise<Done> {
      const { prompt } = ctx;
      const present = prompt[made.name];
      if (args.person === undefined) return { prompt: prompt.slug, person: present, was: null };
      allow('govern', ctx.standing, prompt);
      const person = await personNamed(ctx, args.person, 'person');
      if (person.id === prompt[other].id) {
        const message = `${person.name} is the ${other} already, and the deputy stands in for the owner: name two people.`;
        throw new Refusal('conflict', message, { fields: { person: message } });
      }
      if (person.id === present.id) return { prompt: prompt.slug, person, was: null };
      guardRequired(prompt, { [made.name]: person }, 'person');
      await updatePrompt(ctx.db, prompt.id, made.name === 'owner' ? { ownerId: person.id } : { deputyId: person.id });
      ctx.record(made.name, `prompt:${prompt.slug}`, { from: present.id, to: person.id });
      return { prompt: prompt.slug, person, was: present };
    },
    json: (done) => ({ prompt: done.prompt, [made.name]: done.person.name }),
    say: ({ prompt, person, was }) => ({
      title: was
        ? words`${who(person)} is now the ${made.name} of ${strong(prompt)}, after ${who(was)}.`
        : words`The ${made.name} of ${strong(prompt)} is ${who(person)}.`,
      parts: buttons(
        ...(was ? [] : [{ label: `Change the ${made.name}`, command: made.name, args: { prompt }, ask: true }]),
      ),
    }),
    async ask(ctx) {
      allow('govern', ctx.standing, ctx.prompt);
      return {
        command: made.name,
        title: `Change the ${made.name}`,
        submit: 'Save',
        args: { prompt: ctx.prompt.slug },
        parts: [],
        fields: [
          {
            name: 'person',
            label: made.name === 'owner' ? 'Owner' : 'Deputy',
            optional: false,
            value: referenceTo(ctx.prompt[made.name]),
            input: { kind: 'person' },
          },
        ],
      };
    },
  });
}
