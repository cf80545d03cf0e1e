import { createContext, useContext } from 'react';
import type { InsideOf, Person } from './shared.ts';

/** What everything on the page may need, whichever client it belongs to. */
export type PageContext = {
  /** Whom the visitor acts as. */
  readonly me: Person;
  readonly dark: boolean;
  /** How many milliseconds later it is in the story than here. */
  readonly ahead: number;
  readonly lookInside: (of: InsideOf) => void;
  /** Opens a conversation of the client that is shown. */
  readonly openPlace: (place: string) => void;
  readonly openThread: (place: string, post: string) => void;
  /** A dialog says that it is on top now; returns how it says that it is gone. */
  readonly cover: (dialog: HTMLElement) => () => void;
  /** Tells the visitor what went wrong, or with `false` what was answered. */
  readonly say: (text: string, problem?: boolean) => void;
};

const Context = createContext<PageContext | undefined>(undefined);
export const PageProvider = Context.Provider;

export function usePage(): PageContext {
  const page = useContext(Context);
  if (!page) throw new Error('there is no page around this');
  return page;
}
