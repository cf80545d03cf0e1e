import { z } from 'zod';
import type { Button } from '../../commands/kit/card.ts';
import type { House } from '../../commands/kit/invocation.ts';

const shape = z.object({
  run: z.string(),
  a: z.record(z.string(), z.unknown()).default({}),
  ask: z.literal(true).optional(),
  confirm: z
    .object({ title: z.string(), text: z.string(), yes: z.string(), style: z.enum(['primary', 'danger']).optional() })
    .optional(),
});

/** What a button carries: a command typed for you. It may be forged, and is checked where every command is checked. */
export type Pressed = z.infer<typeof shape>;

/** What came back from a button; null when it is none of ours. */
export const pressedIn = (data: unknown): Pressed | null => shape.safeParse(data).data ?? null;

/** Whether a button opens a dialog: it shows something, asks a question, or misses what only a form can tell. */
export const opensIn =
  (commands: House['commands']) =>
  ({ command: name, args, ask, confirm }: Button): boolean => {
    const command = commands.get(name);
    if (ask || confirm || command?.effect !== 'write') return true;
    return !command.args.safeParse(args).success;
  };
