import { useEffect, useState } from 'react';
import type { Exchange, Inside as InsideData, InsideOf } from '../server/protocol.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { Json } from './json.tsx';
import { PanelHead } from './panel-head.tsx';
import { inside } from './server.ts';
import { clockTime, duration } from './time.ts';

type Props = {
  of: InsideOf | 'everything';
  as: string;
  /** Grows when there may be more to show. */
  traffic: number;
  /** The id its heading shall carry. */
  headingId?: string;
  show: (of: 'everything') => void;
  close: () => void;
};

/** What the platform sent and the bot called: about a message, a form, or everything. */
export function Inside({ of, as, traffic, headingId, show, close }: Props) {
  const { say } = usePage();
  const [data, setData] = useState<InsideData>();
  const about = JSON.stringify(of);
  // biome-ignore lint/correctness/useExhaustiveDependencies: again whenever something went to and fro
  useEffect(() => {
    let current = true;
    inside(as, of === 'everything' ? undefined : of)
      .then((found) => current && setData(found))
      .catch(() => current && say('The playground does not answer.'));
    return () => {
      current = false;
    };
  }, [about, as, traffic]);
  const exchanges = data?.exchanges ?? [];
  return (
    <>
      <PanelHead
        title="Look inside"
        {...(headingId && { id: headingId })}
        note={of === 'everything' ? 'everything' : undefined}
        close={close}
      >
        {of !== 'everything' && (
          <button type="button" className="link" onClick={() => show('everything')}>
            Show everything
          </button>
        )}
      </PanelHead>
      <div className="inside">
        <p className="inside-note">
          <b>→</b> what the platform sent to the bot, signed; <b>←</b> the calls the bot made.
        </p>
        {data && exchanges.length === 0 && (
          <p className="inside-note">
            Nothing was exchanged for this: it was written by a person, or before the story ended.
          </p>
        )}
        <ol>
          {(of === 'everything' ? exchanges.toReversed() : exchanges).map((exchange) => (
            <ExchangeLine key={`${exchange.client} ${exchange.id}`} exchange={exchange} />
          ))}
        </ol>
        {Boolean(data?.source) && (
          <details className="exchange">
            <summary>
              <span className="way">{'{ }'}</span>
              <b>{of !== 'everything' && 'form' in of ? 'The form as it is now' : 'The message as it is now'}</b>
            </summary>
            <Json value={data?.source} />
          </details>
        )}
      </div>
    </>
  );
}

function ExchangeLine({ exchange }: { exchange: Exchange }) {
  const { way, name, about, at, ms, status, failed, given, answer } = exchange;
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details className={`exchange exchange-${way}`} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span className="way" role="img" aria-label={way === 'sent' ? 'to the bot' : 'from the bot'}>
            {way === 'sent' ? '→' : '←'}
          </span>
          <b>{name}</b>
          <span className="about">{about}</span>
          <span className={failed ? 'status status-bad' : 'status'}>{status}</span>
          <span className="ms">{duration(ms)}</span>
          <time dateTime={new Date(at).toISOString()}>{clockTime(new Date(at))}</time>
          <Icon name="down" />
        </summary>
        {open && (
          <>
            <h3 className="exchange-part">{way === 'sent' ? 'Sent' : 'Arguments'}</h3>
            <Json value={given} />
            <h3 className="exchange-part">Answer</h3>
            {answer === undefined || answer === '' ? <p className="inside-note">empty</p> : <Json value={answer} />}
          </>
        )}
      </details>
    </li>
  );
}
