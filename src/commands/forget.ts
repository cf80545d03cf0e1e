import { z } from 'zod';
import { forgetTexts } from '../store/texts.ts';
import { refreshErased } from './acts/refresh-erased.ts';
import { arg, personNamed } from './kit/args.ts';
import { type Card, line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { count, who, words } from './kit/words.ts';

export const forget = defineCommand({
  name: 'forget',
  summary: 'Erase what a person wrote as feedback, and the excerpts they rated',
  about: 'nothing',
  right: 'admin',
  effect: 'write',
  args: z.strictObject({ person: arg.person('Person') }),
  typed: ['person'],
  examples: ['forget @person'],
  async run(ctx, given) {
    const person = await personNamed(ctx, given.person, 'person');
    const erased = await forgetTexts(ctx.db, person.id);
    const { comments, outputs } = erased;
    refreshErased(ctx, erased);
    ctx.record('forget', `person:${person.id}`, { comments, excerpts: outputs.length });
    return { person, comments, excerpts: outputs.length };
  },
  json: ({ person, comments, excerpts }) => ({ person: person.name, comments, excerpts }),
  say: ({ person, comments, excerpts }): Card => ({
    title: words`Erased of ${who(person)}: ${count(comments, 'comment')} and ${count(excerpts, 'excerpt')}.`,
    parts: [line(['This cannot be taken back. Their votes stay counted, without their words.'])],
  }),
});
