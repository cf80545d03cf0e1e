import { createPortal } from 'react-dom';
import type { Toast } from './window.ts';

type Props = {
  /** The dialog on top of everything; what lies under it is neither seen nor heard. */
  top: HTMLElement | undefined;
  online: boolean;
  ready: boolean;
  toast: Toast | undefined;
};

/** What the visitor should know now: no connection, the scene being set, what went wrong. */
export function Notices({ top, online, ready, toast }: Props) {
  return createPortal(
    <div className="notices" aria-live="polite">
      {!online && <p className="notice">Reconnecting …</p>}
      {!ready && <p className="notice">Setting the scene …</p>}
      {toast && (
        <p className={toast.problem ? 'notice notice-problem' : 'notice'} role={toast.problem ? 'alert' : undefined}>
          {toast.text}
        </p>
      )}
    </div>,
    top ?? document.body,
  );
}
