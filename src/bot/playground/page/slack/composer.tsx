import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon } from '../icons.tsx';
import { Menu } from '../menu.tsx';
import type { Channel, Snapshot } from '../shared.ts';
import { complete, verbIn } from './completion.ts';
import { useDesk } from './desk.tsx';

type Props = {
  snapshot: Snapshot;
  channel: Channel;
  thread?: string;
  /** Put into the field by the guide. */
  draft?: string | undefined;
};

/** Where a message or a command is typed. Enter sends, Tab or Enter takes a suggestion, Shift+Enter breaks the line. */
export function Composer({ snapshot, channel, thread, draft }: Props) {
  const { me, perform, shortcuts, members } = useDesk();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState(false);
  const [sending, setSending] = useState(false);
  const [sent, setSent] = useState<readonly string[]>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const names = [
    ...[...members.values()].map((one) => ({ name: `@${one.name}`, hint: one.bot ? 'app' : one.role })),
    ...snapshot.clients.slack.channels
      .filter(({ kind }) => kind === 'channel')
      .map((one) => ({ name: `#${one.name}`, hint: one.topic })),
  ];
  // Slack takes commands in channels only.
  const verbs = thread === undefined ? snapshot.verbs : [];
  const { from, suggestions } = complete(text, { verbs, prompts: snapshot.prompts, names });
  const open = !shut && suggestions.length > 0 && document.activeElement === field.current;
  const verb = verbIn(text, verbs);
  const where = channel.kind === 'direct' ? channel.name : `#${channel.name}`;

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

  async function send(): Promise<void> {
    if (text.trim() === '' || sending) return;
    setSending(true);
    const outcome = await perform({
      act: 'type',
      channel: channel.id,
      text: text.trim(),
      ...(thread !== undefined && { thread_ts: thread }),
    });
    setSending(false);
    if (!outcome.ok) return;
    setSent([...sent, text.trim()]);
    change('');
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
      if (!open || !take(at)) void send();
    } else if (key === 'ArrowUp' && text === '' && sent.length > 0) change(sent.at(-1) as string);
    else return;
    event.preventDefault();
  }

  const globals = shortcuts.filter(({ kind }) => kind === 'global');
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
        {globals.length > 0 && thread === undefined && (
          <Menu
            label="Shortcuts"
            items={globals.map(({ id, title }) => ({
              label: title,
              choose: () => void perform({ act: 'shortcut', id }),
            }))}
          >
            <Icon name="bolt" />
          </Menu>
        )}
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={thread === undefined ? `Message ${where} as ${me.name}` : `Reply as ${me.name}`}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={open ? list : undefined}
          aria-activedescendant={open ? `${list}-${at}` : undefined}
          placeholder={thread === undefined ? `Message ${where}` : 'Reply …'}
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
          onClick={() => void send()}
        >
          <Icon name="send" />
        </button>
      </div>
      <p className="composer-hint">
        {verb ? (
          <>
            <b>Enter</b> sends: {verb.summary.toLowerCase()}. For example <code>/prompt {verb.example}</code>
          </>
        ) : thread === undefined ? (
          <>
            <b>/prompt</b> does everything; <b>Tab</b> completes
          </>
        ) : (
          <>
            <b>@Countersign</b> hears you here; <b>/prompt</b> is typed in the channel
          </>
        )}
      </p>
    </div>
  );
}
