import { type CardJson, isObject } from '../wire.ts';
import { type Scope, searchOf } from './people.ts';
import { inputsOf } from './walk.ts';

/** What is typed or chosen: by the input's id or label. Several choices are a list. */
export type Filled = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Inputs as a client sends them; every value is a string. `errors`: what it would not let go, by id. */
export type Entered = { data: Record<string, string>; errors: Record<string, string> };

type Choice = { title: string; value: string };

/** Whom a menu that searches for people finds. */
export type People = (scope: Scope) => readonly Choice[];

function choicesOf(input: CardJson, people: People): readonly Choice[] {
  const offered = (Array.isArray(input.choices) ? input.choices : []).filter(isObject) as Choice[];
  const search = searchOf(input);
  return search === undefined || search === 'unknown' ? offered : [...offered, ...people(search)];
}

/** A choice by its value or its title. Throws for what is not offered. */
function chosen(input: CardJson, wanted: string, people: People): string {
  const choice = choicesOf(input, people).find(({ value, title }) => value === wanted || title === wanted);
  if (!choice) throw new Error(`${String(input.id)} does not offer "${wanted}"`);
  return choice.value;
}

/** What stands in an input, as it is sent; undefined: nothing, and it is left out. */
function valueIn(input: CardJson, given: Filled[string] | undefined, people: People): string | undefined {
  const value = given ?? input.value;
  if (input.type === 'Input.Toggle') {
    const [on, off] = [String(input.valueOn ?? 'true'), String(input.valueOff ?? 'false')];
    return typeof value === 'boolean' ? (value ? on : off) : String(value ?? off);
  }
  if (value === undefined || value === null || value === '') return undefined;
  if (input.type === 'Input.ChoiceSet') {
    const several = Array.isArray(value) ? value.map(String) : input.isMultiSelect ? String(value).split(',') : [value];
    if (several.length > 1 && !input.isMultiSelect) throw new Error(`${String(input.id)} takes one choice`);
    return several.map((one) => chosen(input, String(one), people)).join(',') || undefined;
  }
  return String(value);
}

/** Why a client would not send that value. */
function wrong(input: CardJson, value: string | undefined): string | undefined {
  const say = (otherwise: string) => String(input.errorMessage ?? otherwise);
  const off = input.type === 'Input.Toggle' && value === String(input.valueOff ?? 'false');
  if (value === undefined || off) return input.isRequired === true ? say('This is required.') : undefined;
  if (input.type === 'Input.Text') {
    if (typeof input.maxLength === 'number' && value.length > input.maxLength) return say('This is too long.');
    if (typeof input.regex === 'string' && !new RegExp(input.regex).test(value)) return say('This has the wrong form.');
    if (input.isMultiline !== true && /[\r\n]/.test(value)) return say('A single line cannot hold a line break.');
  }
  if (input.type === 'Input.Number') {
    const number = Number(value);
    if (!Number.isFinite(number)) return say('This must be a number.');
    if (typeof input.min === 'number' && number < input.min) return say(`This must be at least ${input.min}.`);
    if (typeof input.max === 'number' && number > input.max) return say(`This must be at most ${input.max}.`);
  }
  if (input.type === 'Input.Date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return say('This must be a date.');
  if (input.type === 'Input.Time' && !/^\d{2}:\d{2}$/.test(value)) return say('This must be a time.');
  return undefined;
}

/** Fills a card's inputs. Throws for an input or a choice that is not there. */
export function enter(card: CardJson, filled: Filled, people: People): Entered {
  const inputs = inputsOf(card);
  const given = new Map<CardJson, Filled[string]>();
  for (const [wanted, value] of Object.entries(filled)) {
    const input = inputs.find(({ id }) => id === wanted) ?? inputs.find(({ label }) => label === wanted);
    if (!input) {
      const there = inputs.map(({ id, label }) => `${String(label ?? '?')} (${String(id)})`);
      throw new Error(`there is no "${wanted}" on the card; there is ${there.join(', ') || 'nothing to fill in'}`);
    }
    given.set(input, value);
  }
  const entered: Entered = { data: {}, errors: {} };
  for (const input of inputs) {
    const id = String(input.id);
    const value = valueIn(input, given.get(input), people);
    const complaint = wrong(input, value);
    if (complaint !== undefined) entered.errors[id] = complaint;
    if (value !== undefined) entered.data[id] = value;
  }
  return entered;
}
