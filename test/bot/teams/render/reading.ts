import type { Action, AdaptiveCardJson, Element, Inline, Mention } from '../../../../src/bot/teams/render/elements.ts';

const DATE =
  /\{\{DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?:,SHORT)?\)\}\}|\{\{TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\}\}/g;

/**
 * A text as its reader gets it, with `⏱` for what a client computes and `‹@name›` for a mention; where clients read
 * mark-up `data` is what stands in it besides the mark-up of our own.
 */
type Text = { shown: string; data?: string };

/** All texts of a card in their order. `parsed`: the data that stands where clients read mark-up. */
export function reading({ body, actions = [], msteams }: AdaptiveCardJson): { shown: string[]; parsed: string[] } {
  const texts = [...body.flatMap((element) => textsOf(element, msteams?.entities ?? [])), ...actions.map(titleOf)];
  return { shown: texts.map((text) => text.shown), parsed: texts.flatMap((text) => text.data ?? []) };
}

function textsOf(element: Element, entities: readonly Mention[]): Text[] {
  const inside = (elements: readonly Element[]) => elements.flatMap((one) => textsOf(one, entities));
  switch (element.type) {
    case 'TextBlock':
      return [markdown(element.text, entities)];
    case 'RichTextBlock':
      return [literal(element.inlines)];
    case 'FactSet':
      return element.facts.flatMap(({ title, value }) => [markdown(title, entities), markdown(value, entities)]);
    case 'Container':
      return inside(element.items);
    case 'ColumnSet':
      return inside(element.columns.flatMap((column) => column.items));
    case 'Table':
      return inside(element.rows.flatMap((row) => row.cells.flatMap((cell) => cell.items)));
    case 'Image':
      return [{ shown: element.altText }];
    case 'ActionSet':
      return element.actions.map(titleOf);
    case 'Input.Text':
      return [{ shown: element.label }];
    case 'Input.ChoiceSet':
      return [{ shown: element.label }, ...element.choices.map(({ title }) => ({ shown: title }))];
  }
}

const titleOf = ({ title }: Action): Text => ({ shown: title });

// Dates are computed in each run by itself.
const literal = (inlines: readonly Inline[]): Text => ({
  shown: inlines.map((one) => (typeof one === 'string' ? one : one.text).replace(DATE, '⏱')).join(''),
});

function markdown(text: string, entities: readonly Mention[]): Text {
  const written = (nameOf: (name: string) => string) =>
    text
      .replace(DATE, '⏱')
      .replace(/\*\*([^*]+)\*\*/g, '$1')
      .replace(/\[([^\]]+)\]\((?:https?:|mailto:)[^()\s]+\)/g, '$1')
      .replace(/<at>[^<>]*<\/at>/g, (tag) => {
        const entity = entities.find((one) => one.text === tag);
        if (!entity) throw new Error(`${tag} has no entity`);
        return nameOf(entity.mentioned.name);
      });
  return { shown: written((name) => `‹@${name}›`), data: written(() => 'x') };
}

/** What some client could read out of a text: emphasis, code, links, tags, entities, dates, lists, headings, breaks. */
export const MARKUP = /[*_~`\\[\]<>&|\n\r\t]|\{\{|^\s*(?:[-+#=]|\d+[.)])| {2}/;

/** A text with every kind of white space as one space, as HTML shows it. */
export const flat = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

/** Every button of a card, in its order. */
export const buttonsIn = ({ body, actions = [] }: AdaptiveCardJson): Action[] => [
  ...body.flatMap((element) => (element.type === 'ActionSet' ? element.actions : [])),
  ...actions,
];
