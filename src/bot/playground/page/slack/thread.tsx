import { PanelHead } from '../panel-head.tsx';
import type { ThreadProps } from '../parts.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { repliesTo } from './scene.ts';

/** A message and its replies. */
export function Thread({ snapshot, channel, post, close }: ThreadProps) {
  const scene = snapshot.clients.slack;
  const root = scene.messages.find((one) => one.ts === post && one.channel === channel.id);
  const all = [...(root ? [root] : []), ...repliesTo(scene, channel.id, post)];
  const note = channel.kind === 'direct' ? channel.name : `#${channel.name}`;
  return (
    <>
      <PanelHead title="Thread" note={note} close={close} />
      <MessageList key={post} messages={all} label="Messages of the thread" seenUpTo="" target={undefined} />
      <Composer key={`composer ${post}`} snapshot={snapshot} channel={channel} thread={post} />
    </>
  );
}
