const APART = 150;
const OVERDUE = 1_000;

/** Which places want no posts for a while, and what waits there in which order. Kept by each process for itself. */
type QuietPlaces = {
  /** Milliseconds a post has to wait, 0 when it may be sent. Whoever waits keeps its turn. */
  wait(place: string, key: string): number;
  /** Nothing is sent there for so many seconds. */
  hush(place: string, seconds: number): void;
  /** A post was sent, or will not be sent now: those behind it need not wait for it. */
  leave(place: string, key: string): void;
};

type Line = { until: number; due: Map<string, number> };

/** @param now milliseconds of a clock that never jumps */
export function quietPlaces(now: () => number = () => performance.now()): QuietPlaces {
  const lines = new Map<string, Line>();

  return {
    wait: (place, key) => {
      const line = lines.get(place);
      if (!line) return 0;
      const at = now();
      // Another process may have sent what waited here.
      for (const [each, due] of line.due) if (each !== key && due < at - OVERDUE) line.due.delete(each);
      const before = line.due.has(key) ? [...line.due.keys()].indexOf(key) : line.due.size;
      const due = Math.max(line.until, at) + before * APART;
      line.due.set(key, due);
      // One after the other, in the order in which they came, so that the place is not overrun the moment it wakes.
      return due <= at ? 0 : Math.ceil(due - at);
    },
    hush: (place, seconds) => {
      const line = lines.get(place) ?? { until: 0, due: new Map() };
      line.until = Math.max(line.until, now() + seconds * 1000);
      lines.set(place, line);
    },
    leave: (place, key) => {
      const line = lines.get(place);
      line?.due.delete(key);
      if (line && line.due.size === 0 && line.until <= now()) lines.delete(place);
    },
  };
}
