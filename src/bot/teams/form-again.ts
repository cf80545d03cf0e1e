import { askFor } from '../../commands/kit/ask.ts';
import type { Command } from '../../commands/kit/command.ts';
import type { Form, Input } from '../../commands/kit/form.ts';
import type { Answers, Reading } from './answers.ts';

/**
 * The form that was filled in, as far as its command and its own answers tell. Teams closes a dialog unless it is given
 * the next one, so what was typed would be lost whenever the store cannot be asked for the form itself.
 */
export function formAgain(command: Command, { settled, fields, args }: Answers): Form {
  const readings = new Map(fields.filter(([name]) => Object.hasOwn(command.args.shape, name)));
  const form = askFor(command, settled, [...readings.keys()]);
  return {
    ...form,
    submit: 'Try again',
    fields: form.fields.map((field) => {
      const given = [args[field.name] ?? []].flat().map(String);
      const reading = readings.get(field.name)!;
      // Somebody of another platform stays only where somebody is needed.
      const optional = field.optional && !(reading === 'person' && given.length > 0);
      return { ...field, optional, input: inputOf(reading, field.input, given) };
    }),
  };
}

/** What there was to choose from is not known here, so what was chosen is all there is. */
function inputOf(reading: Reading, input: Input, given: readonly string[]): Input {
  if (reading === 'text') return input.kind === 'text' ? input : { kind: 'line' };
  if (reading === input.kind) return input;
  if (reading !== 'choice' && reading !== 'choices') return { kind: reading };
  return { kind: reading, choices: given.map((value) => ({ value, label: value })) };
}
