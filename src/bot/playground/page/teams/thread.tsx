import { PanelHead } from '../panel-head.tsx';
import type { ThreadProps } from '../parts.ts';
import { Scroller } from '../scroller.tsx';
import { Composer } from './composer.tsx';
import { Entry } from './posts.tsx';
import { repliesTo } from './scene.ts';

/** A post and its replies. */
export function Thread({ snapshot, channel, post, close }: ThreadProps) {
  const scene = snapshot.clients.teams;
  const root = scene.posts.find((one) => one.id === post && one.place === channel.id);
  const all = [...(root ? [root] : []), ...repliesTo(scene, channel.id, post)];
  return (
    <>
      <PanelHead title="Replies" note={channel.name} close={close} />
      <Scroller key={post} label="The post and its replies" count={all.length} target={undefined}>
        {() =>
          all.map((one) => (
            <li key={one.id} className={one === root ? 'thread-root' : 'thread-reply'} data-post={one.id}>
              <Entry post={one} />
            </li>
          ))
        }
      </Scroller>
      <Composer key={`composer ${post}`} snapshot={snapshot} channel={channel} replyTo={post} />
    </>
  );
}
