import type { ReactNode } from 'react';
import { clientKeys } from '../server/protocol.ts';
import { type Address, hrefOf } from './address.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icons.tsx';
import type { Channel, ClientKey, Snapshot } from './shared.ts';

type Props = {
  snapshot: Snapshot;
  address: Address;
  current: Channel | undefined;
  go: (change: Partial<Address>) => void;
  children: ReactNode;
};

const app = { bot: true, hue: 0, initials: '' };
const aliasOf = ({ kind, id }: Channel) => (kind === 'direct' ? 'direct' : id);

/** The workspaces: their channels and the direct messages, with what was not seen yet. */
export function Sidebar({ snapshot, address, current, go, children }: Props) {
  return (
    <nav className="sidebar" aria-label="Workspace">
      {clientKeys.map((client) => (
        <Workspace
          key={client}
          client={client}
          snapshot={snapshot}
          as={address.as}
          current={client === address.client ? current?.id : undefined}
          go={go}
        />
      ))}
      <div className="sidebar-foot">{children}</div>
    </nav>
  );
}

function Workspace(props: {
  client: ClientKey;
  snapshot: Snapshot;
  as: string;
  current: string | undefined;
  go: Props['go'];
}) {
  const { client, snapshot, as, current, go } = props;
  const { workspace, channels } = snapshot.clients[client];
  const unread = snapshot.unread[snapshot.me]?.[client] ?? {};
  const entry = (channel: Channel) => {
    const { count = 0, mentions = 0 } = unread[channel.id] ?? {};
    const to: Address = { as, client, in: aliasOf(channel), tab: 'messages' };
    return (
      <li key={channel.id}>
        <a
          href={hrefOf(to)}
          className={count > 0 ? 'place place-unread' : 'place'}
          aria-current={channel.id === current ? 'page' : undefined}
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
  const of = (kind: Channel['kind']) => channels.filter((one) => one.kind === kind).map(entry);
  return (
    <>
      <p className="workspace">{workspace.name}</p>
      <h2>Channels</h2>
      <ul>{of('channel')}</ul>
      <h2>Direct messages</h2>
      <ul>{of('direct')}</ul>
    </>
  );
}
