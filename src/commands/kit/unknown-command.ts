import { Refusal } from '../../refusal.ts';
import type { Command } from './command.ts';
import { nearestVerb } from './usage.ts';

// A button carries little: what is long is asked for again.
const CARRIED = 500;

/** The refusal for a verb nobody knows: with the nearest one, which can be run from there with the same arguments. */
export function unknownCommand(
  commands: ReadonlyMap<string, Command>,
  name: string,
  args: Record<string, unknown>,
): Refusal {
  const near = nearestVerb(name, commands);
  const given = JSON.stringify(args).length <= CARRIED ? args : {};
  return new Refusal('not_found', `I do not know "${name}".${near ? ` Did you mean ${near}?` : ''} "help" lists all.`, {
    offers: [
      ...(near ? [{ label: `Run ${near}`, command: near, args: given }] : []),
      { label: 'Help', command: 'help', args: {} },
    ],
  });
}
