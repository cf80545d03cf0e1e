import { useEffect } from 'react';
import type { Address } from '../address.ts';
import { useErrand } from '../errand.ts';
import { Icon } from '../icons.tsx';
import { Incoming } from '../incoming.tsx';
import type { ConversationProps } from '../parts.ts';
import { useSeeing } from '../seeing.ts';
import { Composer } from './composer.tsx';
import { useDesk } from './desk.tsx';
import { Home } from './home.tsx';
import { MessageList } from './message-list.tsx';
import { repliesTo, rootsIn } from './scene.ts';

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
export function Conversation(props: ConversationProps) {
  const { snapshot, channel, tab, errand, openPost, openTab, back } = props;
  const scene = snapshot.clients.slack;
  const { me, perform } = useDesk();
  const last = scene.messages.reduce((max, one) => (one.channel === channel.id && one.ts > max ? one.ts : max), '');
  const before = useSeeing(snapshot, 'slack', channel.id, last);
  const home = channel.kind === 'direct' && tab === 'home';
  const who = me.id;
  useErrand(props);

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
        <Incoming client="slack" channel={channel} />
        {channel.kind === 'direct' && <Tabs tab={tab} openTab={openTab} />}
      </header>
      {home ? (
        <Home home={scene.home} />
      ) : (
        <>
          <MessageList
            key={`${me.id} ${channel.id} ${snapshot.ready}`}
            messages={rootsIn(scene, channel.id)}
            label={`Messages in ${channel.name}`}
            seenUpTo={before}
            target={errand?.post}
            openTs={openPost}
            repliesTo={({ ts }) => repliesTo(scene, channel.id, ts)}
          />
          <Composer
            key={`composer ${me.id} ${channel.id}`}
            snapshot={snapshot}
            channel={channel}
            draft={errand?.draft}
          />
        </>
      )}
    </main>
  );
}
