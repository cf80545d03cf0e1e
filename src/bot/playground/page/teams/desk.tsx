import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Act } from '../../server/teams/acts.ts';
import { usePage } from '../context.ts';
import { act } from '../server.ts';
import type { Outcome } from '../shared.ts';
import type { Member, TeamsScene } from './shared.ts';

/** What everything of Teams' client may need: who is who, and how something is done. */
export type Desk = {
  readonly me: Member;
  readonly members: ReadonlyMap<string, Member>;
  /** Does it as the present person; what went wrong, and what the bot says in passing, is shown to the visitor. */
  perform(what: Act): Promise<Outcome>;
};

const Context = createContext<Desk | undefined>(undefined);

export function DeskProvider({ scene, children }: { scene: TeamsScene; children: ReactNode }) {
  const { me: person, say } = usePage();
  const { me: id, members } = scene;
  const desk = useMemo<Desk>(() => {
    const all = new Map(members.map((one) => [one.id, one]));
    return {
      me: all.get(id) ?? { ...person, id },
      members: all,
      async perform(what) {
        const outcome = await act('teams', person.key, what);
        if (!outcome.ok) say('problem' in outcome ? outcome.problem : Object.values(outcome.errors).join(' '));
        else if (outcome.toast !== undefined) say(outcome.toast, false);
        return outcome;
      },
    };
  }, [id, members, person, say]);
  return <Context.Provider value={desk}>{children}</Context.Provider>;
}

export function useDesk(): Desk {
  const desk = useContext(Context);
  if (!desk) throw new Error('there is no desk here');
  return desk;
}
