import { useEffect, useRef, useState } from 'react';
import { clientKeys } from '../server/protocol.ts';
import { people } from '../story/people.ts';
import type { ClientKey } from './shared.ts';

/**
 * What the page's address says: who acts, in which client and conversation (`direct` is the one with the bot), and
 * whether its Home tab is open. It belongs to the window, so that two windows can be two people.
 */
export type Address = {
  readonly as: string;
  readonly client: ClientKey;
  readonly in: string;
  readonly tab: 'messages' | 'home';
};

const start: Address = { as: 'ada', client: 'slack', in: '', tab: 'messages' };

function read(): Address {
  const params = new URLSearchParams(location.search);
  return {
    as: people.find(({ key }) => key === params.get('as'))?.key ?? start.as,
    client: clientKeys.find((key) => key === params.get('client')) ?? start.client,
    in: params.get('in') ?? start.in,
    tab: params.get('tab') === 'home' ? 'home' : 'messages',
  };
}

/** The address as a link, for a window of its own. */
export function hrefOf(address: Address): string {
  const params = new URLSearchParams({ as: address.as });
  if (address.client !== start.client) params.set('client', address.client);
  if (address.in !== '') params.set('in', address.in);
  if (address.tab === 'home') params.set('tab', 'home');
  return `/?${params}`;
}

/** The address, and how to go elsewhere; the browser's Back button goes back. */
export function useAddress(): [Address, (change: Partial<Address>) => void] {
  const [address, setAddress] = useState(read);
  useEffect(() => {
    const back = () => setAddress(read());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  function go(change: Partial<Address>): void {
    const next = { ...read(), tab: 'messages', ...change } as Address;
    const href = hrefOf(next);
    if (href !== location.pathname + location.search) history.pushState(null, '', href);
    setAddress(next);
  }
  return [address, go];
}

/**
 * The address that the page shows. Until the first news of somebody else arrives it is whose it was, and where it was: what
 * one person opens is not looked at by the one before. `me`: whose the news are.
 */
export function useArrived(asked: Address, me: string | undefined): Address {
  const arrived = useRef(asked);
  if (me === undefined || me === asked.as) arrived.current = asked;
  return arrived.current;
}
