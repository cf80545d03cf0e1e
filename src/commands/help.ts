import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { nearest } from '../rules/nearest.ts';
import { type Card, line, note } from './kit/card.ts';
import { type Command, defineCommand } from './kit/command.ts';
import { verbIn } from './kit/usage.ts';
import { code, strong, type Words, words } from './kit/words.ts';

/** Help derived from the list of commands it is given: what is not there cannot be promised. */
export function helpFor(commands: () => readonly Command[]) {
  return defineCommand({
    name: 'help',
    summary: 'What I can do, with examples',
    about: 'nothing',
    right: 'anyone',
    effect: 'none',
    args: z.strictObject({ command: z.string().transform(verbIn).optional() }),
    typed: ['command'],
    examples: ['help', 'help rollback'],
    async run(_ctx, args) {
      const all = commands().filter((one) => !one.hidden);
      const chosen = args.command === undefined ? all : all.filter((one) => one.name === args.command);
      if (chosen.length === 0) {
        const near = nearest(
          args.command!,
          all.map((one) => one.name),
        );
        throw new Refusal(
          'not_found',
          `I do not know "${args.command}".${near ? ` Did you mean ${near}?` : ''} "help" lists all.`,
        );
      }
      return {
        commands: chosen.map(({ name, summary, examples }) => ({ name, summary, examples })),
      };
    },
    say: ({ commands: shown }): Card =>
      shown.length === 1
        ? {
            title: words`${strong(shown[0]!.name)}: ${shown[0]!.summary}`,
            parts: shown[0]!.examples.map((one) => line([code(one)])),
          }
        : {
            title: ['Prompts are submitted, reviewed, released and rolled back right here.'],
            parts: [
              ...shown.map((one) => line(oneLine(one))),
              note(['Type the verb after my name, or after /prompt in Slack. What you leave out I ask for.']),
            ],
          },
  });
}

const oneLine = (one: { examples: readonly string[]; summary: string }): Words =>
  words`${code(one.examples[0]!)} – ${one.summary}`;
