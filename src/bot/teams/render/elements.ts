/** The part of Adaptive Cards 1.5 that is used here. What is undefined is not sent. */

/** What an Adaptive Card is sent as. */
export const CARD = 'application/vnd.microsoft.card.adaptive';

type Color = 'Accent' | 'Good' | 'Warning' | 'Attention';
type Spacing = 'None' | 'Small' | 'Medium' | 'Large';
type Placing = { spacing?: Spacing; separator?: true };

/** How a text looks, on a whole block or on one run of it. */
export type Look = {
  size?: 'Small' | 'Medium' | 'Large';
  weight?: 'Bolder';
  color?: Color;
  isSubtle?: true;
  fontType?: 'Monospace';
};

/** Literal text: nothing is read out of it but dates. */
export type TextRun = Look & {
  type: 'TextRun';
  text: string;
  italic?: true;
  strikethrough?: true;
  highlight?: true;
  selectAction?: { type: 'Action.OpenUrl'; url: string };
};

/** A plain string is a run without a look of its own. */
export type Inline = string | TextRun;
type RichTextBlock = Placing & { type: 'RichTextBlock'; inlines: Inline[] };

/** Text in which markdown, dates and mentions are read. */
type TextBlock = Placing & Look & { type: 'TextBlock'; text: string; wrap: true; style?: 'heading' };

type Image = Placing & { type: 'Image'; url: string; altText: string; size: 'Stretch' };
type FactSet = Placing & { type: 'FactSet'; facts: { title: string; value: string }[] };
type Container = Placing & { type: 'Container'; style?: 'emphasis' | 'attention' | 'good'; items: Element[] };
export type Column = { type: 'Column'; width: number; items: Element[] };
type ColumnSet = Placing & { type: 'ColumnSet'; columns: Column[] };
export type TableRow = { type: 'TableRow'; cells: { type: 'TableCell'; items: Element[] }[]; style?: 'emphasis' };
/** The first row is the header, as long as nothing else is said. */
export type Table = Placing & {
  type: 'Table';
  columns: { width: number }[];
  rows: TableRow[];
};

type Titled = { title: string; style?: 'positive' | 'destructive'; tooltip?: string };
type Data = Record<string, unknown>;
export type Submit = Titled & { type: 'Action.Submit'; data: Data; associatedInputs?: 'none' };
type Execute = Titled & { type: 'Action.Execute'; verb: string; data: Data; fallback: Submit };
export type Action = Submit | Execute;
export type ActionSet = Placing & { type: 'ActionSet'; actions: Action[] };

type Labelled = Placing & { id: string; label: string; isRequired?: true; errorMessage?: string; value?: string };
export type TextInput = Labelled & { type: 'Input.Text'; isMultiline?: true; maxLength?: number };
export type ChoiceSet = Labelled & {
  type: 'Input.ChoiceSet';
  choices: { title: string; value: string }[];
  style: 'compact' | 'expanded';
  isMultiSelect?: true;
  wrap?: true;
  placeholder?: string;
  'choices.data'?: { type: 'Data.Query'; dataset: string };
};

export type Element =
  | RichTextBlock
  | TextBlock
  | FactSet
  | Image
  | Container
  | ColumnSet
  | Table
  | ActionSet
  | TextInput
  | ChoiceSet;

/** A person who is notified: `text` stands in a text of the card exactly so. */
export type Mention = { type: 'mention'; text: string; mentioned: { id: string; name: string } };

/** A whole card, as it is attached to a message or shown in a dialog. */
export type AdaptiveCardJson = {
  type: 'AdaptiveCard';
  version: '1.5';
  msteams?: { width: 'Full'; entities?: Mention[] };
  body: Element[];
  actions?: Action[];
};

/** What a piece of a card takes: bytes of its JSON in UTF-8. */
export const sizeOf = (piece: unknown): number => Buffer.byteLength(JSON.stringify(piece));
