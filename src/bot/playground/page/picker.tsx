import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { Avatar } from './avatar.tsx';
import { Icon } from './icons.tsx';
import type { Face } from './shared.ts';

export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
  readonly face?: Face;
};

type Props = {
  choices: readonly Choice[];
  chosen: readonly string[];
  several: boolean;
  placeholder: string;
  choose: (chosen: readonly string[]) => void;
  id?: string;
  /** What it is called, where no label names it by its id. */
  label?: string;
};

/**
 * Picks one or several of many by typing: the arrows move through what fits, Enter takes it, Backspace gives the last one
 * back, Escape closes the list and nothing else.
 */
export function Picker({ choices, chosen, several, placeholder, choose, label, ...named }: Props) {
  const [typed, type] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const choicesBox = useRef<HTMLDivElement>(null);
  const list = useId();
  const word = typed.toLowerCase();
  const fitting = choices.filter(
    ({ value, label, hint }) => !chosen.includes(value) && `${label} ${hint}`.toLowerCase().includes(word),
  );
  const taken = chosen.map((value) => choices.find((one) => one.value === value) ?? { value, label: value, hint: '' });
  const full = !several && chosen.length > 0;

  // Laid over everything: a dialog would cut it off.
  useLayoutEffect(() => {
    const [box, at] = [choicesBox.current, field.current?.getBoundingClientRect()];
    if (!box || !at) return;
    const above = innerHeight - at.bottom < box.offsetHeight + 12 && at.top > box.offsetHeight + 12;
    Object.assign(box.style, {
      left: `${at.left}px`,
      top: `${above ? at.top - box.offsetHeight - 4 : at.bottom + 4}px`,
      width: `${at.width}px`,
    });
  });

  function take(choice: Choice | undefined): void {
    if (!choice) return;
    choose(several ? [...chosen, choice.value] : [choice.value]);
    type('');
    setAt(0);
    // What lies under the list is what comes next.
    setOpen(false);
  }

  function giveBack(value: string): void {
    choose(chosen.filter((one) => one !== value));
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const last = chosen.at(-1);
    if (event.key === 'ArrowDown') {
      setOpen(true);
      setAt(open ? Math.min(at + 1, fitting.length - 1) : 0);
    } else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter' && open) take(fitting[at]);
    else if (event.key === 'Escape' && open) setOpen(false);
    else if (event.key === 'Backspace' && typed === '' && last !== undefined) giveBack(last);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="picker">
      <div className="picker-field input" ref={field}>
        {taken.map((one) => (
          <span key={one.value} className="chip">
            {one.face && <Avatar of={one.face} size="s" />}
            {one.label}
            <button type="button" aria-label={`Remove ${one.label}`} onClick={() => giveBack(one.value)}>
              <Icon name="close" />
            </button>
          </span>
        ))}
        <input
          {...named}
          {...(label && { 'aria-label': label })}
          ref={input}
          type="text"
          role="combobox"
          autoComplete="off"
          aria-expanded={open && fitting.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={open && fitting[at] ? `${list}-${at}` : undefined}
          placeholder={full ? '' : placeholder || 'Type to find …'}
          value={typed}
          onChange={({ target }) => {
            type(target.value);
            setAt(0);
            setOpen(true);
          }}
          onFocus={() => setOpen(!full)}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
      </div>
      {open && fitting.length > 0 && (
        <div className="choices" role="listbox" id={list} aria-label="Choices" ref={choicesBox}>
          {fitting.map((one, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the input, which keeps the focus
            <div
              key={one.value}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className="choice"
              // Before the input loses the focus and the list closes.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(one)}
            >
              {one.face && <Avatar of={one.face} size="s" />}
              <span>{one.label}</span>
              <small>{one.hint}</small>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
