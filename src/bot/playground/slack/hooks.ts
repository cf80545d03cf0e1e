import { slackLimits } from '../../limits/slack.ts';
import { newDigits, newSecret } from './ids.ts';

/** What a response_url answers to. */
export type Hook = {
  readonly user: string;
  readonly channel: string;
  /** The message whose element was pressed, and whether only that person sees it. */
  readonly message?: { readonly ts: string; readonly ephemeral: boolean };
  readonly thread_ts?: string | undefined;
};

type Issued = Hook & { at: number; uses: number };

const kept = 20_000;

export type Hooks = ReturnType<typeof createHooks>;

/** The response addresses that were handed out. Only the newest 20 000 are remembered. */
export function createHooks(now: () => number, base: () => string, teamId: string) {
  const issued = new Map<string, Issued>();

  function issue(kind: 'commands' | 'actions' | 'app', hook: Hook): string {
    const path = `${kind}/${teamId}/${newDigits()}/${newSecret()}`;
    issued.set(path, { ...hook, at: now(), uses: 0 });
    if (issued.size > kept) issued.delete(issued.keys().next().value as string);
    return `${base()}hooks/${path}`;
  }

  /** Counts one use. Answers Slack's reason when the address is not (or no longer) good. */
  function use(path: string): Hook | 'no_service' | 'used_url' | 'expired_url' {
    const hook = issued.get(path);
    if (!hook) return 'no_service';
    if (now() - hook.at > slackLimits.responseUrl.ms) return 'expired_url';
    if (hook.uses >= slackLimits.responseUrl.uses) return 'used_url';
    hook.uses += 1;
    return hook;
  }

  return { issue, use };
}
