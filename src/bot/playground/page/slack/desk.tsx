import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Act } from '../../server/slack/acts.ts';
import { usePage } from '../context.ts';
import { act } from '../server.ts';
import type { Channel, Outcome } from '../shared.ts';
import type { Member, SlackScene } from './shared.ts';

/** What everything of Slack's client may need: who is who, and how something is done. */
export type Desk = {
  readonly me: Member;
  readonly members: ReadonlyMap<string, Member>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly shortcuts: SlackScene['shortcuts'];
  /** Does it as the present person; what went wrong is shown to the visitor, unless it is done quietly. */
  perform(what: Act, how?: { quietly: boolean }): Promise<Outcome>;
};

const Context = createContext<Desk | undefined>(undefined);

export function DeskProvider({ scene, children }: { scene: SlackScene; children: ReactNode }) {
  const { me: person, say } = usePage();
  const { me: id, members, channels, shortcuts } = scene;
  const desk = useMemo<Desk>(() => {
    const all = new Map(members.map((one) => [one.id, one]));
    return {
      me: all.get(id) ?? { ...person, id },
      members: all,
      channels: new Map(channels.map((one) => [one.id, one])),
      shortcuts,
      async perform(what, { quietly } = { quietly: false }) {
        const outcome = await act('slack', person.key, what);
        if (!outcome.ok && 'problem' in outcome && !quietly) say(outcome.problem);
        return outcome;
      },
    };
  }, [id, members, channels, shortcuts, person, say]);
  return <Context.Provider value={desk}>{children}</Context.Provider>;
}

export function useDesk(): Desk {
  const desk = useContext(Context);
  if (!desk) throw new Error('there is no desk here');
  return desk;
}
