import { searchOf } from '../../teams/cards/people.ts';
import { actionsOf, partsOf } from '../../teams/cards/walk.ts';
import { isObject } from '../../teams/wire.ts';
import { hostConfig } from './host-config.ts';
import { cards } from './library.ts';
import { htmlOf, type Named } from './markdown.ts';
import { isPicker, PickerInput, pickerType } from './picker-input.ts';
import type { CardJson } from './shared.ts';

/** A button that was pressed: of those of its title the first is 0. What is entered comes by the ids of the inputs. */
export type Pressed = {
  readonly title: string;
  readonly nth: number;
  readonly inputs: Readonly<Record<string, string>>;
  /** The button itself, if it is still there. */
  readonly button: HTMLElement | undefined;
};

export type Drawn = {
  readonly element: HTMLElement;
  /** The fields the page puts its own pickers into; `people` are searched for. */
  readonly pickers: readonly { input: PickerInput; people: boolean }[];
};

// The library has one reader of markdown for all cards; it is asked while a card is drawn.
let named: ReadonlyMap<string, Named> = new Map();
cards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = htmlOf(text, named);
  result.didProcess = true;
};

function namedIn({ msteams }: CardJson, me: string): Map<string, Named> {
  const entities = isObject(msteams) && Array.isArray(msteams.entities) ? msteams.entities.filter(isObject) : [];
  return new Map(
    entities.map(({ text, mentioned }) => {
      const { id, name } = isObject(mentioned) ? mentioned : {};
      return [String(text), { name: String(name), me: id === me }];
    }),
  );
}

/** The card for the library: buttons know their number, and menus that search are the page's own. */
function forLibrary(json: CardJson): { copy: CardJson; searching: ReadonlySet<unknown> } {
  const copy = structuredClone(json);
  actionsOf(copy).forEach((action, at) => {
    action.id = String(at);
  });
  const searching = new Set<unknown>();
  for (const part of partsOf(copy)) {
    if (!isPicker(part)) continue;
    if (searchOf(part) !== undefined) searching.add(part.id);
    part.type = pickerType;
  }
  return { copy, searching };
}

/** Draws a card with Microsoft's renderer. `me` is marked where they are mentioned. */
export function draw(json: CardJson, me: string, press: (pressed: Pressed) => void): Drawn {
  const { copy, searching } = forLibrary(json);
  const card = new cards.AdaptiveCard();
  card.hostConfig = hostConfig;
  named = namedIn(json, me);
  card.parse(copy, new cards.SerializationContext(cards.Versions.v1_5));
  card.onExecuteAction = (action) => {
    if (action instanceof cards.OpenUrlAction) {
      window.open(action.url, '_blank', 'noopener');
      return;
    }
    const all = actionsOf(json);
    const at = Number(action.id);
    const title = String(all[at]?.title ?? '');
    const nth = all.slice(0, at).filter((one) => one.title === title).length;
    const given = card.getAllInputs().flatMap(({ id, value }) => (id && value ? [[id, String(value)]] : []));
    const inputs = all[at]?.associatedInputs === 'none' ? {} : Object.fromEntries(given);
    press({ title, nth, inputs, button: action.renderedElement });
  };
  const element = card.render() ?? document.createElement('div');
  const pickers = card
    .getAllInputs()
    .filter((input) => input instanceof PickerInput)
    .map((input) => ({ input, people: searching.has(input.id) }));
  return { element, pickers };
}
