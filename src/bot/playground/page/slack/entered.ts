import type { Element, Entered, Option, StateValues } from './shared.ts';

const optionsIn = (element: Element): Option[] => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options),
];

/** What can be chosen in an element of options. */
export const choicesOf = (element: Element) =>
  optionsIn(element).map(({ text, value, description }) => ({
    value,
    label: text.text,
    hint: description?.text ?? '',
  }));

/** What an element holds before anybody touches it. */
export function initialOf(element: Element): Entered {
  if (element.initial_option) return element.initial_option.value;
  if (element.initial_options) return element.initial_options.map(({ value }) => value);
  const single =
    element.initial_value ??
    element.initial_user ??
    element.initial_conversation ??
    element.initial_channel ??
    element.initial_date ??
    element.initial_time;
  if (single !== undefined) return single;
  return element.initial_users ?? element.initial_conversations ?? element.initial_channels ?? null;
}

type State = {
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  [more: string]: unknown;
};

/** What was entered in an element according to a view's state; undefined when it was not touched. */
export function touchedIn(touched: StateValues, blockId: string, actionId: string): Entered | undefined {
  const state = touched[blockId]?.[actionId] as State | undefined;
  if (!state) return undefined;
  if ('selected_option' in state) return state.selected_option?.value ?? null;
  if (state.selected_options) return state.selected_options.map(({ value }) => value);
  const { type: _type, ...values } = state;
  return (Object.values(values)[0] as Entered | undefined) ?? null;
}

/** As a list, for elements in which several can be chosen. */
export const listIn = (entered: Entered | undefined): readonly string[] =>
  entered === null || entered === undefined ? [] : typeof entered === 'string' ? [entered] : entered;

/** As a text, for elements that hold one. */
export const textIn = (entered: Entered | undefined): string => (typeof entered === 'string' ? entered : '');
