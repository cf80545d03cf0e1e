import type { Verb } from './shared.ts';

/** One way to go on: what replaces the text from `from` on, and how it is shown. */
export type Suggestion = {
  readonly insert: string;
  readonly label: string;
  readonly hint: string;
};
export type Completion = { readonly from: number; readonly suggestions: readonly Suggestion[] };

/** What stands before a verb, with the space after it if one is needed. With a hint it is offered itself. */
export type Lead = { readonly typed: string; readonly hint?: string };

export type Known = {
  /** None where no commands are taken. */
  readonly leads: readonly Lead[];
  readonly verbs: readonly Verb[];
  readonly prompts: readonly string[];
  /** Names as they are typed, with `@` or `#`, and what they are. */
  readonly names: readonly { readonly name: string; readonly hint: string }[];
};

const nothing: Completion = { from: 0, suggestions: [] };
const MOST = 8;

/** Those that begin with the word, then those that contain it. */
function fitting<T>(all: readonly T[], word: string, nameOf: (one: T) => string): T[] {
  const low = word.toLowerCase();
  const rank = (one: T) => nameOf(one).toLowerCase().indexOf(low);
  const begin = all.filter((one) => rank(one) === 0);
  // A single letter is contained in nearly everything.
  const contain = low.length > 1 ? all.filter((one) => rank(one) > 0) : [];
  return [...begin, ...contain].slice(0, MOST);
}

/** What follows the lead that a text begins with. */
function afterLead(text: string, leads: readonly Lead[]): string | undefined {
  const lead = leads.find(({ typed }) => text.toLowerCase().startsWith(typed.toLowerCase()));
  return lead && text.slice(lead.typed.length);
}

/** What fits at the end of a text that is being typed: the command, its verbs, names of prompts, people, channels. */
export function complete(text: string, { leads, verbs, prompts, names }: Known): Completion {
  const offered = leads.filter(({ typed, hint }) => hint && text !== '' && typed.trimEnd().startsWith(text));
  if (offered.length > 0) {
    return {
      from: 0,
      suggestions: offered.map(({ typed, hint = '' }) => ({ insert: typed, label: typed.trimEnd(), hint })),
    };
  }
  const asked = afterLead(text, leads);
  const verb = /^ *([\w-]*)$/.exec(asked ?? '?');
  if (verb) {
    const word = verb[1] as string;
    const suggestions = fitting(verbs, word, ({ name }) => name).map(({ name, summary, takesPrompt }) => ({
      insert: takesPrompt ? `${name} ` : name,
      label: name,
      hint: summary,
    }));
    return { from: text.length - word.length, suggestions };
  }
  const prompt = /^ *([\w-]+) +([\w.-]*)$/.exec(asked ?? '');
  if (prompt && verbs.some(({ name, takesPrompt }) => takesPrompt && name === prompt[1])) {
    const word = prompt[2] as string;
    const suggestions = fitting(prompts, word, (name) => name).map((name) => ({ insert: name, label: name, hint: '' }));
    return { from: text.length - word.length, suggestions };
  }
  const name = /(?:^|\s)([@#][\w-]*)$/.exec(text);
  if (name) {
    const word = name[1] as string;
    const suggestions = names
      .filter((one) => one.name.toLowerCase().startsWith(word.toLowerCase()))
      .slice(0, MOST)
      .map((one) => ({ insert: `${one.name} `, label: one.name, hint: one.hint }));
    return { from: text.length - word.length, suggestions };
  }
  return nothing;
}

/** The verb a typed command names, once it is whole. */
export const verbIn = (text: string, { leads, verbs }: Pick<Known, 'leads' | 'verbs'>): Verb | undefined => {
  const word = /^ *([\w-]+)/.exec(afterLead(text, leads) ?? '')?.[1];
  return verbs.find(({ name }) => name === word);
};
