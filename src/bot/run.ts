import type { Card } from '../commands/kit/card.ts';
import { dispatch } from '../commands/kit/dispatch.ts';
import type { Form } from '../commands/kit/form.ts';
import type { House, Invocation, Outcome } from '../commands/kit/invocation.ts';
import { Refusal } from '../refusal.ts';
import { type AccountKey, accountKey } from '../rules/account.ts';
import type { People } from './people.ts';

type Asked = {
  /** Whose account it is, once we know where we are; null while we do not. May throw a Refusal. */
  who: () => AccountKey | null;
  place?: string;
  command: string;
  args: Record<string, unknown>;
  /** What makes this delivery one and the same however often it arrives. */
  id: string;
  ask?: boolean;
  own?: boolean;
  /** When it arrived, by `performance.now()`. */
  arrived: number;
};

export type Run = (asked: Asked) => Promise<Outcome>;

// Slack waits three seconds, and people no longer elsewhere; what must follow (opening a form) wants its share of them.
const TOTAL = 2_300;

/** Who it is, then the one room every command goes through; never throws and never takes longer than a platform waits. */
export function createRun(of: { door: 'slack' | 'teams'; house: House; people: People }): Run {
  return async ({ who, place, command, args, id, ask, own, arrived }) => {
    const left = () => Math.max(50, TOTAL - (performance.now() - arrived));
    const via: Invocation['via'] = { door: of.door, place };
    try {
      const effect = of.house.commands.get(command)?.effect;
      if (effect === 'none') return dispatch(of.house, { command, args, personId: null, via });
      const account = who();
      if (!account) return { kind: 'failed' };
      via.account = accountKey(account);
      const known = (async () => {
        const personId = await of.people.identify(account, effect === 'write' && !ask ? 'act' : 'look');
        await of.people.introduce(args);
        return personId;
      })();
      const personId = await within(known, left() - 200);
      if (personId === null) return { kind: 'failed' };
      return dispatch(of.house, {
        command,
        args,
        personId,
        via,
        id: `${of.door}:${id}`,
        canAsk: true,
        ask,
        own,
        within: left(),
      });
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', refusal: error };
      of.house.log.error({ err: error, command }, 'could not tell who this is');
      return { kind: 'failed' };
    }
  };
}

/** What comes of it, or null when that takes longer. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), ms);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is said to whoever asked; null when there is nothing to say (a repeated delivery, or a form instead). */
export function spoken(outcome: Outcome): Card | null {
  switch (outcome.kind) {
    case 'done':
      return outcome.card;
    case 'refused':
      return {
        title: [outcome.refusal.message],
        parts: outcome.refusal.offers.length > 0 ? [{ kind: 'buttons', buttons: outcome.refusal.offers }] : [],
      };
    case 'failed':
      return { title: ['I could not do this just now. Nothing was changed; please try again in a moment.'], parts: [] };
    case 'unknown':
      return {
        title: ['I could not confirm whether this was done. Look with "history" before you try again.'],
        parts: [],
      };
    default:
      return null;
  }
}

/** Where nothing can open a form by itself it is offered as a button. */
export const offer = (form: Form): Card => ({
  title: [form.title],
  parts: [
    {
      kind: 'buttons',
      buttons: [{ label: 'Open the form', command: form.command, args: form.args, style: 'primary', ask: true }],
    },
  ],
});
