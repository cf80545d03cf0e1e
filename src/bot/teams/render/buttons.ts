import type { Button } from '../../../commands/kit/card.ts';
import { shown } from '../../render/atoms.ts';
import { evenRows, type Lengths } from '../../render/buttons-within.ts';
import { clipped } from '../../render/fit.ts';
import type { Pressed } from '../pressed.ts';
import { type Action, type ActionSet, type Submit, sizeOf } from './elements.ts';

/** Teams documents no lengths; these are what can be read, and the same as elsewhere. */
export const fullLengths: Lengths = { label: 75, title: 100, text: 300, yes: 30 };

/** The most that one button may carry, in bytes of JSON. */
const CARRIED = 2_000;

const styles = { primary: 'positive', danger: 'destructive' } as const;

/**
 * Where buttons stand. In a message a button takes effect at once, or opens a dialog if `opens` says so; in a dialog it
 * answers there.
 */
export type Stand = { in: 'message'; opens: (button: Button) => boolean } | { in: 'dialog' };

/** How a button looks on a card that stands there; null when its arguments are more than one may carry. */
export const buttonOf =
  (stand: Stand) =>
  (button: Button, lengths: Lengths, about: string): Action | null => {
    const pressed = pressedOf(button, lengths);
    if (sizeOf(pressed) > CARRIED) return null;
    const label = shown(button.label);
    const titled = {
      title: plainTitle(label, lengths.label),
      ...(button.style && { style: styles[button.style] }),
      ...((about !== '' || label.length > lengths.label) && {
        tooltip: plainTitle(about === '' ? label : `${label}: ${about}`, 200),
      }),
    };
    const submit: Submit = { type: 'Action.Submit', ...titled, data: pressed };
    if (stand.in === 'dialog') return { ...submit, associatedInputs: 'none' };
    if (stand.opens(button)) return { ...submit, data: { msteams: { type: 'task/fetch' }, ...pressed } };
    return { ...submit, type: 'Action.Execute', verb: 'run', fallback: submit };
  };

function pressedOf({ command, args, ask, confirm, style }: Button, lengths: Lengths): Pressed {
  return {
    run: command,
    a: args,
    ...(ask && { ask }),
    ...(confirm && {
      confirm: {
        title: clipped(shown(confirm.title), lengths.title),
        text: clipped(shown(confirm.text), lengths.text),
        yes: clipped(shown(confirm.yes), lengths.yes),
        ...(style && { style }),
      },
    }),
  };
}

/** A text where only a plain string can stand. A date in it is kept from being computed by a space. */
export const plainTitle = (text: string, length: number): string =>
  clipped(shown(text).replace(/\{(?=\{(?:DATE|TIME)\()/g, '{ '), length) || '–';

/** Teams shows six buttons of a set and hides the others behind a menu; other clients of these cards stop at five. */
const PER_SET = 5;

export const actionSets = (actions: readonly Action[]): ActionSet[] =>
  evenRows(actions, PER_SET).map((row) => ({ type: 'ActionSet', actions: row }));
