import { useId } from 'react';
import { Dialog } from './dialog.tsx';
import type { Element } from './shared.ts';
import { textOf } from './texts.ts';

/** The question an element asks before it acts. `answer(false)` for Cancel, Escape and a click outside. */
export function Confirm({ of, answer }: { of: NonNullable<Element['confirm']>; answer: (yes: boolean) => void }) {
  const title = useId();
  const danger = (of as { style?: string }).style === 'danger';
  return (
    <Dialog labelledBy={title} className="confirm" close={() => answer(false)}>
      <h2 id={title}>{textOf(of.title)}</h2>
      <p>{textOf(of.text)}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => answer(false)}>
          {textOf(of.deny) || 'Cancel'}
        </button>
        <button
          type="button"
          className={`button ${danger ? 'button-danger' : 'button-primary'}`}
          data-focus
          onClick={() => answer(true)}
        >
          {textOf(of.confirm) || 'Yes'}
        </button>
      </div>
    </Dialog>
  );
}
