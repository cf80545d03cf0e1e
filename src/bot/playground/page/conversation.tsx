import { useEffect, useRef } from 'react';
import type { Address } from './address.ts';
import { Composer } from './composer.tsx';
import { useDesk } from './directory.ts';
import { Home } from './home.tsx';
import { Icon } from './icons.tsx';
import { MessageList } from './message-list.tsx';
import { see } from './server.ts';
import type { Channel, Snapshot } from './shared.ts';
import { repliesTo, rootsIn } from './snapshot.ts';

type Props = {
  snapshot: Snapshot;
  channel: Channel;
  tab: Address['tab'];
  draft: { text: string; at: number } | undefined;
  target: string | undefined;
  openTs: string | undefined;
  openTab: (tab: Address['tab']) => void;
  back: () => void;
};

/** Tells the server what was looked at, while the window is; returns what had been seen before the channel was opened. */
function useSeeing(snapshot: Snapshot, channel: string, as: string): string {
  const seen = useRef<{ key: string; before: string; told: string }>({ key: '', before: '', told: '' });
  const { ready } = snapshot;
  // What the story leaves behind is news once it has ended.
  const key = `${snapshot.me} ${channel} ${ready}`;
  if (seen.current.key !== key) {
    const mark = snapshot.seen[channel] ?? '';
    seen.current = { key, before: mark, told: mark };
  }
  const last = snapshot.messages.reduce((max, one) => (one.channel === channel && one.ts > max ? one.ts : max), '');
  useEffect(() => {
    const look = () => {
      if (!ready || document.visibilityState !== 'visible' || last <= seen.current.told) return;
      seen.current.told = last;
      void see(as, channel, last);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [as, channel, last, ready]);
  return seen.current.before;
}

function Tabs({ tab, openTab }: { tab: Address['tab']; openTab: (tab: Address['tab']) => void }) {
  return (
    <div className="tabs">
      {(['messages', 'home'] as const).map((name) => (
        <button key={name} type="button" className="tab" aria-pressed={tab === name} onClick={() => openTab(name)}>
          {name === 'home' ? 'Home' : 'Messages'}
        </button>
      ))}
    </div>
  );
}

/** A channel, or what the bot and the present person say to each other. */
export function Conversation(props: Props) {
  const { snapshot, channel, tab, draft, target, openTs, openTab, back } = props;
  const { me, perform } = useDesk();
  const before = useSeeing(snapshot, channel.id, me.key ?? '');
  const home = channel.kind === 'direct' && tab === 'home';
  const who = me.id;

  // The bot is told that its Home tab is looked at, and publishes it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each person who opens it
  useEffect(() => {
    if (home) void perform({ act: 'home' });
  }, [home, who]);

  return (
    <main className="conversation">
      <header className="conversation-head">
        <button type="button" className="icon-button back" aria-label="Back to the list" onClick={back}>
          <Icon name="back" />
        </button>
        <div>
          <h1>
            {channel.kind === 'channel' && <Icon name="hash" />}
            {channel.name}
          </h1>
          <p>{channel.topic}</p>
        </div>
        {channel.kind === 'direct' && <Tabs tab={tab} openTab={openTab} />}
      </header>
      {home ? (
        <Home home={snapshot.home} />
      ) : (
        <>
          <MessageList
            key={`${me.id} ${channel.id} ${snapshot.ready}`}
            messages={rootsIn(snapshot, channel.id)}
            label={`Messages in ${channel.name}`}
            seenUpTo={before}
            target={target}
            openTs={openTs}
            repliesTo={({ ts }) => repliesTo(snapshot, channel.id, ts)}
          />
          <Composer key={`composer ${me.id} ${channel.id}`} snapshot={snapshot} channel={channel} draft={draft} />
        </>
      )}
    </main>
  );
}
