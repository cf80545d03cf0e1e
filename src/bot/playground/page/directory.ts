import { createContext, useContext } from 'react';
import type { Act } from '../server/acts.ts';
import type { Channel, Member, Outcome, Shortcut } from './shared.ts';

/** What everything on the page may need: who is who, and how something is done. */
export type Desk = {
  readonly me: Member;
  readonly members: ReadonlyMap<string, Member>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly shortcuts: readonly Shortcut[];
  readonly dark: boolean;
  /** Does it as the present person; what went wrong is shown to the visitor, unless it is done quietly. */
  perform(what: Act, how?: { quietly: boolean }): Promise<Outcome>;
  openChannel(id: string): void;
  openThread(channel: string, ts: string): void;
  lookInside(of: { channel: string; ts: string } | { view: string }): void;
  say(problem: string): void;
};

const DeskContext = createContext<Desk | undefined>(undefined);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('there is no desk here');
  return desk;
}
