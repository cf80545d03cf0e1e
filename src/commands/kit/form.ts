import type { Part } from './card.ts';

export type Choice = { value: string; label: string; hint?: string };

/** How a missing argument is asked for. The door of each platform picks the widget. */
export type Input =
  | { kind: 'line' }
  /** `long` is split over several inputs where the platform limits one; the parts are joined byte for byte. */
  | { kind: 'text'; long?: boolean }
  | { kind: 'choice'; choices: readonly Choice[] }
  | { kind: 'choices'; choices: readonly Choice[] }
  | { kind: 'person' }
  | { kind: 'people' }
  | { kind: 'places' };

export type Field = {
  /** The argument's name. */
  name: string;
  label: string;
  hint?: string;
  optional: boolean;
  /** People stand here by all their accounts, with spaces between; a form keeps those whom its platform cannot show. */
  value?: string | readonly string[];
  input: Input;
};

/** A command waiting for its missing arguments. `args` are those already settled; they come back with the form. */
export type Form = {
  command: string;
  title: string;
  submit: string;
  args: Record<string, unknown>;
  /** Shown above the fields. */
  parts: readonly Part[];
  fields: readonly Field[];
};
