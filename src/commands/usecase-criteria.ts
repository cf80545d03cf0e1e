import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { secondPerson } from '../rules/agreement.ts';
import { CYCLES } from '../rules/kill-switch.ts';
import { kpis } from '../rules/kpi.ts';
import { type KillKpi, killKpis, parseThreshold, side } from '../rules/threshold.ts';
import { endAgreement, isAgreed, proposeCriterion, standingAgreements } from '../store/criteria.ts';
import type { Person } from '../store/people.ts';
import { inForce, tellAgreement } from './acts/agreement.ts';
import { privatePlace } from './acts/audience.ts';
import { guardOpen } from './acts/production.ts';
import { agreementJson, type Criteria, criteriaCard } from './cards/criteria.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { editButton } from './kit/buttons.ts';
import { line } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { defineCommand, type UseCaseCtx } from './kit/command.ts';
import { allowIn } from './kit/use-case-standing.ts';
import { who, words } from './kit/words.ts';

const NONE = /^(none|off|-)$/i;

const args = z.strictObject({
  usecase: arg.useCase(),
  kpi: arg.choice('What is counted', killKpis, (kpi) => `${kpis[kpi].label} (${side(kpi)} a threshold)`).optional(),
  threshold: z
    .union([z.number(), z.string()])
    .optional()
    .meta({ label: 'Threshold', hint: 'Such as 40 %, or none to take the criterion away' }),
  cycles: z
    .union([z.number(), z.string().trim().regex(/^\d+$/)], 'Cycles is a number from 1 to 12.')
    .transform(Number)
    .refine((n) => Number.isInteger(n) && n >= CYCLES.least && n <= CYCLES.most, {
      message: `Cycles is a number from ${CYCLES.least} to ${CYCLES.most}.`,
    })
    .optional()
    .meta({ label: 'Cycles in a row', hint: `Usually ${CYCLES.usual}` }),
  words: arg.words('In your words', 1000).optional(),
});

type Done = Criteria & { did: 'showed' | 'asked' | 'removed'; second?: string };

