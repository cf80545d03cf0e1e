import { Avatar } from '../avatar.tsx';
import { useErrand } from '../errand.ts';
import { Icon } from '../icons.tsx';
import { Incoming } from '../incoming.tsx';
import type { ConversationProps } from '../parts.ts';
import { useSeeing } from '../seeing.ts';
import { Composer } from './composer.tsx';
import { useDesk } from './desk.tsx';
import { Posts } from './posts.tsx';
import { repliesTo, rootsIn } from './scene.ts';

/** A channel, or what the bot and the present person say to each other. */
export function Conversation(props: ConversationProps) {
  const { snapshot, channel, errand, back } = props;
  const scene = snapshot.clients.teams;
  const { me, members } = useDesk();
  const last = scene.posts.reduce((max, one) => (one.place === channel.id && one.id > max ? one.id : max), '');
  const before = useSeeing(snapshot, 'teams', channel.id, last);
  const chat = channel.kind === 'direct';
  useErrand(props);

  return (
    <main className="conversation">
      <header className="conversation-head">
        <button type="button" className="icon-button back" aria-label="Back to the list" onClick={back}>
          <Icon name="back" />
        </button>
        {chat && <Avatar of={members.get('bot')} />}
        <div>
          <h1>{channel.name}</h1>
          <p>{channel.topic}</p>
        </div>
        <Incoming client="teams" channel={channel} />
        <span className="head-tab">{chat ? 'Chat' : 'Posts'}</span>
      </header>
      <Posts
        key={`${me.id} ${channel.id} ${snapshot.ready}`}
        posts={rootsIn(scene, channel.id)}
        label={`${chat ? 'Chat with' : 'Posts in'} ${channel.name}`}
        seenUpTo={before}
        target={errand?.post}
        chat={chat}
        repliesTo={({ id }) => repliesTo(scene, channel.id, id)}
      />
      <Composer key={`composer ${me.id} ${channel.id}`} snapshot={snapshot} channel={channel} draft={errand?.draft} />
    </main>
  );
}
