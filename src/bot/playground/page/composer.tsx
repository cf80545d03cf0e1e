import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { complete, type Known, verbIn } from './completion.ts';
import { Icon } from './icons.tsx';
import type { Verb } from './shared.ts';

type Props = {
  label: string;
  placeholder: string;
  known: Known;
  /** What stands below the field; `verb` is the command that is being typed. */
  hint: (verb: Verb | undefined) => ReactNode;
  /** Put into the field by the guide. */
  draft?: string | undefined;
  /** Stands before the field. */
  tools?: ReactNode;
  /** Resolves to whether it was taken. */
  send: (text: string) => Promise<boolean>;
};

/** Where a message or a command is typed. Enter sends, Tab or Enter takes a suggestion, Shift+Enter breaks the line. */
export function Composer({ label, placeholder, known, hint, draft, tools, send }: Props) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState(false);
  const [sending, setSending] = useState(false);
  const [sent, setSent] = useState<readonly string[]>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const { from, suggestions } = complete(text, known);
  const open = !shut && suggestions.length > 0 && document.activeElement === field.current;

  useEffect(() => {
    if (draft === undefined) return;
    setText(draft);
    setShut(true);
    field.current?.focus();
  }, [draft]);

  function change(next: string): void {
    setText(next);
    setAt(0);
    setShut(false);
  }

  /** False when there was nothing to take: the text says it already. */
  function take(index: number): boolean {
    const suggestion = suggestions[index];
    if (!suggestion || text.slice(from) === suggestion.insert.trimEnd()) return false;
    change(text.slice(0, from) + suggestion.insert);
    field.current?.focus();
    return true;
  }

  async function submit(): Promise<void> {
    if (text.trim() === '' || sending) return;
    const line = text.trim();
    setSending(true);
    const taken = await send(line);
    setSending(false);
    if (!taken) return;
    setSent([...sent, line]);
    // What was typed meanwhile is the next line.
    setText((now) => (now.trim() === line ? '' : now));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { key } = event;
    if (event.nativeEvent.isComposing) return;
    if (open && key === 'ArrowDown') setAt((at + 1) % suggestions.length);
    else if (open && key === 'ArrowUp') setAt((at + suggestions.length - 1) % suggestions.length);
    else if (open && key === 'Tab' && !event.shiftKey) {
      if (!take(at)) return;
    } else if (open && key === 'Escape') setShut(true);
    else if (key === 'Enter' && !event.shiftKey) {
      if (!open || !take(at)) void submit();
    } else if (key === 'ArrowUp' && text === '' && sent.length > 0) change(sent.at(-1) as string);
    else return;
    event.preventDefault();
  }

  return (
    <div className="composer">
      {open && (
        <div className="choices choices-above" role="listbox" id={list} aria-label="Suggestions">
          {suggestions.map((one, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field, which keeps the focus
            <div
              key={one.label}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className="choice"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(index)}
            >
              <b>{one.label}</b>
              <small>{one.hint}</small>
            </div>
          ))}
        </div>
      )}
      <div className="composer-box">
        {tools}
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={label}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={open ? list : undefined}
          aria-activedescendant={open ? `${list}-${at}` : undefined}
          placeholder={placeholder}
          onChange={({ target }) => change(target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => setShut(true)}
          onFocus={() => setShut(false)}
        />
        <button
          type="button"
          className="icon-button send"
          aria-label="Send"
          aria-busy={sending}
          disabled={text.trim() === ''}
          onClick={() => void submit()}
        >
          <Icon name="send" />
        </button>
      </div>
      <p className="composer-hint">{hint(verbIn(text, known))}</p>
    </div>
  );
}
