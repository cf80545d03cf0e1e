import { Fragment, useState } from 'react';
import { Avatar } from '../avatar.tsx';
import { usePage } from '../context.ts';
import { Icon } from '../icons.tsx';
import { Scroller } from '../scroller.tsx';
import { dayOf } from '../time.ts';
import { useDesk } from './desk.tsx';
import { PostHead, PrivateNote } from './head.tsx';
import { Said } from './said.tsx';
import type { Post } from './shared.ts';

type Props = {
  posts: readonly Post[];
  label: string;
  /** What stood above the first of these when the place was opened: a line is drawn under it. */
  seenUpTo: string;
  target: string | undefined;
  /** Bubbles, as in a chat of two; else posts, each with its replies. */
  chat: boolean;
  repliesTo: (post: Post) => readonly Post[];
};

/** What was said in a place, from old to new, day by day. */
export function Posts({ posts, label, seenUpTo, target, chat, repliesTo }: Props) {
  const { me } = useDesk();
  const { ahead } = usePage();
  const dayOn = (id: string): string => dayOf(new Date(Number(id)), ahead);
  // What comes while somebody looks is not new to them.
  const [firstNew] = useState(() =>
    seenUpTo === '' ? undefined : posts.find(({ id, from }) => id > seenUpTo && from !== me.id)?.id,
  );
  return (
    <Scroller label={label} count={posts.length} target={target}>
      {(lit) =>
        posts.map((post, at) => {
          const before = posts[at - 1];
          const newDay = !before || dayOn(before.id) !== dayOn(post.id);
          return (
            <Fragment key={post.id}>
              {newDay && <li className="day">{dayOn(post.id)}</li>}
              {post.id === firstNew && <li className="new-line">Last read</li>}
              {chat ? (
                <Bubble post={post} lit={lit === post.id} />
              ) : (
                <ChannelPost post={post} lit={lit === post.id} replies={repliesTo(post)} />
              )}
            </Fragment>
          );
        })
      }
    </Scroller>
  );
}

function Bubble({ post, lit }: { post: Post; lit: boolean }) {
  const { me, members } = useDesk();
  const mine = post.from === me.id;
  return (
    <li className={`bubble ${mine ? 'bubble-mine' : ''} ${lit ? 'post-lit' : ''}`} data-post={post.id}>
      {!mine && <Avatar of={members.get(post.from)} />}
      <div className="bubble-box">
        <PostHead post={post} mine={mine} />
        <Said post={post} />
      </div>
    </li>
  );
}

/** How many replies are shown below a post; the others are in its thread. */
const SHOWN = 3;

function ChannelPost({ post, lit, replies }: { post: Post; lit: boolean; replies: readonly Post[] }) {
  const { openThread } = usePage();
  const earlier = replies.length - SHOWN;
  const open = () => openThread(post.place, post.id);
  return (
    <li
      className={`post ${post.mentionsMe && !post.private ? 'post-for-me' : ''} ${lit ? 'post-lit' : ''}`}
      data-post={post.id}
    >
      <Entry post={post} />
      {replies.length > 0 && (
        <div className="replies">
          {earlier > 0 && (
            <button type="button" className="link" onClick={open}>
              See {earlier} earlier {earlier === 1 ? 'reply' : 'replies'}
            </button>
          )}
          {replies.slice(-SHOWN).map((reply) => (
            <div key={reply.id} className="reply" data-post={reply.id}>
              <Entry post={reply} />
            </div>
          ))}
        </div>
      )}
      {!post.private && (
        <button type="button" className="link reply-link" onClick={open}>
          <Icon name="reply" /> Reply
        </button>
      )}
    </li>
  );
}

/** One message of a channel. */
export function Entry({ post }: { post: Post }) {
  const { members } = useDesk();
  return (
    <div className="entry">
      <Avatar of={members.get(post.from)} />
      <div className="entry-body">
        <PostHead post={post} />
        {post.private && <PrivateNote />}
        <Said post={post} />
      </div>
    </div>
  );
}
