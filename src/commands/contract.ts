import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { denial } from '../rules/authority.ts';
import { decisionClass } from '../rules/decision-class.ts';
import { leaveContract, shareContract } from '../store/contracts.ts';
import { decidingUseCases } from '../store/decision-classes.ts';
import { getUseCase, getUseCases, setInputs, type UseCase, updateUseCase } from '../store/use-cases.ts';
import { privatePlace } from './acts/audience.ts';
import { lacking } from './acts/completeness.ts';
import { inputFacts } from './cards/contract.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { editButton } from './kit/buttons.ts';
import { buttons, type Card, facts, line } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import { useCaseNamed } from './kit/subject.ts';
import { allowOn, standingIn } from './kit/use-case-standing.ts';
import { count, inWords, strong, type Words, words } from './kit/words.ts';

const args = z.strictObject({
  class: arg.words('Decision class', 200).optional(),
  /** The use case whose context the others decide by. */
  lead: arg.useCase().optional().meta({ label: 'Whose context' }),
  /** The one that shall share it; without it all of the class. */
  usecase: arg.useCase().optional(),
  leave: arg.useCase().optional(),
});

export const contract = defineCommand({
  name: 'contract',
  summary: 'One context contract for use cases that decide about the same',
  about: 'nothing',
  right: 'anyone',
  effect: 'write',
  args,
  typed: ['class'],
  examples: ['contract refund requests', 'contract lead=refunds refund requests', 'contract leave=shop-refunds'],
  async run(ctx, given) {
    if (given.leave !== undefined) return leave(ctx, given.leave);
    if (given.class === undefined) throw new Incomplete(['class']);
    const all = await ofClass(ctx, given.class);
    const lead = all.find(({ slug }) => slug === given.lead);
    if (!lead || lead.inputs.length === 0)
      throw new Incomplete(['lead'], lead ? `${lead.slug} has no inputs to share.` : '');
    // What is at work stays complete: nobody joins a context that lacks something.
    if (lead.contextReviewDays === null || lead.contextStopCriteria === null)
      throw new Refusal('conflict', `${lead.slug} has not said how often its context is reviewed, or what stops it.`, {
        offers: [editButton(lead.slug, 'Fill it in', 'context')],
      });
    const wanted = all.filter(
      ({ id, slug, contractOf }) =>
        id !== lead.id && contractOf !== lead.id && (given.usecase === undefined || slug === given.usecase),
    );
    const may = (one: UseCase) => !denial('tend', standingIn(ctx.actor, ctx.admin, ctx.via, one));
    if (given.usecase !== undefined && wanted[0]) allowOn('tend', ctx, wanted[0]);
    else if (!all.some(may)) allowOn('tend', ctx, lead);
    const joined = wanted.filter(may);
    const asked = wanted.filter((one) => !may(one));
    await shareContract(
      ctx.db,
      lead.id,
      joined.map(({ id }) => id),
    );
    for (const one of joined) {
      ctx.record('contract', `usecase:${one.slug}`, { lead: lead.slug });
      ctx.refresh(`usecase:${one.id}`);
      if (lead.owner && lead.owner.id !== ctx.actor.id) tell(ctx, lead, one, lead.owner, 'dm:shared');
    }
    // Nobody's context is changed over their head.
    for (const one of asked) if (one.owner) tell(ctx, lead, one, one.owner, 'dm:asked');
    return { lead, joined: joined.map(({ slug }) => slug), asked: asked.map(({ slug }) => slug), left: null };
  },
  json: ({ lead, joined, asked, left }) => ({ lead: lead?.slug ?? null, joined, asked, left }),
  say({ lead, joined, asked, left }): Card {
    if (!lead) return { title: words`${strong(left ?? '')} decides by its own context again.`, parts: [] };
    return {
      title: sharedTitle(lead.slug, joined, asked),
      parts: [
        facts(...inputFacts(lead)),
        ...(joined.length > 0 && asked.length > 0 ? [line([`Those who answer for ${inWords(asked)} are asked.`])] : []),
        ...buttons(
          ...joined
            .slice(0, 3)
            .map((slug) => ({ label: `${slug} leaves`, command: 'contract', args: { leave: slug } })),
        ),
      ],
    };
  },
  async ask(ctx, given) {
    const form = { command: 'contract', title: 'A shared contract', submit: 'Share it', args: given };
    if (given.class === undefined) return { ...form, parts: [], fields: [fieldOf(args, 'class', { optional: false })] };
    const all = await ofClass(ctx, given.class);
    const leads = all
      .filter(({ inputs, contractOf }) => inputs.length > 0 && contractOf === null)
      .sort((one, other) => other.inputs.length - one.inputs.length);
    if (leads.length === 0) {
      throw new Refusal(
        'conflict',
        `None of ${inWords(all.map(({ slug }) => slug))} has inputs yet that could be shared.`,
      );
    }
    const choices = leads.slice(0, 100).map(({ slug, inputs }) => ({
      value: slug,
      label: `${slug}: ${count(inputs.length, 'input')}`.slice(0, 75),
    }));
    return {
      ...form,
      parts: [
        line([`${inWords(all.map(({ slug }) => slug))} decide about “${given.class}”.`]),
        line(['Yours share the context that you choose at once; whoever answers for the others is asked.']),
      ],
      fields: [
        fieldOf(args, 'lead', {
          optional: false,
          value: given.lead ?? choices[0]!.value,
          input: { kind: 'choice', choices },
        }),
      ],
    };
  },
});

