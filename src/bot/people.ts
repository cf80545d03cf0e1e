import type { Log } from '../commands/kit/dispatch.ts';
import { Refusal } from '../refusal.ts';
import { type AccountKey, accountKey, parseAccountKey } from '../rules/account.ts';
import type { Store } from '../store/open.ts';
import type { findAccount, Profile, rememberAccount } from '../store/people.ts';

/** Asks a platform who somebody is. Null: there is nobody of that id. Throws when the platform does not answer. */
export type Lookup = (key: AccountKey) => Promise<Profile | null>;

/** The functions of `store/people` that this room is handed. */
export type PeopleStore = {
  findAccount: typeof findAccount;
  rememberAccount: typeof rememberAccount;
};

export type People = {
  /** The person behind an account. @throws Refusal when the account may not act */
  identify(key: AccountKey): Promise<number>;
  /** Makes everybody who is mentioned in arguments known, so that commands need no network. */
  introduce(args: Record<string, unknown>): Promise<void>;
};

type Entry = { personId: number; barred: string | null; until: number };

const FRESH = 60_000;
const RECHECK = 3_600_000;
const OVERDUE = 2_000;
const MOST = 10_000;

const barredWords: Record<string, string> = {
  deleted: 'This account is deactivated.',
  bot: 'Bots cannot act here; applications use service tokens.',
  guest: 'Guests of the workspace cannot use me. Ask a member to act for you.',
  foreign: 'You belong to another organisation, so I may not act for you here.',
  unsure: 'I could not find out just now who you are. Nothing was changed; please try again in a minute.',
};

/**
 * Whose account it is, remembered for a minute and asked of the platform once an hour. While the platform does not
 * answer, what is known already holds. Somebody new may be named in a role by then, but does not act before the platform
 * has said who it is: it might be a guest, or somebody else's second account.
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
    if (profile === null) throw new Refusal('not_found', `I cannot find ${key.userId} on ${key.platform}.`);
    return profile ?? null;
  };

  // Whoever comes while somebody is being looked up gets the same answer, unless it is already overdue.
  const resolve = (key: AccountKey): Promise<Entry> => {
    const name = accountKey(key);
    const now = of.clock().getTime();
    const known = seen.get(name);
    if (known && known.until > now) return Promise.resolve(known);
    const same = asking.get(name);
    if (same && same.until > now) return same.answer;
    const mine = { answer: find(key, name), until: now + OVERDUE };
    asking.set(name, mine);
    const over = () => void (asking.get(name) === mine && asking.delete(name));
    mine.answer.then(over, over);
    return mine.answer;
  };

  const find = async (key: AccountKey, name: string): Promise<Entry> => {
    const now = of.clock();
    const account = await of.persist.findAccount(of.store.db, key);
    const current = account?.checkedAt && now.getTime() - account.checkedAt.getTime() < RECHECK;
    let profile: Profile | null = null;
    let unsure = false;
    if (!current) {
      try {
        profile = await ask(key);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        unsure = !account?.checkedAt;
        of.log.warn({ err: error, account: name }, 'the platform did not say who this is');
      }
    }
    const found =
      account && !profile
        ? account
        : await of.store.transaction((db) => of.persist.rememberAccount(db, key, profile, now));
    const entry = {
      personId: found.personId,
      barred: found.barred ?? (unsure ? 'unsure' : null),
      until: now.getTime() + (profile || current ? FRESH : 2_000),
    };
    if (seen.size >= MOST) seen.clear();
    seen.set(name, entry);
    return entry;
  };

  return {
    async identify(key) {
      const { personId, barred } = await resolve(key);
      if (barred) throw new Refusal('forbidden', barredWords[barred] ?? 'This account may not act here.');
      return personId;
    },
    async introduce(args) {
      const words = Object.values(args)
        .flat()
        .filter((value) => typeof value === 'string' && value.length < 2_000);
      const keys = (words as string[]).flatMap((text) => text.match(/@[a-z]+:[^/\s@#]+\/[^\s,;@#]+/g) ?? []);
      const accounts = [...new Set(keys)].map((name) => parseAccountKey(name.slice(1)));
      await Promise.all(accounts.map((key) => key && resolve(key)));
    },
  };
}
