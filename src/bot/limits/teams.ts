/** So many calls in so much time, for one conversation and one bot. */
export type Rate = { readonly ms: number; readonly count: number };

/**
 * Every limit of Microsoft Teams the product must live within, in one place: the renderer shortens to these numbers and
 * the stand-in for Teams refuses one more. Times are milliseconds, sizes are bytes of the JSON in the encoding named.
 */
export const teamsLimits = {
  /** How long Teams waits for the answer to a message or an event before it counts as failed and may be repeated. */
  activityMs: 15_000,
  /**
   * How long a client waits for the answer to a button or a dialog before it says that something went wrong. Documented
   * for message extensions only; the house takes the same for every invoke.
   */
  invokeMs: 5_000,
  message: {
    /** The whole activity in UTF-16; larger is refused with 413. */
    bytesUtf16: 100 * 1024,
    recommendedBytesUtf16: 80 * 1024,
    /** What is aimed for, in UTF-8: the limit of other doors into Teams, which leaves room for the frame. */
    cardBytes: 28 * 1024,
  },
  /** A card in a dialog or in the answer to a button, in UTF-8. Teams documents none: this is the house's. */
  dialog: { cardBytes: 60 * 1024, title: 128 },
  sends: [
    { ms: 1_000, count: 7 },
    { ms: 2_000, count: 8 },
    { ms: 30_000, count: 60 },
    { ms: 3_600_000, count: 1_800 },
  ],
  /** Look-ups of members, and of a team's channels, conversation by conversation. */
  lookUps: [
    { ms: 1_000, count: 14 },
    { ms: 2_000, count: 16 },
    { ms: 30_000, count: 120 },
    { ms: 3_600_000, count: 3_600 },
  ],
  /** All calls of one app in one tenant together. */
  tenant: { ms: 1_000, count: 30 },
  /** Statuses that are to be tried again, later and later. */
  retried: [412, 429, 502, 504],
  card: { version: '1.5', refreshUserIds: 60 },
  targeted: { visibleMs: 24 * 3_600_000 },
  members: { page: 500, smallestPage: 50 },
  manifest: { commandLists: 3, commands: 12, commandTitle: 32, colorIcon: 192, outlineIcon: 32 },
} as const;
