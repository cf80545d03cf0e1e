import type { ReactNode } from 'react';
import { type Address, hrefOf } from './address.ts';
import { Avatar } from './avatar.tsx';
import { useDesk } from './directory.ts';
import { Icon } from './icons.tsx';
import type { Channel, Snapshot } from './shared.ts';

type Props = {
  snapshot: Snapshot;
  address: Address;
  current: Channel | undefined;
  go: (change: Partial<Address>) => void;
  children: ReactNode;
};

const aliasOf = ({ kind, id }: Channel) => (kind === 'direct' ? 'direct' : id);

/** The workspace: its channels and the direct messages, with what was not seen yet. */
export function Sidebar({ snapshot, address, current, go, children }: Props) {
  const { me, members } = useDesk();
  const unread = snapshot.unread[me.id] ?? {};
  const app = [...members.values()].find(({ bot }) => bot);
  const entry = (channel: Channel) => {
    const { count = 0, mentions = 0 } = unread[channel.id] ?? {};
    const to: Address = { as: address.as, in: aliasOf(channel), tab: 'messages' };
    return (
      <li key={channel.id}>
        <a
          href={hrefOf(to)}
          className={count > 0 ? 'place place-unread' : 'place'}
          aria-current={channel.id === current?.id ? 'page' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            go(to);
          }}
        >
          {channel.kind === 'direct' ? <Avatar of={app} size="s" /> : <Icon name="hash" />}
          <span className="place-name">{channel.name}</span>
          {mentions > 0 ? (
            <span className="badge">
              {mentions}
              <span className="sr-only"> for you</span>
            </span>
          ) : (
            count > 0 && <span className="sr-only">unread</span>
          )}
        </a>
      </li>
    );
  };
  const of = (kind: Channel['kind']) => snapshot.channels.filter((one) => one.kind === kind).map(entry);
  return (
    <nav className="sidebar" aria-label="Workspace">
      <p className="workspace">{snapshot.workspace.name}</p>
      <h2>Channels</h2>
      <ul>{of('channel')}</ul>
      <h2>Direct messages</h2>
      <ul>{of('direct')}</ul>
      <div className="sidebar-foot">{children}</div>
    </nav>
  );
}
