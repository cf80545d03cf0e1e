import { useState } from 'react';
import { Icon } from '../icons.tsx';

type Reaction = 'like' | 'dislike';
const titles: Readonly<Record<Reaction, string>> = { like: 'Like', dislike: 'Dislike' };

/** The thumbs that Teams itself puts below a message whose bot asks for feedback. */
export function Thumbs({ press }: { press: (reaction: Reaction) => Promise<unknown> }) {
  const [given, give] = useState<Reaction>();
  const [busy, setBusy] = useState(false);
  const choose = async (reaction: Reaction) => {
    if (busy) return;
    give(reaction);
    setBusy(true);
    await press(reaction);
    setBusy(false);
  };
  return (
    <fieldset className="thumbs" aria-label="Rate this answer">
      {(['like', 'dislike'] as const).map((reaction) => (
        <button
          key={reaction}
          type="button"
          className="icon-button"
          aria-label={titles[reaction]}
          aria-pressed={given === reaction}
          aria-busy={busy}
          title={titles[reaction]}
          onClick={() => void choose(reaction)}
        >
          <Icon name={reaction} />
        </button>
      ))}
    </fieldset>
  );
}
