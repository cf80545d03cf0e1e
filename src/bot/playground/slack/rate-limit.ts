import { slackLimits } from '../../limits/slack.ts';

/** Slack's bound on posts: a small burst, then about one a second in each channel. */
export function createPostRate(now: () => number) {
  const buckets = new Map<string, { left: number; at: number }>();
  const { burst, perSecondPerChannel } = slackLimits.posts;

  /** Takes one post of `channel`. Answers after how many whole seconds to come back, or 0. */
  return function take(channel: string): number {
    const at = now();
    const known = buckets.get(channel) ?? { left: burst, at };
    const left = Math.min(burst, known.left + ((at - known.at) / 1_000) * perSecondPerChannel);
    buckets.set(channel, { left: left >= 1 ? left - 1 : left, at });
    return left >= 1 ? 0 : Math.ceil((1 - left) / perSecondPerChannel);
  };
}
