import { useId } from 'react';
import { type Choice, Picker } from '../picker.tsx';
import { useDesk } from './desk.tsx';
import { choicesOf, listIn, textIn } from './entered.ts';
import type { Element, Entered } from './shared.ts';
import { textOf } from './texts.ts';

type Props = {
  element: Element;
  value: Entered | undefined;
  enter: (value: Entered) => void;
  /** What the element is called where no visible label names it. */
  label?: string;
  /** The id that the visible label points to. */
  id?: string;
  describedBy?: string | undefined;
  invalid?: boolean;
  required?: boolean;
};

/** What every widget tells assistive technology. */
function named({ id, label, describedBy, invalid, required }: Props) {
  return {
    ...(id !== undefined && { id }),
    ...(label !== undefined && { 'aria-label': label }),
    ...(describedBy && { 'aria-describedby': describedBy }),
    ...(invalid && { 'aria-invalid': true }),
    ...(required && { 'aria-required': true }),
  };
}

const inputTypes: Record<string, string> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
};

function TextInput(props: Props) {
  const { element, value, enter } = props;
  const shared = {
    ...named(props),
    ...(element.focus_on_load && { 'data-focus': true }),
    value: textIn(value),
    placeholder: textOf(element.placeholder),
    onChange: ({ target }: { target: { value: string } }) => enter(target.value === '' ? null : target.value),
  };
  if (!element.multiline) {
    const type = inputTypes[element.type] ?? 'text';
    return <input className="input" type={type} autoComplete="off" {...shared} />;
  }
  const max = element.max_length ?? 3_000;
  const left = max - shared.value.length;
  return (
    <>
      <textarea className="input" rows={4} {...shared} />
      {left < max * 0.1 && <span className="count">{left} characters left</span>}
    </>
  );
}

function OptionList(props: Props & { several: boolean }) {
  const { element, value, enter, several } = props;
  const chosen = listIn(value);
  // An action id names an element within its block: two blocks of a form may have the same, and are two groups.
  const group = useId();
  const choose = (option: string, on: boolean) => {
    if (!several) return enter(option);
    enter(
      choicesOf(element).flatMap((one) =>
        (one.value === option ? on : chosen.includes(one.value)) ? [one.value] : [],
      ),
    );
  };
  return (
    <div className="options" role={several ? 'group' : 'radiogroup'} {...named({ ...props, required: !several })}>
      {choicesOf(element).map((option) => (
        <label key={option.value} className="option">
          <input
            type={several ? 'checkbox' : 'radio'}
            name={group}
            checked={chosen.includes(option.value)}
            onChange={({ target }) => choose(option.value, target.checked)}
          />
          <span>
            {option.label}
            {option.hint && <small>{option.hint}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}

function Select(props: Props) {
  const { element, value, enter } = props;
  return (
    <select
      className="input"
      {...named(props)}
      value={textIn(value)}
      onChange={({ target }) => enter(target.value === '' ? null : target.value)}
    >
      <option value="">{textOf(element.placeholder) || 'Choose …'}</option>
      {choicesOf(element).map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** Who or what can be picked: people, channels, both, or the element's own options. */
function usePickable({ type, element }: { type: string; element: Element }): Choice[] {
  const { members, channels } = useDesk();
  const people = [...members.values()]
    .filter(({ bot }) => !bot)
    .map((one) => ({ value: one.id, label: one.fullName, hint: one.role, face: one }));
  const places = [...channels.values()]
    .filter(({ kind }) => kind === 'channel')
    .map((one) => ({ value: one.id, label: `#${one.name}`, hint: one.topic }));
  if (type.endsWith('users_select')) return people;
  if (type.endsWith('channels_select') || type.endsWith('conversations_select')) return places;
  return choicesOf(element);
}

function Pick(props: Props) {
  const { element, value, enter } = props;
  const { type } = element;
  const several = type.startsWith('multi_');
  return (
    <Picker
      {...named(props)}
      choices={usePickable({ type, element })}
      chosen={listIn(value)}
      several={several}
      placeholder={textOf(element.placeholder)}
      choose={(chosen) => enter(several ? chosen : (chosen[0] ?? null))}
    />
  );
}

/** The widget in which one element is filled in. */
export function EnterElement(props: Props) {
  const { type } = props.element;
  if (type === 'static_select') return <Select {...props} />;
  if (type === 'radio_buttons') return <OptionList {...props} several={false} />;
  if (type === 'checkboxes') return <OptionList {...props} several />;
  if (type.endsWith('_select')) return <Pick {...props} />;
  return <TextInput {...props} />;
}
