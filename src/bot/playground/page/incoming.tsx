import { useState } from 'react';
import { channels, teamsChannels } from '../story/people.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { answer } from './server.ts';
import type { Channel, ClientKey } from './shared.ts';

const places: readonly string[] = [channels.answers.id, teamsChannels.answers.id];

/** Where answers are rated: lets the application of the story answer another customer. */
export function Incoming({ client, channel }: { client: ClientKey; channel: Channel }) {
  const { me, say } = usePage();
  const [busy, setBusy] = useState(false);
  if (!places.includes(channel.id)) return null;
  const come = async () => {
    setBusy(true);
    const outcome = await answer(client, me.key);
    setBusy(false);
    if (!outcome.ok && 'problem' in outcome) say(outcome.problem);
  };
  return (
    <button
      type="button"
      className="button incoming"
      aria-busy={busy}
      aria-disabled={busy}
      onClick={() => {
        if (!busy) void come();
      }}
    >
      <Icon name="bolt" /> Let an answer come in
    </button>
  );
}
