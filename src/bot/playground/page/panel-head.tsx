import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

/** The head of whatever stands at the right. */
export function PanelHead(props: {
  title: string;
  id?: string;
  note?: string;
  close: () => void;
  children?: ReactNode;
}) {
  return (
    <header className="panel-head">
      <h2 id={props.id}>
        {props.title} {props.note && <small>{props.note}</small>}
      </h2>
      {props.children}
      <button
        type="button"
        className="icon-button"
        aria-label={`Close ${props.title}`}
        title="Close"
        onClick={props.close}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}
