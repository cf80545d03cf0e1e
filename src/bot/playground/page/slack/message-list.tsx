import { Fragment, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Avatar } from '../avatar.tsx';
import { usePage } from '../context.ts';
import { Icon } from '../icons.tsx';
import { clockTime, dayOf, momentOf } from '../time.ts';
import { useDesk } from './desk.tsx';
import { Message } from './message.tsx';
import type { Message as MessageData } from './shared.ts';

const JOINS_WITHIN = 300;
/** How close to the end, in pixels, counts as being at the end. */
const NEAR = 120;

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

/** Messages from old to new. Stays at the end while new ones come, unless somebody reads further up. */
export function MessageList({ messages, label, seenUpTo, target, repliesTo, openTs }: Props) {
  const { me } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const [hidden, hide] = useState<ReadonlySet<string>>(new Set());
  const [lit, light] = useState<string>();
  const shown = messages.filter(({ ts }) => !hidden.has(ts));
  // What comes while somebody looks is not new to them.
  const [firstNew] = useState(() =>
    seenUpTo === '' ? undefined : messages.find(({ ts, user }) => ts > seenUpTo && user !== me.id)?.ts,
  );

  const noteEnd = useCallback(() => {
    const { scrollTop, scrollHeight, clientHeight } = box.current as HTMLDivElement;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atEnd.current) setBehind(false);
  }, []);
  const toEnd = useCallback(() => box.current?.scrollTo({ top: box.current.scrollHeight }), []);

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const news = element.querySelector('.new-line');
    atEnd.current = news === null;
    if (news) news.scrollIntoView({ block: 'start' });
    else toEnd();
    const watch = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    watch.observe(element);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [toEnd]);

  const count = useRef(messages.length);
  useEffect(() => {
    if (messages.length > count.current) setBehind(!atEnd.current);
    count.current = messages.length;
  }, [messages.length]);

  useEffect(() => {
    if (target === undefined) return;
    const element = list.current?.querySelector(`[data-ts="${target}"]`);
    if (!element) return;
    element.scrollIntoView({ block: 'center' });
    noteEnd();
    light(target);
  }, [target, noteEnd]);

  useEffect(() => {
    if (lit === undefined) return;
    const timer = setTimeout(() => light(undefined), 1_800);
    return () => clearTimeout(timer);
  }, [lit]);

  return (
    <div className="messages">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it must be scrollable with the keyboard */}
      <div className="messages-scroll" ref={box} onScroll={noteEnd} tabIndex={0} role="log" aria-label={label}>
        <ol ref={list}>
          {shown.map((message, at) => {
            const before = shown[at - 1];
            const day = dayOf(momentOf(message.ts));
            const newDay = !before || dayOf(momentOf(before.ts)) !== day;
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
          })}
        </ol>
      </div>
      {behind && (
        <button type="button" className="to-end" onClick={toEnd}>
          <Icon name="down" /> New messages
        </button>
      )}
    </div>
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
