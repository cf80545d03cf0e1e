import type { Choice, Field } from '../../../commands/kit/form.ts';
import { shown } from '../../render/atoms.ts';
import { clipped } from '../../render/fit.ts';
import { choiceValue, inputIdOf, type Reading } from '../answers.ts';
import { plainTitle } from './buttons.ts';
import type { ChoiceSet, Element, TextInput } from './elements.ts';
import type { Look } from './message.ts';
import { small } from './paragraph.ts';
import { userIn } from './reach.ts';

/** What a form can know of where it is shown. */
export type Known = {
  /** Where it was asked for. */
  place: string | null;
  look: Pick<Look, 'tenant' | 'nameOf'>;
  /** The channels to choose from. */
  places?: readonly { id: string; name: string }[];
  /** Names by account, for people who are chosen already. */
  people?: readonly { id: string; name: string }[];
};

/** A field on the card, how its answer is read, and what of its value no picker of this tenant shows. */
export type Shown = { elements: Element[]; reading?: Reading; kept?: string[] };

type Of<K extends Field['input']['kind']> = Field & { input: Extract<Field['input'], { kind: K }> };
type Widgets = { [K in Field['input']['kind']]: (field: Of<K>, known: Known) => Shown };

// A kind of input that is added does not compile until it is shown here.
const widgets: Widgets = {
  line: (field) => textField(field, /[\r\n]/.test(textIn(field))),
  text: (field) => textField(field, true),
  choice: (field) => choiceField(field),
  choices: (field) => choicesField(field),
  person: (field, known) => personField(field, known),
  people: (field, known) => peopleField(field, known),
  places: (field, known) => placesField(field, known),
};

export const renderField = (field: Field, known: Known): Shown =>
  (widgets[field.input.kind] as (field: Field, known: Known) => Shown)(field, known);

/** The longest text that is edited in a form, in UTF-16 units. */
const LONGEST_TEXT = 12_000;
const LABEL = 200;
const TITLE = 100;
const HINT = 300;

const textIn = ({ value }: Field): string => (typeof value === 'string' ? value : (value?.[0] ?? ''));
// Nobody and nothing that can be chosen has a longer name: what has was never chosen.
const LONGEST_NAME = 400;
const valuesIn = ({ value }: Field): readonly string[] =>
  [value ?? []].flat().filter((one) => one !== '' && one.length <= LONGEST_NAME);
const accountsIn = (value: string) => value.replace(/^@/, '').split(' ');

const labelled = ({ name, label, optional }: Field, value: string) => ({
  id: inputIdOf(name),
  label: plainTitle(label, LABEL),
  ...(!optional && { isRequired: true as const, errorMessage: 'This is needed.' }),
  ...(value !== '' && { value }),
});

const withHint = (input: TextInput | ChoiceSet, hint = ''): Element[] =>
  hint === '' ? [input] : [input, small(clipped(shown(hint), HINT))];

function textField(field: Field, multiline: boolean): Shown {
  const value = textIn(field);
  if (value.length > LONGEST_TEXT) return { elements: [tooLong(field)] };
  const input: TextInput = {
    type: 'Input.Text',
    ...labelled(field, value),
    ...(multiline && { isMultiline: true, maxLength: LONGEST_TEXT }),
  };
  return { elements: withHint(input, field.hint), reading: 'text' };
}

/** Said in place of a text that no form holds. */
export const tooLong = (field: Field): Element =>
  small(
    `${plainTitle(field.label, LABEL)} has ${textIn(field).length.toLocaleString('en')} characters, which is more than a form in Teams holds. Send it over the HTTP API: POST /v1/commands/submit.`,
  );

const optionsOf = (choices: readonly Choice[]) =>
  choices.map(({ value, label, hint }) => ({
    title: plainTitle(hint ? `${label} – ${hint}` : label, TITLE),
    value: choiceValue(value),
  }));

function choiceField(field: Of<'choice'>): Shown {
  const { choices } = field.input;
  if (choices.length === 0) return textField(field, false);
  const known = choices.some((choice) => choice.value === textIn(field));
  const input: ChoiceSet = {
    type: 'Input.ChoiceSet',
    ...labelled(field, known ? choiceValue(textIn(field)) : ''),
    style: 'compact',
    placeholder: 'Choose',
    choices: optionsOf(choices),
  };
  return { elements: withHint(input, field.hint), reading: 'choice' };
}

