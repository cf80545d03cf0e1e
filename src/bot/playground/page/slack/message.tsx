import { memo, type ReactNode } from 'react';
import { Avatar } from '../avatar.tsx';
import { usePage } from '../context.ts';
import { Icon } from '../icons.tsx';
import { Menu } from '../menu.tsx';
import { clockTime, fullTime, momentOf } from '../time.ts';
import { Blocks } from './blocks.tsx';
import { useDesk } from './desk.tsx';
import type { Press } from './form-state.ts';
import type { Block, Message as MessageData } from './shared.ts';
import { typedElements } from './texts.ts';

type Props = {
  message: MessageData;
  /** Follows a message of the same person, so that their name is not said again. */
  joined: boolean;
  lit: boolean;
  /** Undefined in the thread itself. */
  thread?: ReactNode;
  hide?: (() => void) | undefined;
};

const blocksOf = ({ bot, blocks, text }: MessageData): readonly Block[] => {
  if (bot && blocks.length > 0) return blocks;
  if (bot) return [{ type: 'section', text: { type: 'mrkdwn', text } }];
  const section = { type: 'rich_text_section', elements: typedElements(text) };
  return [{ type: 'rich_text', elements: [section] } as unknown as Block];
};

/** One message: who, when, what, and what can be done about it. */
export const Message = memo(function Message({ message, joined, lit, thread, hide }: Props) {
  const { members, perform } = useDesk();
  const { channel, ts, ephemeral } = message;
  const author = members.get(message.user);
  const at = momentOf(ts);
  const press: Press = async (block, element, value) => {
    const where = { channel, ts, block_id: block.block_id ?? '', action_id: element.action_id ?? '' };
    await perform({ act: 'press', ...where, ...(value !== undefined && { value }) });
  };
  const kind = [
    'message',
    joined && 'message-joined',
    ephemeral && 'message-private',
    message.mentionsMe && !ephemeral && 'message-for-me',
    lit && 'message-lit',
  ];
  return (
    <li className={kind.filter(Boolean).join(' ')} data-post={ts}>
      {ephemeral && (
        <p className="private-note">
          <Icon name="eye" /> Only visible to you
          {hide && (
            <button type="button" className="link" onClick={hide}>
              Dismiss
            </button>
          )}
        </p>
      )}
      <div className="message-side">
        {joined ? <time className="message-gutter-time">{clockTime(at)}</time> : <Avatar of={author} />}
      </div>
      <div className="message-body">
        {!joined && (
          <p className="message-head">
            <strong>{author?.name ?? message.user}</strong>
            {author?.bot && <span className="tag">app</span>}
            <time dateTime={at.toISOString()} title={fullTime(at)}>
              {clockTime(at)}
            </time>
            {message.edits > 0 && <span className="edited">edited</span>}
          </p>
        )}
        <Blocks blocks={blocksOf(message)} press={press} />
        {thread}
      </div>
      <MessageTools message={message} inThread={thread === undefined} />
    </li>
  );
});

function MessageTools({ message, inThread }: { message: MessageData; inThread: boolean }) {
  const { openThread, lookInside, say } = usePage();
  const { perform, shortcuts } = useDesk();
  const { channel, ts, ephemeral } = message;
  const items = [
    ...(ephemeral ? [] : shortcuts.filter(({ kind }) => kind === 'message')).map(({ id, title }) => ({
      label: title,
      choose: () => void perform({ act: 'message-shortcut', id, channel, ts }),
    })),
    {
      label: 'Copy text',
      choose: () =>
        void navigator.clipboard.writeText(message.text).catch(() => say('The browser did not let me copy.')),
    },
  ];
  return (
    <div className="message-tools">
      {!inThread && !ephemeral && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => openThread(channel, ts)}
        >
          <Icon name="thread" />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label="Look inside"
        title="Look inside: what the platform sent and the bot called"
        onClick={() => lookInside({ client: 'slack', place: channel, post: ts })}
      >
        <Icon name="inside" />
      </button>
      <Menu label="More actions" items={items} />
    </div>
  );
}