function sharedTitle(lead: string, joined: readonly string[], asked: readonly string[]): Words {
  if (joined.length > 0)
    return words`${inWords(joined)} ${joined.length === 1 ? 'decides' : 'decide'} by the context of ${strong(lead)} from now on.`;
  if (asked.length > 0)
    return words`Those who answer for ${inWords(asked)} are asked to share the context of ${strong(lead)}.`;
  return words`All of them share the context of ${strong(lead)} already.`;
}

type Owner = NonNullable<UseCase['owner']>;

function tell(ctx: Ctx, lead: UseCase, one: UseCase, person: Owner, slot: string): void {
  for (const place of privatePlace(person)) ctx.tell({ subject: `contract:${lead.id}/${one.id}`, place, slot });
}

async function leave(ctx: Ctx, slug: string) {
  const useCase = await useCaseNamed(ctx.db, slug, true);
  allowOn('tend', ctx, useCase);
  if (useCase.contractOf === null) throw new Refusal('conflict', `${slug} decides by its own context already.`);
  await leaveContract(ctx.db, useCase.id);
  // What is at work stays complete: it keeps what it decided by where it has too little of its own.
  const own = await getUseCase(ctx.db, useCase.id);
  if (own.state !== 'draft' && lacking(own).length > lacking(useCase).length) {
    const { inputs, contextReviewDays, contextStopCriteria } = useCase;
    const rows = inputs.map(({ name, source, owner, freshnessDays }) => ({
      name,
      source,
      ownerId: owner.id,
      freshnessDays,
    }));
    await setInputs(ctx.db, useCase.id, rows);
    await updateUseCase(ctx.db, useCase.id, { contextReviewDays, contextStopCriteria });
  }
  ctx.record('contract', `usecase:${slug}`, { lead: null });
  ctx.refresh(`usecase:${useCase.id}`);
  return { lead: null, joined: [], asked: [], left: slug };
}

/** The use cases of a decision class, however it is spelt. @throws Refusal when there are not two, with the classes that there are */
async function ofClass(ctx: Ctx, typed: string): Promise<UseCase[]> {
  const name = decisionClass(typed);
  const all = await decidingUseCases(ctx.db);
  const found = all.filter((one) => decisionClass(one.decisionClass) === name);
  if (found.length === 1) {
    const message = `Only ${found[0]!.slug} decides about “${typed}”, so there is nobody to share a context with yet.`;
    throw new Refusal('conflict', message);
  }
  if (found.length > 0)
    return getUseCases(
      ctx.db,
      found.map(({ id }) => id),
    );
  const classes = [...new Set(all.map((one) => one.decisionClass!))].slice(0, 5);
  const known = classes.length > 0 ? ` There are: ${classes.join(', ')}.` : '';
  const message = `No use case decides about “${typed}”.${known}`;
  throw new Refusal('not_found', message, { fields: { class: message } });
}
