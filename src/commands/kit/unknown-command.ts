import { Refusal } from '../../refusal.ts';
import type { Command } from './command.ts';
import { nearestVerb } from './usage.ts';

// A button carries little: what is long is asked for again.
const CARRIED = 500;

/** The refusal for a verb nobody knows: with the nearest one, to be run with those of the arguments that it takes. */
export function unknownCommand(
  commands: ReadonlyMap<string, Command>,
  name: string,
  args: Record<string, unknown>,
): Refusal {
  const near = nearestVerb(name, commands);
  const takes: object = commands.get(near ?? '')?.args.shape ?? {};
  const known = Object.fromEntries(Object.entries(args).filter(([key]) => Object.hasOwn(takes, key)));
  const given = JSON.stringify(known).length <= CARRIED ? known : {};
  return new Refusal('not_found', `I do not know "${name}".${near ? ` Did you mean ${near}?` : ''} "help" lists all.`, {
    offers: [
      ...(near ? [{ label: `Run ${near}`, command: near, args: given }] : []),
      { label: 'Help', command: 'help', args: {} },
    ],
  });
}
