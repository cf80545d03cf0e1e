import { useState } from 'react';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { jump } from './server.ts';
import type { Snapshot } from './shared.ts';
import { dayNamed } from './time.ts';

/** Lets a week go by in the story, and says which day it is there once it is not today. */
export function Jump({ snapshot: { ahead, ready } }: { snapshot: Snapshot }) {
  const { say } = usePage();
  const [under, setUnder] = useState(false);
  const go = async () => {
    setUnder(true);
    const outcome = await jump();
    setUnder(false);
    if (!outcome.ok && 'problem' in outcome) say(outcome.problem);
  };
  return (
    <div className="jump">
      {ahead > 0 && (
        <p role="status">
          In the story it is <b>{dayNamed(new Date(Date.now() + ahead))}</b>.
        </p>
      )}
      <button type="button" className="link" disabled={!ready || under} onClick={() => void go()}>
        <Icon name="ahead" /> {under ? 'A week goes by …' : 'Jump one week'}
      </button>
    </div>
  );
}
