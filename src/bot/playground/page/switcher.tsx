import { type Address, hrefOf } from './address.ts';
import { Avatar } from './avatar.tsx';
import type { Snapshot } from './shared.ts';
import { newsOf } from './snapshot.ts';

/** Who the visitor acts as. A modified click opens a second window, in which somebody else can be acted. */
export function Switcher(props: { snapshot: Snapshot; address: Address; go: (change: Partial<Address>) => void }) {
  const { snapshot, address, go } = props;
  return (
    <nav className="switcher" aria-label="Act as">
      <ul>
        {snapshot.people.map((person) => {
          const news = newsOf(snapshot.unread, person.key);
          const mentions = news.reduce((sum, one) => sum + one.mentions, 0);
          const to = { ...address, as: person.key };
          return (
            <li key={person.key}>
              <a
                href={hrefOf(to)}
                className="actor"
                title={`${person.fullName}, ${person.role}: ${person.does}`}
                aria-current={person.key === address.as ? 'true' : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  go(to);
                }}
              >
                <Avatar of={person} />
                <span className="actor-words">
                  <b>{person.name}</b> <small>{person.role}</small>
                </span>
                <NewsMark count={mentions} any={news.length > 0} />
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function NewsMark({ count, any }: { count: number; any: boolean }) {
  if (count > 0) {
    return (
      <span className="badge">
        {count}
        <span className="sr-only"> for them</span>
      </span>
    );
  }
  return any ? (
    <span className="dot">
      <span className="sr-only"> unread</span>
    </span>
  ) : null;
}
