import { type Address, hrefOf } from './address.ts';
import { Avatar } from './avatar.tsx';
import type { Snapshot } from './shared.ts';

/** Who the visitor acts as. A modified click opens a second window, in which somebody else can be acted. */
export function Switcher(props: { snapshot: Snapshot; address: Address; go: (change: Partial<Address>) => void }) {
  const { snapshot, address, go } = props;
  const people = snapshot.members.filter(({ key }) => key !== undefined);
  return (
    <nav className="switcher" aria-label="Act as">
      <ul>
        {people.map((person) => {
          const news = Object.values(snapshot.unread[person.id] ?? {});
          const mentions = news.reduce((sum, one) => sum + one.mentions, 0);
          const said = mentions > 0 ? `, ${mentions} for them` : news.length > 0 ? ', unread' : '';
          const to = { ...address, as: person.key as string };
          return (
            <li key={person.id}>
              <a
                href={hrefOf(to)}
                className="actor"
                title={`${person.fullName}, ${person.role}: ${person.does}`}
                aria-label={`Act as ${person.name}, ${person.role}${said}`}
                aria-current={person.key === address.as ? 'true' : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  go(to);
                }}
              >
                <span className="actor-face">
                  <Avatar of={person} />
                  {mentions > 0 ? (
                    <span className="badge">{mentions}</span>
                  ) : (
                    news.length > 0 && <span className="dot" />
                  )}
                </span>
                <span className="actor-words">
                  <b>{person.name}</b>
                  <small>{person.role}</small>
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
