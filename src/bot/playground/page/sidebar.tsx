import type { ReactNode } from 'react';
import { clientKeys } from '../server/protocol.ts';
import { type Address, hrefOf } from './address.ts';
import { Avatar } from './avatar.tsx';
import { clients } from './clients.ts';
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

/** The switch of clients, and of the one that is open its channels and direct messages, with what was not seen yet. */
export function Sidebar({ snapshot, address, current, go, children }: Props) {
  const { client, as } = address;
  return (
    <nav className="sidebar" aria-label="Workspace">
      <ClientSwitch snapshot={snapshot} address={address} go={go} />
      <Workspace client={client} snapshot={snapshot} as={as} current={current?.id} go={go} />
      <div className="sidebar-foot">{children}</div>
    </nav>
  );
}

function ClientSwitch({ snapshot, address, go }: Pick<Props, 'snapshot' | 'address' | 'go'>) {
  return (
    <ul className="clients" aria-label="Chat client">
      {clientKeys.map((client) => {
        const news = Object.values(snapshot.unread[snapshot.me]?.[client] ?? {});
        return (
          <li key={client}>
            <Jump
              to={{ as: address.as, client, in: '', tab: 'messages' }}
              go={go}
              className="client"
              current={client === address.client && 'true'}
            >
              {clients[client].words.client}
              {news.length > 0 && client !== address.client && (
                <span className="dot">
                  <span className="sr-only"> unread</span>
                </span>
              )}
            </Jump>
          </li>
        );
      })}
    </ul>
  );
}

/** A link within the page; a modified click opens a window of its own. */
function Jump(props: {
  to: Address;
  go: Props['go'];
  className: string;
  current: 'page' | 'true' | false;
  children: ReactNode;
}) {
  const { to, go, className, current, children } = props;
  return (
    <a
      href={hrefOf(to)}
      className={className}
      aria-current={current || undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
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
  const { words } = clients[client];
  const unread = snapshot.unread[snapshot.me]?.[client] ?? {};
  const entry = (channel: Channel) => {
    const { count = 0, mentions = 0 } = unread[channel.id] ?? {};
    const to: Address = { as, client, in: aliasOf(channel), tab: 'messages' };
    return (
      <li key={channel.id}>
        <Jump
          to={to}
          go={go}
          className={count > 0 ? 'place place-unread' : 'place'}
          current={channel.id === current && 'page'}
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
        </Jump>
      </li>
    );
  };
  const of = (kind: Channel['kind']) => channels.filter((one) => one.kind === kind).map(entry);
  return (
    <>
      <p className="workspace">{workspace.name}</p>
      <h2>{words.channels}</h2>
      <ul>{of('channel')}</ul>
      <h2>{words.direct}</h2>
      <ul>{of('direct')}</ul>
    </>
  );
}
