/**
 * Values remembered by key, each under a number (its `tag`) by which it is forgotten. Bounded by weight: what was not
 * asked for in a while goes first.
 */
type Memory<Value> = {
  /** What is remembered, if it may be trusted at this moment. */
  peek(key: string): Value | undefined;
  /** The same, else loads it and remembers it, unless news about it came meanwhile or nothing may be trusted. */
  fetch(key: string, load: () => Promise<Value>): Promise<Value>;
  /** Forgets all that stands under a tag, and whatever is being loaded under it; with `renew`, loads anew what is in use. */
  forget(tag: number): void;
  reset(): void;
  weight(): number;
};

type Load<Value> = () => Promise<Value>;
type Entry<Value> = { value: Value; tag: number; weight: number; used: boolean; load: Load<Value> };
type Flight = { overtaken: Set<number>; lost: boolean };

/**
 * @param of.trusted whether news arrive; while it is false nothing is answered from memory and nothing is remembered
 * @param of.tag null for what is not to be remembered
 * @param of.most the most all values may weigh together, in the unit of `weigh` (bytes)
 * @param of.renew whether what is forgotten for its tag, and was asked for since it was loaded, is loaded again at once
 */
export function createMemory<Value>(of: {
  trusted(): boolean;
  tag(value: Value): number | null;
  weigh(value: Value): number;
  most: number;
  renew?: boolean;
}): Memory<Value> {
  const entries = new Map<string, Entry<Value>>();
  const keysOf = new Map<number, Set<string>>();
  const flights = new Set<Flight>();
  const joinable = new Map<string, Promise<Value>>();
  let weight = 0;

  const drop = (key: string, entry: Entry<Value>) => {
    entries.delete(key);
    weight -= entry.weight;
    const keys = keysOf.get(entry.tag);
    keys?.delete(key);
    if (keys?.size === 0) keysOf.delete(entry.tag);
  };

  // Second chance: a value that was used since it was last looked at goes to the back of the row. Marking a use is one
  // assignment, where moving it in the row at every use would cost as much as the answer.
  const makeRoom = () => {
    for (const [key, entry] of entries) {
      if (weight <= of.most) return;
      if (entry.used) {
        entry.used = false;
        entries.delete(key);
        entries.set(key, entry);
      } else drop(key, entry);
    }
  };

  const keep = (key: string, value: Value, tag: number, loader: Load<Value>) => {
    const before = entries.get(key);
    if (before) drop(key, before);
    const heavy = of.weigh(value);
    if (heavy > of.most / 4) return;
    entries.set(key, { value, tag, weight: heavy, used: false, load: loader });
    weight += heavy;
    keysOf.set(tag, (keysOf.get(tag) ?? new Set()).add(key));
    makeRoom();
  };

  const load = async (key: string, loader: Load<Value>): Promise<Value> => {
    const flight: Flight = { overtaken: new Set(), lost: !of.trusted() };
    flights.add(flight);
    try {
      const value = await loader();
      const tag = of.tag(value);
      if (tag !== null && !flight.lost && !flight.overtaken.has(tag) && of.trusted()) keep(key, value, tag, loader);
      return value;
    } finally {
      flights.delete(flight);
    }
  };

  const peek = (key: string) => {
    const entry = entries.get(key);
    if (entry === undefined || !of.trusted()) return undefined;
    entry.used = true;
    return entry.value;
  };

  const fetch = async (key: string, loader: Load<Value>): Promise<Value> => {
    if (!of.trusted()) return load(key, loader);
    const known = peek(key);
    if (known !== undefined) return known;
    const other = joinable.get(key);
    if (other) return other;
    const mine = load(key, loader);
    joinable.set(key, mine);
    try {
      return await mine;
    } finally {
      if (joinable.get(key) === mine) joinable.delete(key);
    }
  };

  return {
    peek,
    fetch,
    forget(tag) {
      for (const flight of flights) flight.overtaken.add(tag);
      // What is on its way may have been read before the news: nobody who asks from now on is to get it.
      joinable.clear();
      for (const key of [...(keysOf.get(tag) ?? [])]) {
        const entry = entries.get(key)!;
        drop(key, entry);
        // Whoever asks next finds it there, or already on its way.
        if (of.renew && entry.used) fetch(key, entry.load).catch(() => {});
      }
    },
    reset() {
      entries.clear();
      keysOf.clear();
      weight = 0;
      for (const flight of flights) flight.lost = true;
      joinable.clear();
    },
    weight: () => weight,
  };
}
