export type Role = 'owner' | 'deputy' | 'contributor' | 'reviewer' | 'context_owner' | 'stop_authority' | 'admin';
export type Right =
  | 'anyone'
  | 'self'
  | 'personal'
  | 'submit'
  | 'decide'
  | 'comment'
  | 'withdraw'
  | 'rollback'
  | 'triage'
  | 'exclude'
  | 'govern'
  | 'manage'
  | 'join'
  | 'tend'
  | 'reverse'
  | 'stop'
  | 'agree'
  | 'resume'
  | 'admin';

/** Everything about a person that decides what they may do here and now. */
export type Standing = {
  roles: ReadonlySet<Role>;
  /** Wrote or rewrote the change in question. */
  wrote: boolean;
  /** Was one person with somebody who wrote it or decided on it, when it was opened. */
  parted: boolean;
  /** Opened the change in question. */
  author: boolean;
  /** Acts through a service token. */
  token: boolean;
};

type Rule = {
  holders: readonly Role[] | 'everyone';
  /** Whoever opened the change holds the right too. */
  author?: true;
  /** Four eyes: nobody who wrote it, or was one with somebody who had a part in it. */
  notWriters?: true;
  /** May be used through a service token. */
  token: boolean;
  /** Ends the sentence "You may not …". */
  words: string;
};

/** Who may do what. An empty list means nobody. */
export const rights: Record<Right, Rule> = {
  anyone: { holders: 'everyone', token: true, words: 'do this' },
  self: { holders: 'everyone', token: false, words: 'say which accounts are yours' },
  personal: {
    holders: 'everyone',
    token: false,
    words: 'speak for one person, but send votes of many to POST /v1/votes',
  },
  submit: {
    holders: ['owner', 'deputy', 'contributor', 'reviewer', 'admin'],
    token: true,
    words: 'submit changes to this prompt',
  },
  decide: {
    holders: ['owner', 'deputy', 'reviewer'],
    notWriters: true,
    token: false,
    words: 'decide on this change',
  },
  comment: { holders: 'everyone', token: true, words: 'comment on this change' },
  withdraw: { holders: ['owner', 'deputy', 'admin'], author: true, token: true, words: 'withdraw this change' },
  rollback: {
    holders: ['owner', 'deputy', 'contributor', 'reviewer', 'admin'],
    token: true,
    words: 'roll this prompt back',
  },
  triage: {
    holders: ['owner', 'deputy', 'contributor', 'reviewer', 'admin'],
    token: false,
    words: 'look through what people said of this prompt',
  },
  exclude: {
    holders: ['owner', 'deputy', 'admin'],
    token: false,
    words: 'leave votes on this prompt out of its rates',
  },
  govern: { holders: ['owner', 'admin'], token: true, words: 'change how this prompt is governed' },
  manage: { holders: ['owner', 'deputy', 'admin'], token: true, words: 'change this use case' },
  join: {
    holders: ['owner', 'deputy', 'context_owner', 'stop_authority', 'admin'],
    token: true,
    words: 'add prompts to this use case',
  },
  tend: {
    holders: ['context_owner', 'owner', 'deputy', 'admin'],
    token: true,
    words: 'tend the context of this use case',
  },
  reverse: {
    holders: ['owner', 'deputy', 'context_owner', 'stop_authority', 'contributor', 'reviewer', 'admin'],
    token: true,
    words: 'take back decisions of this use case',
  },
  stop: { holders: ['stop_authority', 'owner', 'deputy', 'admin'], token: false, words: 'stop this use case' },
  agree: {
    holders: ['stop_authority', 'owner', 'deputy', 'admin'],
    token: false,
    words: 'say when this use case should be stopped',
  },
  resume: { holders: ['stop_authority'], token: false, words: 'start this use case again' },
  admin: { holders: ['admin'], token: false, words: 'do this' },
};

/** Why somebody may not: `token` (a service token never may), `writer` and `parted` (four eyes), `role` (not on the list). */
export type Denial = 'token' | 'writer' | 'parted' | 'role';

/** The one guard: null when the person may, else why not. */
export function denial(right: Right, standing: Standing): Denial | null {
  const rule = rights[right];
  if (standing.token && !rule.token) return 'token';
  if (rule.notWriters && standing.wrote) return 'writer';
  if (rule.notWriters && standing.parted) return 'parted';
  if (rule.holders === 'everyone') return null;
  if (rule.author && standing.author) return null;
  return rule.holders.some((role) => standing.roles.has(role)) ? null : 'role';
}
