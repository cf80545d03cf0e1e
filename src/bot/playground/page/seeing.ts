import { useEffect, useRef } from 'react';
import { see } from './server.ts';
import type { ClientKey, Snapshot } from './shared.ts';

/**
 * Tells the server that a place was looked at up to its `last` post, while the window is; returns what had been seen
 * before the place was opened.
 */
export function useSeeing({ clients, me, ready }: Snapshot, client: ClientKey, place: string, last: string): string {
  const seen = useRef<{ key: string; before: string; told: string }>({ key: '', before: '', told: '' });
  // What the story leaves behind is news once it has ended.
  const key = `${me} ${place} ${ready}`;
  if (seen.current.key !== key) {
    const mark = clients[client].seen[place] ?? '';
    seen.current = { key, before: mark, told: mark };
  }
  useEffect(() => {
    const look = () => {
      if (!ready || document.visibilityState !== 'visible' || last <= seen.current.told) return;
      seen.current.told = last;
      void see(client, me, place, last);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [client, me, place, last, ready]);
  return seen.current.before;
}
