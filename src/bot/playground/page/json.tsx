import type { ReactNode } from 'react';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/gi;
/** Beyond this a text is not coloured: the browser would have too many pieces to lay out. */
const COLOURED = 60_000;

function coloured(text: string): ReactNode[] {
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    pieces.push(text.slice(from, match.index));
    const [, string, colon = '', literal, number] = match;
    const kind = string ? (colon ? 'json-key' : 'json-string') : literal ? 'json-literal' : 'json-number';
    pieces.push(
      <span key={match.index} className={kind}>
        {string ?? literal ?? number}
      </span>,
      colon,
    );
    from = match.index + match[0].length;
  }
  return [...pieces, text.slice(from)];
}

/** A value as indented JSON, to be read and copied. */
export function Json({ value }: { value: unknown }) {
  const { say } = usePage();
  const text = JSON.stringify(value, null, 2) ?? '';
  return (
    <div className="json">
      <button
        type="button"
        className="icon-button"
        aria-label="Copy"
        title="Copy"
        onClick={() => void navigator.clipboard.writeText(text).catch(() => say('The browser did not let me copy.'))}
      >
        <Icon name="copy" />
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it must be scrollable with the keyboard */}
      <pre tabIndex={0}>{text.length > COLOURED ? text : coloured(text)}</pre>
    </div>
  );
}
