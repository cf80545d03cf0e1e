import { useEffect, useReducer, useState } from 'react';
import type { ClientKey, Inside, InsideOf, News, Outcome, Snapshot } from '../server/protocol.ts';
import { after } from './snapshot.ts';

const unreachable: Outcome = { ok: false, problem: 'The playground does not answer. Is it still running?' };

async function post(path: string, body: unknown): Promise<Outcome> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Outcome;
    return response.ok ? answer : { ok: false, problem: 'problem' in answer ? answer.problem : response.statusText };
  } catch {
    return unreachable;
  }
}

/** Does something in a client as a person; `what` is the client's own word for it. Never throws. */
export const act = (client: ClientKey, as: string, what: unknown): Promise<Outcome> =>
  post(`/playground/act?client=${client}&as=${as}`, what);

/** Tells that a person has seen a place up to a post. */
export const see = (client: ClientKey, as: string, place: string, upTo: string): Promise<Outcome> =>
  post(`/playground/see?client=${client}&as=${as}`, { place, post: upTo });

/** Lets the application of the story answer a customer, in a client. */
export const answer = (client: ClientKey, as: string): Promise<Outcome> =>
  post(`/playground/answer?client=${client}&as=${as}`, {});

/** Forgets everything and plays the story again. */
export const reset = (): Promise<Outcome> => post('/playground/reset', {});

/** Lets a week go by in the story: applications report, cycles are closed, reports are made. */
export const jump = (): Promise<Outcome> => post('/playground/jump', {});

/** What went between a platform and the bot about a post or a form; about everything when neither is given. */
export async function inside(as: string, of?: InsideOf): Promise<Inside> {
  const response = await fetch(`/playground/inside?${new URLSearchParams({ as, ...of })}`);
  return (await response.json()) as Inside;
}

/**
 * What a person sees, kept true by server-sent events. While the connection is away `online` is false and the last
 * state stays. A window nobody looks at hangs up, and is told everything when it is looked at again: a browser keeps six
 * connections to a server, and a seventh window would wait for ever. `traffic` grows with everything that goes between the platform and the bot.
 */
export function useServer(as: string): { snapshot: Snapshot | undefined; online: boolean; traffic: number } {
  const [snapshot, take] = useReducer(after, undefined);
  const [online, setOnline] = useState(true);
  const [traffic, setTraffic] = useState(0);
  useEffect(() => {
    let news: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const hear = () => {
      clearTimeout(again);
      if (document.visibilityState === 'hidden') {
        news?.close();
        news = undefined;
        return;
      }
      if (news) return;
      news = new EventSource(`/playground/news?as=${as}`);
      news.onopen = () => setOnline(true);
      news.onerror = () => {
        setOnline(false);
        // Not every browser tries again by itself after everything that may happen.
        if (news?.readyState !== EventSource.CLOSED) return;
        news = undefined;
        again = setTimeout(hear, 1_000);
      };
      news.onmessage = ({ data }) => {
        const one = JSON.parse(data as string) as News;
        if (one.kind === 'traffic') setTraffic((count) => count + 1);
        else take(one);
      };
    };
    hear();
    document.addEventListener('visibilitychange', hear);
    return () => {
      clearTimeout(again);
      document.removeEventListener('visibilitychange', hear);
      news?.close();
    };
  }, [as]);
  return { snapshot, online, traffic };
}
