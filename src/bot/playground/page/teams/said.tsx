import { memo } from 'react';
import { Card } from './card.tsx';
import { useDesk } from './desk.tsx';
import type { Post } from './shared.ts';
import { Thumbs } from './thumbs.tsx';

/** What somebody typed, with those they named. */
function Typed({ text }: { text: string }) {
  const pieces = text.split(/<at>(.*?)<\/at>/g);
  return (
    <p className="typed">
      {pieces.map((piece, at) =>
        at % 2 === 0 ? (
          piece
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text does not change
          <span key={at} className="mention">
            {piece}
          </span>
        ),
      )}
    </p>
  );
}

/** What a message says: its card, or its words. */
export const Said = memo(function Said({ post }: { post: Post }) {
  const { perform } = useDesk();
  const { place, id, card, text, thumbs } = post;
  if (!card) return <Typed text={text} />;
  return (
    <>
      <Card
        json={card}
        press={async ({ title, nth, inputs }) => {
          await perform({ act: 'press', place, post: id, title, nth, inputs });
        }}
      />
      {thumbs && <Thumbs press={(reaction) => perform({ act: 'thumb', place, post: id, reaction })} />}
    </>
  );
});
