import { createPortal } from 'react-dom';

type Props = {
  /** The dialog on top of everything; what lies under it is neither seen nor heard. */
  top: HTMLElement | undefined;
  online: boolean;
  ready: boolean;
  problem: string | undefined;
};

/** What the visitor should know now: no connection, the scene being set, what went wrong. */
export function Notices({ top, online, ready, problem }: Props) {
  return createPortal(
    <div className="notices" aria-live="polite">
      {!online && <p className="notice">Reconnecting …</p>}
      {!ready && <p className="notice">Setting the scene …</p>}
      {problem && (
        <p className="notice notice-problem" role="alert">
          {problem}
        </p>
      )}
    </div>,
    top ?? document.body,
  );
}
