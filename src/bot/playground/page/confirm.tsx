import { useId } from 'react';
import { Dialog } from './dialog.tsx';

export type Question = {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly danger?: boolean;
};

/** A question before something is done. `answer(false)` for the no, Escape and a click outside. */
export function Confirm({ of, answer }: { of: Question; answer: (yes: boolean) => void }) {
  const title = useId();
  return (
    <Dialog labelledBy={title} className="confirm" close={() => answer(false)}>
      <h2 id={title}>{of.title}</h2>
      <p>{of.text}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => answer(false)}>
          {of.no}
        </button>
        <button
          type="button"
          className={`button ${of.danger ? 'button-danger' : 'button-primary'}`}
          data-focus
          onClick={() => answer(true)}
        >
          {of.yes}
        </button>
      </div>
    </Dialog>
  );
}
