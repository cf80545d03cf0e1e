import { useEffect, useId, useRef } from 'react';
import { inputsOf, partsOf } from '../../teams/cards/walk.ts';
import { Avatar } from '../avatar.tsx';
import { Dialog as Frame } from '../dialog.tsx';
import { Icon } from '../icons.tsx';
import { LookInsideForm } from '../look-inside.tsx';
import { Card } from './card.tsx';
import { useDesk } from './desk.tsx';
import type { CardJson, Dialog } from './shared.ts';

/** The words of a part of a card; a plain string in a text is a run of its own. */
const textIn = (part: CardJson): string =>
  [...partsOf(part)]
    .flatMap(({ text, inlines }) => [text, ...(Array.isArray(inlines) ? inlines : [])])
    .filter((word) => typeof word === 'string')
    .join('');

/** What a form says is wrong, for those who listen. */
function problemIn(card: CardJson | null): string {
  if (!card || inputsOf(card).length === 0) return '';
  const wrong = [...partsOf(card)].find((part) => part.style === 'attention' || part.color === 'Attention');
  return wrong ? textIn(wrong) : '';
}

/** A dialog of the bot's, on top of everything. */
export function Modal({ dialog }: { dialog: Dialog }) {
  const { perform, members } = useDesk();
  const title = useId();
  const body = useRef<HTMLElement>(null);
  const close = () => void perform({ act: 'close' });
  const said = JSON.stringify(dialog.card);

  // What takes the place of a card begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the card is another one, and only then
  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [said]);

  return (
    <Frame labelledBy={title} className="modal teams-modal" close={close}>
      <div className="modal-frame">
        <header className="modal-head">
          <Avatar of={members.get('bot')} />
          <h2 id={title}>{dialog.title}</h2>
          <LookInsideForm client="teams" form={dialog.id} />
          <button type="button" className="icon-button" aria-label="Close" title="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <p className="sr-only" role="alert">
          {problemIn(dialog.card)}
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must be scrollable with the keyboard */}
        <section className="modal-blocks" data-body tabIndex={0} aria-labelledby={title} ref={body}>
          {dialog.card ? (
            <Card
              json={dialog.card}
              press={async ({ title: pressed, nth, inputs }) => {
                await perform({ act: 'press-in-dialog', dialog: dialog.id, title: pressed, nth, inputs });
              }}
            />
          ) : (
            <p>{dialog.text}</p>
          )}
        </section>
      </div>
    </Frame>
  );
}