export const usecaseCriteria = defineCommand({
  name: 'usecase-criteria',
  summary: 'When a use case should be stopped, as agreed beforehand',
  about: 'usecase',
  right: 'anyone',
  effect: 'write',
  args,
  typed: ['usecase', 'kpi', 'threshold', 'cycles', 'words'],
  examples: [
    'usecase criteria refunds',
    'usecase criteria refunds adoption 40% 2 If fewer than 40 % still use it we stop.',
    'usecase criteria refunds adoption none',
  ],
  async run(ctx, { kpi, threshold, cycles: wanted, words: said }): Promise<Done> {
    const { useCase, db } = ctx;
    const standing = await standingAgreements(db, [useCase.id]);
    if (![kpi, threshold, wanted, said].some((one) => one !== undefined)) return { useCase, standing, did: 'showed' };
    const cycles = wanted ?? CYCLES.usual;
    allowIn('agree', ctx.standing, useCase);
    guardOpen(useCase);
    if (kpi === undefined || threshold === undefined)
      throw new Incomplete([...(kpi ? [] : ['kpi']), ...(threshold === undefined ? ['threshold'] : [])]);
    if (NONE.test(String(threshold).trim())) return remove(ctx, standing, kpi);
    const number = parseThreshold(kpi, threshold);
    const second = secondPerson(useCase, ctx.actor.id);
    guardSecond(useCase.slug, second);
    if (said === undefined) throw new Incomplete(['words']);
    const made = { useCaseId: useCase.id, kpi, threshold: number, cycles, unit: useCase.period, words: said.trim() };
    const before = standing.find((one) => one.kpi === kpi && !isAgreed(one));
    const id = await proposeCriterion(db, { ...made, by: ctx.actor.id, now: ctx.now });
    if (before) ctx.refresh(`criterion:${before.id}`);
    for (const place of privatePlace(second)) ctx.tell({ subject: `criterion:${id}`, place, slot: 'card' });
    ctx.record('criterion', `usecase:${useCase.slug}`, { criterion: id, kpi, threshold: number, cycles });
    return { useCase, standing: await standingAgreements(db, [useCase.id]), did: 'asked', second: second.name };
  },
  say(done) {
    const card = criteriaCard(done);
    if (done.did === 'showed') return card;
    const told =
      done.did === 'removed'
        ? 'Taken away. Those who answer for this use case are told.'
        : `${done.second} is asked to agree.${inForce(done.standing, done.useCase).length > 0 ? ' Until then what was in force stays in force.' : ''}`;
    return { ...card, parts: [line([told]), ...card.parts] };
  },
  json: ({ useCase, standing }) => ({
    usecase: useCase.slug,
    in_force: inForce(standing, useCase).map(agreementJson),
    waiting: standing.filter((one) => !isAgreed(one)).map(agreementJson),
  }),
  async ask(ctx, given) {
    const { useCase } = ctx;
    allowIn('agree', ctx.standing, useCase);
    guardOpen(useCase);
    const second = secondPerson(useCase, ctx.actor.id);
    guardSecond(useCase.slug, second);
    const present = (await standingAgreements(ctx.db, [useCase.id])).find((one) => one.kpi === given.kpi);
    const value = (name: 'kpi' | 'threshold' | 'words') => (given[name] ?? present?.[name])?.toString();
    return {
      command: 'usecase-criteria',
      title: 'When to stop it',
      submit: 'Ask for a yes',
      args: { usecase: useCase.slug },
      parts: [line(words`It takes two people: ${who(second)} is asked to agree.`)],
      fields: [
        fieldOf(args, 'kpi', { value: value('kpi'), optional: false }),
        fieldOf(args, 'threshold', { value: value('threshold'), optional: false }),
        fieldOf(args, 'cycles', { value: String(given.cycles ?? present?.cycles ?? CYCLES.usual), optional: false }),
        fieldOf(args, 'words', { value: value('words'), optional: false }),
      ],
    };
  },
});

function guardSecond(slug: string, second: Person | null): asserts second is Person {
  if (second && second.accounts.length > 0) return;
  const why = second
    ? `${second.name} cannot be reached here any more.`
    : `It takes a stop authority and one more person.`;
  throw new Refusal('conflict', `Nobody can agree to this with you. ${why} Name the people of ${slug} first.`, {
    offers: [editButton(slug, 'Name them')],
  });
}

// Whoever is judged by it does not take it away alone; what nobody has agreed to yet binds nobody.
async function remove(ctx: UseCaseCtx, standing: Criteria['standing'], kpi: KillKpi): Promise<Done> {
  const { useCase, db } = ctx;
  const ended = standing.filter((one) => one.kpi === kpi);
  const label = kpis[kpi].label;
  if (ended.length === 0) throw new Refusal('conflict', `${useCase.slug} has no criterion for ${label}.`);
  const present = ended.find(isAgreed);
  const may = ctx.standing.roles.has('stop_authority') || (ctx.standing.roles.has('admin') && !useCase.stopAuthority);
  if (present && !may) {
    const could = useCase.stopAuthority ? `${useCase.stopAuthority.name}, the stop authority, can` : 'the admins can';
    throw new Refusal(
      'forbidden',
      `What was agreed is not taken away by you: ${could}. You may ask for another threshold.`,
    );
  }
  for (const one of ended) {
    await endAgreement(db, one.id, ctx.actor.id, ctx.now);
    ctx.refresh(`criterion:${one.id}`);
    if (isAgreed(one)) tellAgreement(ctx, useCase, one.id, 'dm:ended');
    ctx.record('criterion_ended', `usecase:${useCase.slug}`, { criterion: one.id, kpi });
  }
  return { useCase, standing: await standingAgreements(db, [useCase.id]), did: 'removed' };
}
