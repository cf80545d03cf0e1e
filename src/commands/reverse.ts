import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { dayIn } from '../rules/calendar.ts';
import { maskSecrets } from '../rules/mask.ts';
import { holdBooks } from '../store/books.ts';
import { type Decision, decisionsNamed, getDecision } from '../store/decision-reading.ts';
import { copiesOf } from '../store/posts.ts';
import { keepReversals } from '../store/reversals.ts';
import { getUseCase, rolesInPrompts } from '../store/use-cases.ts';
import { decisionNumber, reversalFacts } from './cards/decision.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { type Card, facts, line, note } from './kit/card.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import type { Form } from './kit/form.ts';
import { allowIn, standingIn } from './kit/use-case-standing.ts';
import { strong, words } from './kit/words.ts';

/** As many decisions of one key are offered to choose from. */
const OFFERED = 5;

const args = z.strictObject({
  decision: z
    .union([z.number(), z.string()])
    .transform((given) => String(given).trim())
    .refine(
      (text) => text.length >= 1 && text.length <= 200,
      'A decision is named by its key, or by its number such as #12.',
    )
    .meta({ label: 'Decision', hint: 'Its key, or the number on its card, such as #12' }),
  reason: arg.words('Why it is reversed', 2_000),
  minutes: arg.amount('Minutes that people spent on it', 1_000_000).optional(),
  cost: arg.amount('What it cost', 1_000_000_000).optional(),
});

export const reverse = defineCommand({
  name: 'reverse',
  summary: 'Take back a decision, with what that took and cost',
  about: 'nothing',
  right: 'anyone',
  effect: 'write',
  args,
  typed: ['decision', 'reason'],
  examples: ['reverse refund-4711 The customer was paid twice'],
  async ask(ctx, given): Promise<Form> {
    const form = { command: 'reverse', title: 'Reverse a decision', submit: 'Reverse' };
    if (given.decision === undefined) {
      return { ...form, args: {}, parts: [], fields: [fieldOf(args, 'decision'), ...fieldsOf(null, given)] };
    }
    const decision = await decisionMeant(ctx, given.decision);
    await guard(ctx, decision);
    return {
      ...form,
      args: { decision: decisionNumber(decision.id) },
      parts: [line(words`${strong(decision.key)} of ${strong(decision.usecase)}, decided by ${decision.application}.`)],
      fields: fieldsOf(decision, given),
    };
  },
  async run(ctx, { decision: named, reason, minutes = null, cost = null }) {
    const meant = await decisionMeant(ctx, named);
    await guard(ctx, meant);
    const { id, useCaseId, timezone, isShown } = meant;
    await holdBooks(ctx.db, [useCaseId]);
    const said = { reason: await maskSecrets(reason), minutes, cost };
    const when = { at: ctx.now, day: dayIn(timezone, ctx.now) };
    const [kept] = await keepReversals(ctx.db, [{ decisionId: id, personId: ctx.actor.id, ...said, ...when }]);
    if (kept) {
      if (isShown) ctx.refresh(`decision:${id}`);
      ctx.record('reverse', `decision:${id}`, { minutes, cost });
    }
    return { decision: (await getDecision(ctx.db, id))!, isNew: kept !== undefined };
  },
  json: ({ decision, isNew }) => ({
    decision: decision.id,
    usecase: decision.usecase,
    key: decision.key,
    reason: decision.reversal!.reason,
    minutes: decision.reversal!.minutes,
    cost: decision.reversal!.cost,
    new: isNew,
  }),
  say: ({ decision, isNew }): Card => ({
    title: isNew
      ? words`Reversed: ${strong(decision.key)} of ${strong(decision.usecase)}.`
      : words`That is known: ${strong(decision.key)} of ${strong(decision.usecase)} is reversed.`,
    parts: [
      facts(...reversalFacts(decision)),
      note(['It counts for how often decisions are reversed, and what that costs. The last word counts, once.']),
    ],
  }),
});

/**
 * Whoever works on the use case may, and whoever does it where the decision was posted, for those who are to see it are there.
 * @throws Refusal `forbidden`
 */
async function guard(ctx: Ctx, { id, useCaseId }: Decision): Promise<void> {
  const { db, via } = ctx;
  if (via.place && !via.token && (await copiesOf(db, `decision:${id}`)).some((one) => one.place === via.place)) return;
  const useCase = await getUseCase(db, useCaseId);
  const standing = standingIn(ctx.actor, ctx.admin, via, useCase);
  const roles = new Set([...standing.roles, ...(await rolesInPrompts(db, useCaseId, ctx.actor.id))]);
  allowIn('reverse', { ...standing, roles }, useCase);
}

/** What was said before stands in the form, so that a correction corrects. */
function fieldsOf(decision: Decision | null, given: Partial<z.infer<typeof args>>): Form['fields'] {
  const { reason, minutes, cost } = { ...decision?.reversal, ...given };
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? undefined : String(value);
  const label = decision ? { label: `What it cost, in ${decision.currency}` } : {};
  return [
    fieldOf(args, 'reason', { value: reason }),
    fieldOf(args, 'minutes', { value: text(minutes) }),
    fieldOf(args, 'cost', { value: text(cost), ...label }),
  ];
}

/** @throws Refusal when nobody has reported it, or several did */
async function decisionMeant({ db }: Ctx, named: string): Promise<Decision> {
  const number = /^#(\d{1,15})$/.exec(named)?.[1];
  const numbered = number === undefined ? null : await getDecision(db, Number(number));
  if (numbered) return numbered;
  const found = await decisionsNamed(db, named, OFFERED);
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    const message = `I know no decision called "${named}". Its card shows its number, such as #12.`;
    throw new Refusal('not_found', message, { fields: { decision: message } });
  }
  throw new Refusal('conflict', `Several decisions are called "${named}". Which one?`, {
    offers: found.map(({ id, usecase, application }) => ({
      label: `${usecase}, ${application}`,
      command: 'reverse',
      args: { decision: decisionNumber(id) },
      ask: true,
    })),
  });
}
