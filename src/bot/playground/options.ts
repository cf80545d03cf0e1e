/** A verb of `/prompt`, for the completion in the composer. */
export type Verb = {
  readonly name: string;
  readonly summary: string;
  /** As it is typed, without the slash command: `rollback support-reply v3 wrong`. */
  readonly example: string;
  /** The first argument is the name of a prompt. */
  readonly takesPrompt: boolean;
};

/** An entry of the menus in which an installed app offers itself. */
export type Shortcut = { readonly kind: 'global' | 'message'; readonly id: string; readonly title: string };

/** How a platform names a post: `{ channel, ts }` in Slack. */
export type Ref = Readonly<Record<string, string>>;

/** Something that happened to a prompt, as the store knows it; people are accounts (`slack:T1/U1`). */
export type Happening = { readonly prompt: string; readonly at: Date } & (
  | { readonly kind: 'submitted'; readonly by: string }
  | { readonly kind: 'released'; readonly by: string; readonly author: string | null }
  /** With the posts that told of it so far. */
  | { readonly kind: 'rolled_back'; readonly by: string; readonly posts: readonly Ref[] }
  /** An application read it over HTTP. */
  | { readonly kind: 'read'; readonly token: string }
  /** Somebody said in a chat what was wrong with an answer. */
  | { readonly kind: 'complained'; readonly by: string }
  /** Somebody was told privately what their feedback led to. */
  | { readonly kind: 'answered'; readonly ref: Ref }
);

/**
 * Runs a command of the bot as the person of an account, or as the clock where that is null, as if it were `at`, through the same room as every command.
 * Resolves with the command's result as JSON; throws, in words for people, what it was refused with.
 */
export type RunCommand = (
  by: string | null,
  command: string,
  args: Readonly<Record<string, unknown>>,
  at: Date,
) => Promise<unknown>;

export type PlaygroundOptions = {
  /** What `/prompt` understands, in the order of its help. */
  readonly verbs: readonly Verb[];
  readonly shortcuts: readonly Shortcut[];
  /** The names of all prompts. */
  readonly prompts: () => Promise<readonly string[]>;
  /** What happened after a moment, oldest first. Asked often: about once a second while somebody looks. */
  readonly happened: (since: Date) => Promise<readonly Happening[]>;
  /** Forgets every prompt, change, move, token, reading and undelivered message; people may stay known. */
  readonly reset: () => Promise<void>;
  /** The time zone in which weeks end and reports are made. */
  readonly timezone: string;
  /** How many deliveries wait or are under way. */
  readonly waiting: () => Promise<number>;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
};
