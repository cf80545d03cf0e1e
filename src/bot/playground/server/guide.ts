import type { Happening } from '../options.ts';
import type { Change } from '../slack/changes.ts';
import type { SlackPlatform } from '../slack/platform.ts';
import type { SentRequest, SlackMessage } from '../slack/records.ts';
import { accountOf, channels, people } from '../story/people.ts';
import { type Guide, type StepName, stepNames, type Told } from './protocol.ts';
import type { Seen } from './seen.ts';

/** How much earlier the platform's clock may be than the store's. */
const SLACK = 2_000;

type Loose = { readonly [key: string]: Loose | undefined };

/** Whether somebody asked for a diff and got it: by its button or by the command. */
function showsDiff({ kind, payload = {}, answer }: SentRequest): boolean {
  if (answer.error !== undefined) return false;
  if (kind === 'slash_command') return /^diff\b/i.test(String(payload.text));
  const [action] = (payload.actions ?? []) as Loose[];
  return kind === 'block_actions' && /\bdiff\b/i.test(String(action?.text?.text));
}

const accountOfUser = (user: string): string | undefined => {
  const person = people.find(({ id }) => id === user);
  return person && accountOf(person.key);
};

/** Where the announcement of a move went: every post that says what the one in the announcements channel says. */
function toldOf(platform: SlackPlatform, at: Date): { message: SlackMessage; told: Told }[] {
  const after = String((at.getTime() - SLACK) / 1_000);
  const first = platform
    .messages(channels.announcements.id)
    .find(({ bot, ts, thread_ts }) => bot && thread_ts === undefined && ts >= after);
  if (!first) return [];
  return [...platform.channels.values()].flatMap((channel) =>
    platform
      .messages(channel.id)
      .filter(({ text, bot, ts }) => bot && ts >= after && text === first.text)
      .map((message) => {
        const person = people.find(({ id }) => id === channel.user);
        const label = person ? person.name : `#${channel.name}`;
        const told = { channel: channel.id, ts: message.ts, label, ...(person && { person: person.id }) };
        return { message, told };
      }),
  );
}

/** Ticks the six steps off when they have really happened: by what the store says, and by what was asked and seen. */
export function createGuide(of: { platform: () => SlackPlatform; seen: () => Seen }) {
  const done = new Set<StepName>();
  let told: Told[] = [];
  let curl: string | null = null;

  function noteHappening(happening: Happening): void {
    if (happening.kind === 'submitted') done.add('submit');
    if (happening.kind === 'released' && happening.author !== null && happening.author !== happening.by)
      done.add('approve');
    if (happening.kind === 'read') done.add('read');
    if (happening.kind === 'rolled_back') noteRollback(happening.by, happening.at);
  }

  function noteRollback(by: string, at: Date): void {
    done.add('rollback');
    const platform = of.platform();
    const posts = toldOf(platform, at);
    told = posts.map((post) => post.told);
    // Whoever rolled back is not the one who is told.
    const others = people.filter(({ id }) => accountOfUser(id) !== by);
    const seen = posts.some(({ message: { channel, ts } }) =>
      others.some(({ id }) => {
        const member = platform.channels.get(channel)?.members.includes(id) ?? false;
        return member && of.seen().markOf(id, channel) >= ts;
      }),
    );
    if (seen) done.add('told');
  }

  return {
    /** What the store has said since the story ended. */
    noteHappenings: (happenings: readonly Happening[]) => happenings.forEach(noteHappening),
    noteChange(change: Change): void {
      if (change.kind === 'request' && showsDiff(change.request)) done.add('diff');
    },
    offerCurl(line: string | null): void {
      curl = line;
    },
    reset(): void {
      done.clear();
      told = [];
      curl = null;
    },
    now: (): Guide => ({ done: stepNames.filter((name) => done.has(name)), curl, told }),
  };
}
