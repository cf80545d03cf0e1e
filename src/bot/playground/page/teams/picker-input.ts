import { searchOf } from '../../teams/cards/people.ts';
import { isObject } from '../../teams/wire.ts';
import type { Choice } from '../picker.tsx';
import { cards } from './library.ts';
import type { CardJson } from './shared.ts';

/** What the library is told in place of a menu that it draws otherwise than Teams. */
export const pickerType = 'Input.Picker';

/** Whether Teams shows a menu as a field in which one searches: for people, or to pick several from a long list. */
export const isPicker = (input: CardJson): boolean =>
  input.type === 'Input.ChoiceSet' &&
  (searchOf(input) !== undefined || (input.isMultiSelect === true && input.style !== 'expanded'));

/** A field of the library's into which the page puts its own picker. */
export class PickerInput extends cards.Input {
  readonly slot = document.createElement('div');
  choices: readonly Choice[] = [];
  several = false;
  placeholder = '';
  chosen: readonly string[] = [];

  override getJsonTypeName(): string {
    return pickerType;
  }

  override parse(source: CardJson, ...rest: [never?]): void {
    super.parse(source, ...rest);
    const choices = (Array.isArray(source.choices) ? source.choices : []).filter(isObject);
    this.choices = choices.map(({ title, value }) => ({ label: String(title), value: String(value), hint: '' }));
    this.several = source.isMultiSelect === true;
    this.placeholder = typeof source.placeholder === 'string' ? source.placeholder : '';
    this.chosen = typeof source.value === 'string' ? source.value.split(',').filter(Boolean) : [];
  }

  protected override internalRender(): HTMLElement {
    this.slot.setAttribute('role', 'group');
    return this.slot;
  }

  override isSet(): boolean {
    return this.chosen.length > 0;
  }

  override focus(): void {
    this.slot.querySelector('input')?.focus();
  }

  override get value(): string | undefined {
    return this.chosen.join(',') || undefined;
  }

  choose(chosen: readonly string[]): void {
    this.chosen = chosen;
    this.valueChanged();
  }
}

cards.GlobalRegistry.elements.register(pickerType, PickerInput);