function choicesField(field: Of<'choices'>): Shown {
  const { choices } = field.input;
  if (choices.length === 0) return textField(field, false);
  const chosen = choices.filter((choice) => valuesIn(field).includes(choice.value));
  const input: ChoiceSet = {
    type: 'Input.ChoiceSet',
    ...labelled(field, chosen.map((choice) => choiceValue(choice.value)).join(',')),
    style: 'expanded',
    isMultiSelect: true,
    wrap: true,
    choices: optionsOf(choices),
  };
  return { elements: withHint(input, field.hint), reading: 'choices' };
}

/** People are looked for among those who are in the conversation, or in the whole organisation where there is nobody else. */
const dataset = ({ place }: Known) =>
  /^teams:[^/]+\/19:/.test(place ?? '')
    ? 'graph.microsoft.com/users?scope=currentContext'
    : 'graph.microsoft.com/users';

function picker(field: Field, known: Known, ids: readonly string[]): ChoiceSet {
  return {
    type: 'Input.ChoiceSet',
    ...labelled(field, ids.join(',')),
    style: 'compact',
    placeholder: 'Search by name',
    choices: ids.map((id) => ({ title: plainTitle(nameOf(id, known), TITLE), value: id })),
    'choices.data': { type: 'Data.Query', dataset: dataset(known) },
  };
}

const nameOf = (id: string, { people = [], look }: Known): string =>
  people.find((one) => one.id === `teams:${look.tenant}/${id}`)?.name ?? `chosen before (${id.slice(0, 8)})`;

function personField(field: Field, known: Known): Shown {
  const [value = ''] = valuesIn(field);
  const id = userIn(known.look.tenant, accountsIn(value));
  const kept = id === null && value !== '' && !field.optional ? [reference(value, '@')] : [];
  const stays = kept.length > 0 ? 'Left empty, it stays who it is: somebody of another platform.' : undefined;
  const input = picker({ ...field, optional: field.optional || kept.length > 0 }, known, id === null ? [] : [id]);
  return { elements: withHint(input, sentences(field.hint, stays)), reading: 'person', kept };
}

function peopleField(field: Field, known: Known): Shown {
  const ids: string[] = [];
  const kept: string[] = [];
  for (const value of valuesIn(field)) {
    const id = userIn(known.look.tenant, accountsIn(value));
    if (id === null) kept.push(reference(value, '@'));
    else ids.push(id);
  }
  const stay = `${kept.length} of another platform ${kept.length === 1 ? 'stays' : 'stay'} as before.`;
  const input = picker({ ...field, optional: field.optional || kept.length > 0 }, known, ids);
  return {
    elements: withHint({ ...input, isMultiSelect: true }, sentences(field.hint, kept.length > 0 ? stay : undefined)),
    reading: 'people',
    kept,
  };
}

// An account is told from an e-mail address by the name of its platform.
const reference = (value: string, sign: '@' | '#') =>
  /^[a-z]+:/.test(value) ? `${sign}${accountsIn(value)[0]}` : value;
const sentences = (...all: (string | undefined)[]) => all.filter((one) => one).join(' ') || undefined;

function placesField(field: Field, { places = [] }: Known): Shown {
  const chosen = valuesIn(field).map((value) => reference(value, '#'));
  const names = new Map(places.map((place) => [`#${place.id}`, place.name]));
  const all = [...new Set([...names.keys(), ...chosen])];
  if (all.length === 0) return { elements: [noPlace(field)] };
  const input: ChoiceSet = {
    type: 'Input.ChoiceSet',
    ...labelled(field, chosen.map(choiceValue).join(',')),
    style: 'compact',
    isMultiSelect: true,
    placeholder: 'Choose channels',
    choices: all.map((place) => ({
      title: plainTitle(names.get(place) ?? unknown(place), TITLE),
      value: choiceValue(place),
    })),
  };
  return { elements: withHint(input, field.hint), reading: 'places' };
}

const noPlace = ({ label }: Field): Element =>
  small(`${plainTitle(label, LABEL)}: I am in no channel yet. Add me to one, then it can be chosen here.`);

const unknown = (place: string): string => {
  const [, platform, id] = /^#(\w+):[^/]+\/(.+)$/.exec(place) ?? [];
  if (!platform || !id) return place;
  return platform === 'slack' ? `a channel in Slack (${id})` : 'a channel chosen before';
};
