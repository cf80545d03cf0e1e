import { Fragment, useState } from 'react';
import { Avatar } from '../avatar.tsx';
import { usePage } from '../context.ts';
import { Scroller } from '../scroller.tsx';
import { clockTime, dayOf, momentOf } from '../time.ts';
import { useDesk } from './desk.tsx';
import { Message } from './message.tsx';
import type { Message as MessageData } from './shared.ts';

const JOINS_WITHIN = 300;
const joins = (message: MessageData, before: MessageData | undefined): boolean =>
  before !== undefined &&
  before.user === message.user &&
  !message.bot &&
  before.ephemeral === message.ephemeral &&
  Number(message.ts) - Number(before.ts) < JOINS_WITHIN;

type Props = {
  messages: readonly MessageData[];
  label: string;
  /** What stood above the first of these when the conversation was opened: a line is drawn under it. */
  seenUpTo: string;
  /** Brought into view and lit for a moment. */
  target: string | undefined;
  /** The replies to a message; undefined in a thread. */
  repliesTo?: (message: MessageData) => readonly MessageData[];
  openTs?: string | undefined;
};

/** Messages from old to new, day by day. */
export function MessageList({ messages, label, seenUpTo, target, repliesTo, openTs }: Props) {
  const { me } = useDesk();
  const { ahead } = usePage();
  const dayOn = ({ ts }: MessageData) => dayOf(momentOf(ts), ahead);
  const [hidden, hide] = useState<ReadonlySet<string>>(new Set());
  const shown = messages.filter(({ ts }) => !hidden.has(ts));
  // What comes while somebody looks is not new to them.
  const [firstNew] = useState(() =>
    seenUpTo === '' ? undefined : messages.find(({ ts, user }) => ts > seenUpTo && user !== me.id)?.ts,
  );

  return (
    <Scroller label={label} count={messages.length} target={target}>
      {(lit) =>
        shown.map((message, at) => {
          const before = shown[at - 1];
          const day = dayOn(message);
          const newDay = !before || dayOn(before) !== day;
          const isNew = message.ts === firstNew;
          return (
            <Fragment key={message.ts}>
              {newDay && <li className="day">{day}</li>}
              {isNew && <li className="new-line">New</li>}
              <Message
                message={message}
                joined={!newDay && !isNew && joins(message, before)}
                lit={lit === message.ts || openTs === message.ts}
                thread={repliesTo && <ThreadMark message={message} replies={repliesTo(message)} />}
                hide={message.ephemeral ? () => hide(new Set([...hidden, message.ts])) : undefined}
              />
            </Fragment>
          );
        })
      }
    </Scroller>
  );
}

function ThreadMark({ message, replies }: { message: MessageData; replies: readonly MessageData[] }) {
  const { openThread } = usePage();
  const { members } = useDesk();
  const last = replies.at(-1);
  if (!last) return false;
  const people = [...new Set(replies.map(({ user }) => user))].slice(0, 3);
  return (
    <button type="button" className="thread-mark" onClick={() => openThread(message.channel, message.ts)}>
      {people.map((id) => (
        <Avatar key={id} of={members.get(id)} size="s" />
      ))}
      <b>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</b>
      <span>last at {clockTime(momentOf(last.ts))}</span>
    </button>
  );
}
