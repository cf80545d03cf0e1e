import { type ReactNode, useEffect, useRef } from 'react';
import { usePage } from './context.ts';

type Props = {
  /** The id of its heading. */
  labelledBy: string;
  className: string;
  close: () => void;
  children: ReactNode;
};

const fields = ':is(.field, .ac-input-container) :is(input, textarea, select)';

/**
 * A dialog above everything else: what is behind cannot be reached, Escape and a click beside it call `close`, and the
 * focus goes back to where it was. What carries `data-focus` is focused first, else the first field, else what carries `data-body`.
 */
export function Dialog(props: Props) {
  const { cover } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    element.showModal();
    const uncover = cover(element);
    const first = ['[data-focus]', fields, '[data-body]']
      .map((selector) => element.querySelector<HTMLElement>(selector))
      .find((found) => found !== null);
    first?.focus();
    return () => {
      uncover();
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [cover]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what a click beside the dialog does
    <dialog
      ref={dialog}
      className={`dialog ${props.className}`}
      aria-labelledby={props.labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        props.close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) props.close();
      }}
    >
      <div className="dialog-body">{props.children}</div>
    </dialog>
  );
}
