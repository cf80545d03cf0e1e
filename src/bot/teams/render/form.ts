import type { Field, Form } from '../../../commands/kit/form.ts';
import { teamsLimits } from '../../limits/teams.ts';
import { shown } from '../../render/atoms.ts';
import { clipped } from '../../render/fit.ts';
import type { Carried } from '../answers.ts';
import { plainTitle } from './buttons.ts';
import { compose } from './compose.ts';
import { cardOf, type Dialog, HEADER } from './dialog.ts';
import { type Element, type Submit, sizeOf } from './elements.ts';
import { type Known, renderField, type Shown, tooLong } from './field.ts';
import { literal } from './inline.ts';
import { reachIn } from './reach.ts';
import { dialogSurface } from './room.ts';

/**
 * What came back with a refusal: the answers as they were read, and what is wrong with them. `asked`: the fields they were
 * given to; those that a next step adds begin with what the form says. Without it, all of them.
 */
export type Refused = {
  values: Record<string, unknown>;
  errors: Readonly<Record<string, string>>;
  message?: string;
  asked?: readonly string[];
};

const MESSAGE = 600;
/** What is kept for the words above the fields, and for what the form carries. */
const WORDS = 3_000;

/**
 * A form as a dialog. What was `given` stands in its fields again, with what is wrong above them; what names none of
 * the fields stands at the top.
 */
export function renderForm(form: Form, at: Known, given?: Refused): Dialog {
  const above = given ? messagesOf(form, given) : [];
  const fields = form.fields.map((field) => ({ field, ...fieldOf(field, at, given) }));
  const inputs = within(fields, dialogSurface.bytes - sizeOf(above) - sizeOf(form.args) - WORDS);
  const elements = inputs.flatMap((input) => apart(input.elements));
  const submit: Submit = {
    type: 'Action.Submit',
    title: plainTitle(form.submit, 40),
    style: 'positive',
    data: carriedBy(form, at, inputs),
  };
  const long = form.title.length > HEADER || form.parts.length + inputs.length === 0;
  const words = compose(
    { title: long ? [form.title] : [], parts: form.parts },
    { ...dialogSurface, bytes: dialogSurface.bytes - sizeOf([above, elements, submit]) },
    { reach: reachIn(at.look.tenant, at.look.nameOf), mentions: new Map(), stand: { in: 'dialog' } },
  );
  return {
    title: plainTitle(form.title, teamsLimits.dialog.title),
    card: { ...cardOf([...above, ...words, ...elements]), actions: [submit] },
  };
}

function carriedBy(form: Form, at: Known, inputs: readonly Input[]): Carried {
  return {
    run: form.command,
    a: form.args,
    p: at.place,
    r: inputs.flatMap(({ field, reading }) => (reading ? [[field.name, reading] as [string, typeof reading]] : [])),
    k: inputs.flatMap(({ field, kept = [] }) => (kept.length > 0 ? [[field.name, kept] as [string, string[]]] : [])),
  };
}

type Input = Shown & { field: Field };

function fieldOf(field: Field, at: Known, given: Refused | undefined): Shown {
  if (!given) return renderField(field, at);
  const added = given.asked && !given.asked.includes(field.name);
  const value = added ? field.value : (givenIn(given.values, field.name) ?? []);
  const filled = renderField({ ...field, value }, at);
  const wrong = ownIn(given.errors, field.name);
  return typeof wrong === 'string' ? { ...filled, elements: [problem(wrong), ...filled.elements] } : filled;
}

/** A field stands apart from the one before it, and its pieces together. */
const apart = ([first, ...rest]: readonly Element[]): Element[] =>
  first ? [{ ...first, spacing: 'Medium' }, ...rest.map((one): Element => ({ ...one, spacing: 'Small' }))] : [];

const ownIn = (record: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;

function givenIn(values: Record<string, unknown>, name: string): string | string[] | undefined {
  const value = ownIn(values, name);
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null ? undefined : String(value);
}

const problem = (text: string): Element => ({
  type: 'RichTextBlock',
  inlines: literal(clipped(shown(text), MESSAGE), { color: 'Attention', weight: 'Bolder', size: 'Small' }),
});

/** What is wrong, where that is said at none of the fields. */
function messagesOf({ fields }: Form, { message, errors }: Refused): Element[] {
  if (!message || fields.some((field) => Object.hasOwn(errors, field.name))) return [];
  const items: Element[] = [{ type: 'RichTextBlock', inlines: literal(clipped(shown(message), MESSAGE)) }];
  return [{ type: 'Container', style: 'attention', items }];
}

/** The inputs within `bytes`: the longest texts that a dialog has no room for are said to be too long. */
function within(all: readonly Input[], bytes: number): Input[] {
  const inputs = [...all];
  while (sizeOf(inputs.map((input) => input.elements)) > bytes) {
    const sizes = inputs.map((input) => (input.reading === 'text' ? sizeOf(input.elements) : 0));
    const largest = sizes.indexOf(Math.max(...sizes));
    if (!sizes[largest] || sizes[largest] < 2_000) return inputs;
    inputs[largest] = { field: inputs[largest]!.field, elements: [tooLong(inputs[largest]!.field)] };
  }
  return inputs;
}
