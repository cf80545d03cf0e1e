import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { PanelHead } from './panel-head.tsx';
import type { Channel, Snapshot } from './shared.ts';
import { repliesTo } from './snapshot.ts';

/** A message and its replies. */
export function Thread(props: { snapshot: Snapshot; channel: Channel; ts: string; close: () => void }) {
  const { snapshot, channel, ts, close } = props;
  const root = snapshot.messages.find((one) => one.ts === ts && one.channel === channel.id);
  const all = [...(root ? [root] : []), ...repliesTo(snapshot, channel.id, ts)];
  return (
    <>
      <PanelHead title="Thread" note={`#${channel.name}`} close={close} />
      <MessageList key={ts} messages={all} label="Messages of the thread" seenUpTo="" target={undefined} />
      <Composer key={`composer ${ts}`} snapshot={snapshot} channel={channel} thread={ts} />
    </>
  );
}
