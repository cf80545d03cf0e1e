import { dayIn } from '../../rules/calendar.ts';
import { type Agreed, type Agreement, isAgreed } from '../../store/criteria.ts';
import type { UseCase } from '../../store/use-cases.ts';
import type { Ctx } from '../kit/command.ts';
import { type Words, who, words } from '../kit/words.ts';
import { privatePlace } from './audience.ts';

/** A day as people say it: "3 March 2026". */
const dayWords = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

/** "on 3 March 2026 by Olu and Dee" */
export const agreedWhen = ({ agreedAt, setBy, agreedBy }: Agreed, zone: string): Words =>
  words`on ${dayWords(dayIn(zone, agreedAt))} by ${who(setBy)} and ${who(agreedBy)}`;

/** "agreed on 3 March 2026 by Olu and Dee" */
export const agreedWords = (one: Agreed, zone: string): Words => words`agreed ${agreedWhen(one, zone)}`;

/** The agreements that judge a use case. One that was made for cycles of another length does not. */
export const inForce = (all: readonly Agreement[], { period }: Pick<UseCase, 'period'>): Agreed[] =>
  all.filter(isAgreed).filter(({ unit }) => unit === period);

/** Tells the people who answer for a use case, but not who did it, what became of an agreement. */
export function tellAgreement(ctx: Ctx, useCase: UseCase, id: number, slot: 'dm:agreed' | 'dm:ended'): void {
  const { owner, deputy, stopAuthority } = useCase;
  const places = [owner, deputy, stopAuthority].flatMap((one) =>
    one && one.id !== ctx.actor.id ? privatePlace(one) : [],
  );
  for (const place of new Set(places)) ctx.tell({ subject: `criterion:${id}`, place, slot });
}
