import { z } from 'zod';
import { type Command, defineCommand } from './command.ts';

const args = z.strictObject({});

/** A command that the clock alone types: it is about nothing in particular, takes no arguments, and people do not find it. */
export const clockCommand = <R>(of: Pick<Command<typeof args, R, 'nothing'>, 'name' | 'summary' | 'run' | 'say'>) =>
  defineCommand({
    about: 'nothing',
    right: 'anyone',
    effect: 'write',
    hidden: true,
    args,
    typed: [],
    examples: [of.name],
    ...of,
  });
