import { slackLimits } from '../../limits/slack.ts';
import { SlackApiError } from './api-error.ts';
import { newDigits, newSecret } from './ids.ts';

type Trigger = { user: string; at: number; used: boolean };

const kept = 20_000;

export type Triggers = ReturnType<typeof createTriggers>;

/** The short-lived permissions to open a view, one per interaction. Only the newest 20 000 are remembered. */
export function createTriggers(now: () => number) {
  const triggers = new Map<string, Trigger>();
  const team = newDigits();

  function issue(user: string): string {
    const id = `${newDigits()}.${team}.${newSecret()}`;
    triggers.set(id, { user, at: now(), used: false });
    if (triggers.size > kept) triggers.delete(triggers.keys().next().value as string);
    return id;
  }

  /** Whose trigger it is; from now on it is used. Throws Slack's three errors for a bad one. */
  function exchange(id: string): string {
    const trigger = triggers.get(id);
    if (!trigger) throw new SlackApiError('invalid_trigger_id');
    if (trigger.used) throw new SlackApiError('exchanged_trigger_id');
    if (now() - trigger.at > slackLimits.trigger.ms) throw new SlackApiError('expired_trigger_id');
    trigger.used = true;
    return trigger.user;
  }

  return { issue, exchange };
}
