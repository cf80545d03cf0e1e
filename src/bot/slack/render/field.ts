import type { InputBlock, KnownBlock, PlainTextInput, PlainTextOption } from '@slack/types';
import type { Choice, Field } from '../../../commands/kit/form.ts';
import { slackLimits } from '../../limits/slack.ts';
import { chunksOf, LONGEST_TEXT } from './chunks.ts';
import { channelIn, userIn } from './ids.ts';
import { styled } from './inline.ts';
import { plainText } from './plain-text.ts';
import { section } from './rich.ts';

/** The block of a field, or of one piece of its text (from 1). */
export const blockIdOf = (field: string, chunk?: number): string =>
  chunk === undefined ? `f:${field}` : `f:${field}:${chunk}`;

/** The `action_id` of every input. */
export const INPUT = 'v';

/** The blocks of a field, and what of its value Slack's menus cannot show and so must be carried along. */
type Shown = { blocks: KnownBlock[]; kept?: string[] };

type Of<K extends Field['input']['kind']> = Field & { input: Extract<Field['input'], { kind: K }> };
type Widgets = { [K in Field['input']['kind']]: (field: Of<K>, workspace: string) => Shown };

// A kind of input that is added does not compile until it is shown here.
const widgets: Widgets = {
  line: (field) => (/[\r\n]/.test(textIn(field)) ? textField(field, false) : lineField(field)),
  text: (field) => textField(field, field.input.long === true),
  choice: (field) => (field.input.choices.length > limits.select.options ? lineField(field) : choiceField(field)),
  choices: (field) => choicesField(field),
  person(field, workspace) {
    const user = userIn(workspace, accountsIn(textIn(field)));
    return one(field, { type: 'users_select', action_id: INPUT, ...(user !== null && { initial_user: user }) });
  },
  people(field, workspace) {
    const { here, kept } = parted(field, '@', (value) => userIn(workspace, accountsIn(value)));
    const initial = here.length > 0 ? { initial_users: here } : {};
    return { ...one(withKept(field, kept), { type: 'multi_users_select', action_id: INPUT, ...initial }), kept };
  },
  places(field, workspace) {
    const { here, kept } = parted(field, '#', (value) => channelIn(workspace, bare(value)));
    const shown = one(withKept(field, kept), {
      type: 'multi_conversations_select',
      action_id: INPUT,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(here.length > 0 && { initial_conversations: here }),
    });
    return { ...shown, kept };
  },
};

const limits = slackLimits;

/** @throws Error when a choice has no value that Slack could send back */
export function renderField(field: Field, workspace: string): Shown {
  return (widgets[field.input.kind] as (field: Field, workspace: string) => Shown)(field, workspace);
}

const textIn = ({ value }: Field): string => (typeof value === 'string' ? value : (value?.[0] ?? ''));
const valuesIn = ({ value }: Field): readonly string[] => (typeof value === 'string' ? [value] : (value ?? []));
const bare = (reference: string) => reference.replace(/^[@#]/, '');
const accountsIn = (value: string) => bare(value).split(' ');

const CONTINUED = 'Only for what does not fit above. It goes on where that ends, with nothing in between.';

function one(field: Field, element: InputBlock['element'], chunk?: { at: number; of: number }): Shown {
  const later = chunk !== undefined && chunk.at > 1;
  const hint = later ? (chunk.at === 2 ? CONTINUED : undefined) : field.hint;
  const label = later ? `${field.label}, continued (${chunk.at} of ${chunk.of})` : field.label;
  const block: InputBlock = {
    type: 'input',
    block_id: blockIdOf(field.name, chunk?.at),
    label: plainText(label, limits.input.label),
    optional: field.optional || later,
    element,
    ...(hint && { hint: plainText(hint, limits.input.hint) }),
  };
  return { blocks: [block] };
}

const typing = (value: string, multiline: boolean): PlainTextInput => ({
  type: 'plain_text_input',
  action_id: INPUT,
  ...(multiline && { multiline }),
  ...(value !== '' && { initial_value: value }),
});

const lineField = (field: Field): Shown =>
  textIn(field).length > limits.plainTextInput.maxLength
    ? textField(field, false)
    : one(field, typing(textIn(field), false));

function textField(field: Field, long: boolean): Shown {
  const value = textIn(field);
  if (value.length > LONGEST_TEXT) return { blocks: [tooLong(field, value.length)] };
  if (!long && value.length <= limits.plainTextInput.initialValue) return one(field, typing(value, true));
  const chunks = chunksOf(value);
  return {
    blocks: chunks.flatMap((chunk, at) => one(field, typing(chunk, true), { at: at + 1, of: chunks.length }).blocks),
  };
}

function tooLong({ label }: Field, length: number): KnownBlock {
  const text = `${plainText(label, 100).text} has ${length.toLocaleString('en')} characters, and a form in Slack holds ${LONGEST_TEXT.toLocaleString('en')}. Send it over the HTTP API: `;
  return {
    type: 'rich_text',
    elements: [section([styled(text), styled('POST /v1/commands/submit', { code: true }), styled('.')])],
  };
}

function options(choices: readonly Choice[]): PlainTextOption[] {
  return choices.map(({ value, label, hint }) => {
    if (value === '' || value.length > limits.option.value) {
      throw new Error(
        `A choice in Slack is sent back by a value of 1 to ${limits.option.value} characters, not "${value}".`,
      );
    }
    return {
      text: plainText(label, limits.option.text),
      value,
      ...(hint && { description: plainText(hint, limits.option.description) }),
    };
  });
}

// Few choices stand open to be compared; one that is optional must be left empty again, which only a menu allows.
const OPEN = 4;

function choiceField(field: Of<'choice'>): Shown {
  const all = options(field.input.choices);
  if (all.length === 0) return lineField(field);
  const chosen = all.find((option) => option.value === textIn(field));
  const initial = chosen ? { initial_option: chosen } : {};
  const type = all.length <= OPEN && !field.optional ? 'radio_buttons' : 'static_select';
  return one(field, { type, action_id: INPUT, options: all, ...initial });
}

function choicesField(field: Of<'choices'>): Shown {
  const all = options(field.input.choices.slice(0, limits.select.options));
  if (all.length === 0) return lineField(field);
  const chosen = all.filter((option) => valuesIn(field).includes(option.value!));
  const initial = chosen.length > 0 ? { initial_options: chosen } : {};
  const type = all.length <= limits.checkboxes.options ? 'checkboxes' : 'multi_static_select';
  return one(field, { type, action_id: INPUT, options: all, ...initial });
}

/** The ids that a menu of this workspace knows, and the references that must be kept beside it. */
function parted(field: Field, sign: '@' | '#', idOf: (value: string) => string | null) {
  const here: string[] = [];
  const kept: string[] = [];
  for (const value of valuesIn(field)) {
    const id = idOf(value);
    const [first = ''] = accountsIn(value);
    if (id === null) kept.push(/^[a-z]+:/.test(value) ? `${sign}${first}` : value);
    else here.push(id);
  }
  return { here, kept };
}

function withKept(field: Field, kept: readonly string[]): Field {
  if (kept.length === 0) return field;
  const more = `${kept.length} of another workspace or platform ${kept.length === 1 ? 'stays' : 'stay'} as before.`;
  return { ...field, hint: field.hint ? `${field.hint} ${more}` : more };
}
