import type { Block, Element, ElementState, Option, StateValues, TextObject } from './wire.ts';

/** What a person may give for an element: text, an option's value or label, an id, a date; a list where several are taken. */
export type Given = string | number | readonly string[] | null;

const several = (given: Given): string[] => (Array.isArray(given) ? [...given] : given === null ? [] : [String(given)]);

const optionsOf = (element: Element): Option[] => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options),
];

function optionFor(element: Element, wanted: string): Option {
  const options = optionsOf(element);
  const option =
    options.find((known) => known.value === wanted) ??
    options.find((known) => (known.text as TextObject).text === wanted);
  if (option) return option;
  const offered = options.map((known) => `${known.text.text} (${known.value})`).join(', ');
  throw new Error(`no option "${wanted}" in ${element.action_id}: it offers ${offered}`);
}

/** For each element that keeps a value: the key the value stands under, what it starts with, and how a given one is written. */
type Kind = { key: string; initial: (element: Element) => unknown; given: (element: Element, value: Given) => unknown };

const typed: Kind = {
  key: 'value',
  initial: (element) => element.initial_value ?? null,
  given: (_element, value) => (value === null || value === '' ? null : String(value)),
};
const one = (key: string, initial: (element: Element) => unknown): Kind => ({
  key,
  initial: (element) => initial(element) ?? null,
  given: (_element, value) => value,
});
const many = (key: string, initial: (element: Element) => unknown): Kind => ({
  key,
  initial: (element) => initial(element) ?? [],
  given: (_element, value) => several(value),
});
const chosen: Kind = {
  key: 'selected_option',
  initial: (element) => element.initial_option ?? null,
  given: (element, value) => (value === null ? null : optionFor(element, String(value))),
};
const chosenSeveral: Kind = {
  key: 'selected_options',
  initial: (element) => element.initial_options ?? [],
  given: (element, value) => several(value).map((wanted) => optionFor(element, wanted)),
};

const kinds: Record<string, Kind> = {
  plain_text_input: typed,
  number_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  static_select: chosen,
  radio_buttons: chosen,
  multi_static_select: chosenSeveral,
  checkboxes: chosenSeveral,
  users_select: one('selected_user', (element) => element.initial_user),
  multi_users_select: many('selected_users', (element) => element.initial_users),
  conversations_select: one('selected_conversation', (element) => element.initial_conversation),
  multi_conversations_select: many('selected_conversations', (element) => element.initial_conversations),
  channels_select: one('selected_channel', (element) => element.initial_channel),
  multi_channels_select: many('selected_channels', (element) => element.initial_channels),
  datepicker: one('selected_date', (element) => element.initial_date),
  timepicker: one('selected_time', (element) => element.initial_time),
  datetimepicker: one('selected_date_time', (element) => element.initial_date_time),
};

/** The state of an element after somebody gave `value`. Throws for an option that is not offered. */
export function stateFor(element: Element, value: Given): ElementState {
  const kind = kinds[element.type];
  if (!kind) throw new Error(`nothing can be entered in a ${element.type}`);
  return { type: element.type, [kind.key]: kind.given(element, value) };
}

/** The entered value itself, whatever key it stands under. */
export function valueIn(state: ElementState): unknown {
  const kind = kinds[state.type];
  return kind ? state[kind.key] : undefined;
}

/** Every element that keeps a value, with the block it stands in. */
export function statefulElements(blocks: readonly Block[]): { block: Block; element: Element }[] {
  return blocks.flatMap((block) =>
    [block.element, block.accessory, ...(block.type === 'actions' ? (block.elements ?? []) : [])]
      .filter((element): element is Element => element !== undefined && element.type in kinds)
      .map((element) => ({ block, element })),
  );
}

/** `state.values` of a message or view: what was touched, else what the elements started with. */
export function valuesOf(blocks: readonly Block[], touched: StateValues): StateValues {
  const values: StateValues = {};
  for (const { block, element } of statefulElements(blocks)) {
    const kind = kinds[element.type] as Kind;
    const blockId = block.block_id as string;
    const actionId = element.action_id as string;
    const state = touched[blockId]?.[actionId] ?? { type: element.type, [kind.key]: kind.initial(element) };
    values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}
