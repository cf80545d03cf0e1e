import type * as Library from 'adaptivecards';
// @ts-expect-error The package tells the types of its other build only, which Node does not load.
import bundle from 'adaptivecards/dist/adaptivecards.js';
import { withoutSearch } from './people.ts';

/** Microsoft's own reader of Adaptive Cards. It needs no browser as long as nothing is rendered. */
const cards = bundle as typeof Library;

const version = cards.Versions.v1_5;

/** What lies inside an element beside its properties. */
const children: Readonly<Record<string, string>> = {
  AdaptiveCard: 'body',
  Container: 'items',
  ColumnSet: 'columns',
  Column: 'items',
  Table: 'rows',
  TableRow: 'cells',
  TableCell: 'items',
  RichTextBlock: 'inlines',
  ImageSet: 'images',
  ActionSet: 'actions',
};

/** Further properties that Teams reads. */
const beside: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['actions', 'msteams'],
  'Action.ShowCard': ['card'],
  'Input.ChoiceSet': ['choices.data'],
};

/** Elements that are only found inside a certain other one. */
const inner: Readonly<Record<string, () => Library.CardElement>> = {
  AdaptiveCard: () => new cards.AdaptiveCard(),
  Column: () => new cards.Column(),
  TableRow: () => new cards.TableRow(),
  TableCell: () => new cards.TableCell(),
  TextRun: () => new cards.TextRun(),
};

function propertiesOf(type: string): ReadonlySet<string> | undefined {
  const { elements, actions } = cards.GlobalRegistry;
  const made = inner[type]?.() ?? elements.createInstance(type, version) ?? actions.createInstance(type, version);
  const schema = made?.getSchema();
  if (!schema) return undefined;
  const names = Array.from({ length: schema.getCount() }, (_, index) => schema.getItemAt(index));
  const known = names.filter(({ targetVersion }) => targetVersion.compareTo(version) <= 0).map(({ name }) => name);
  return new Set([
    ...known,
    ...(beside[type] ?? []),
    ...(children[type] === undefined ? [] : [children[type]]),
    'fallback',
  ]);
}

const cache = new Map<string, ReadonlySet<string> | undefined>();

/** The properties version 1.5 knows of an element or action; undefined: it knows no such thing. */
export function knownProperties(type: string): ReadonlySet<string> | undefined {
  if (!cache.has(type)) cache.set(type, propertiesOf(type));
  return cache.get(type);
}

/** Everything the library finds wrong with a card, as sentences. */
export function libraryComplaints(json: unknown): string[] {
  const card = new cards.AdaptiveCard();
  const context = new cards.SerializationContext(version);
  card.parse(withoutSearch(json), context);
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...parsed, ...card.validateProperties().validationEvents].map(({ message }) => message);
}
