import type { Log } from '../commands/kit/command.ts';
import { Refusal } from '../refusal.ts';
import { type AccountKey, accountKey, parseAccountKey, platformName } from '../rules/account.ts';
import type { findAccount, Left, Met, Profile, rememberAccount, tellParting } from '../store/accounts.ts';
import type { Store } from '../store/open.ts';

/** Asks a platform who somebody is. Null: there is nobody of that id. Throws when the platform does not answer. */
export type Lookup = (key: AccountKey) => Promise<Profile | null>;

/** The functions of `store/accounts` that this room is handed. */
type PeopleStore = {
  findAccount: typeof findAccount;
  rememberAccount: typeof rememberAccount;
  tellParting: typeof tellParting;
};

/** `act`: something is to be written in their name; `look`: they read, or open a form. */
export type Purpose = 'act' | 'look';

export type People = {
  /**
   * The person behind an account.
   * @throws Refusal when the account may not act, or has just left the person it belonged to
   */
  identify(key: AccountKey, purpose: Purpose): Promise<number>;
  /** Makes everybody who is mentioned in arguments known, so that commands need no network. */
  introduce(args: Record<string, unknown>): Promise<void>;
};

/**
 * `asked`: when the platform last said who it is, null when it never has; `until`: what is remembered here holds;
 * `again`: it did not answer, and is left alone till then.
 */
type Entry = Met & { asked: number | null; until: number; again: number };

type Why = Purpose | 'mentioned';

const MINUTE = 60_000;
/** How old an answer of the platform may be. */
const FRESH: Record<Why, number> = { act: MINUTE, look: 60 * MINUTE, mentioned: 60 * MINUTE };
/** How long what is known holds for writing while the platform does not answer. */
const TRUSTED = 24 * 60 * MINUTE;
/** How long a platform that did not answer is left alone, for somebody it has named before and for somebody new. */
const PAUSE = { known: 10_000, unknown: 2_000 };
const OVERDUE = 2_000;
const MOST = 10_000;

const barredWords: Record<string, string> = {
  deleted: 'This account is deactivated.',
  bot: 'Bots cannot act here; applications use service tokens.',
  guest: 'Guests of the workspace cannot use me. Ask a member to act for you.',
  foreign: 'You belong to another organisation, so I may not act for you here.',
};

const unsure = 'I could not find out just now who you are. Nothing was changed; please try again in a minute.';

const untold = (platform: string) =>
  `${platform} has not told me for a day who you are, so nothing is changed in your name until it does. You can still look at everything.`;

const gone = ({ was, on }: Left, platform: string, email: string | null) =>
  `Your e-mail address on ${platform} is ${email ? `now ${email}` : 'another one now'}, so I no longer take you for ${was}${on ? ` of ${platformName(on)}` : ''}. Nothing was changed. If you are the same person, type "link" here.`;

const clashed = ({ email, name, prompts }: NonNullable<Met['clash']>) =>
  `Your address ${email} is that of ${name}, but one of you owns ${prompts.join(', ')} and the other stands in, and nobody stands in for themselves. Nothing was changed. Have another owner or deputy named first.`;

/**
 * Whose account it is. The platform is asked again when something is to be written and its answer is older than a minute,
 * or to be read and it is older than an hour. While it does not answer, what is known holds: for reading, and for a day
 * for writing. Somebody new may be named in a role by then, but does not act before the platform has said who it is: it
 * might be a guest, or somebody else's second account.
 */
export function createPeople(of: {
  store: Store;
  persist: PeopleStore;
  lookups: Record<string, Lookup>;
  clock: () => Date;
  log: Log;
}): People {
  const seen = new Map<string, Entry>();
  const asking = new Map<string, { answer: Promise<Entry>; until: number }>();

  const ask = async (key: AccountKey): Promise<Profile | null> => {
    const profile = await of.lookups[key.platform]?.(key);
    if (profile === null)
      throw new Refusal('not_found', `I cannot find ${key.userId} on ${platformName(key.platform)}.`);
    return profile ?? null;
  };

  const isFresh = (asked: number | null, why: Why, now: number) => asked !== null && now - asked < FRESH[why];

  // Whoever comes while somebody is being looked up gets the same answer, unless it is already overdue.
  const resolve = (key: AccountKey, why: Why): Promise<Entry> => {
    const name = accountKey(key);
    const now = of.clock().getTime();
    const known = seen.get(name);
    if (known && known.until > now && (isFresh(known.asked, why, now) || known.again > now))
      return Promise.resolve(known);
    const flight = `${why} ${name}`;
    const same = asking.get(flight);
    if (same && same.until > now) return same.answer;
    const mine = { answer: find(key, name, why), until: now + OVERDUE };
    asking.set(flight, mine);
    const over = () => void (asking.get(flight) === mine && asking.delete(flight));
    mine.answer.then(over, over);
    return mine.answer;
  };

  const find = async (key: AccountKey, name: string, why: Why): Promise<Entry> => {
    const now = of.clock();
    const account = await of.persist.findAccount(of.store.db, key);
    const asked = account?.checkedAt?.getTime() ?? null;
    const fresh = isFresh(asked, why, now.getTime());
    let profile: Profile | null = null;
    if (!fresh) {
      try {
        profile = await ask(key);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        of.log.warn({ err: error, account: name }, 'the platform did not say who this is');
      }
    }
    const used = why !== 'mentioned';
    const found: Met =
      account && !profile
        ? account
        : await of.store.transaction((db) => of.persist.rememberAccount(db, key, profile, now, { used }));
    const silent = !fresh && !profile;
    const entry = {
      ...found,
      asked: profile && !found.clash ? now.getTime() : asked,
      until: now.getTime() + MINUTE,
      again: silent ? now.getTime() + (asked === null ? PAUSE.unknown : PAUSE.known) : 0,
    };
    if (seen.size >= MOST) seen.clear();
    seen.set(name, entry);
    return entry;
  };

  // Said at the very action that noticed it, and once, however many processes there are.
  const tellOfParting = async (key: AccountKey, entry: Entry) => {
    const { left } = entry;
    if (!left) return;
    entry.left = null;
    const first = await of.store.transaction((db) => of.persist.tellParting(db, left.parting));
    if (first) throw new Refusal('conflict', gone(left, platformName(key.platform), entry.email));
  };

  return {
    async identify(key, purpose) {
      const entry = await resolve(key, purpose);
      const { personId, barred, asked, clash } = entry;
      if (barred) throw new Refusal('forbidden', barredWords[barred] ?? 'This account may not act here.');
      if (purpose === 'act' && clash) throw new Refusal('conflict', clashed(clash));
      if (asked === null && !clash) throw new Refusal('forbidden', unsure);
      await tellOfParting(key, entry);
      if (purpose === 'act' && of.clock().getTime() - (asked ?? 0) > TRUSTED)
        throw new Refusal('forbidden', untold(platformName(key.platform)));
      return personId;
    },
    async introduce(args) {
      const words = Object.values(args)
        .flat()
        .filter((value) => typeof value === 'string' && value.length < 2_000);
      const keys = (words as string[]).flatMap((text) => text.match(/@[a-z]+:[^/\s@#]+\/[^\s,;@#]+/g) ?? []);
      const accounts = [...new Set(keys)].map((name) => parseAccountKey(name.slice(1)));
      await Promise.all(accounts.map((key) => key && resolve(key, 'mentioned')));
    },
  };
}
