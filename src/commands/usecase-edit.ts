import { Refusal } from '../refusal.ts';
import { readContextLines } from '../rules/context-lines.ts';
import { requiredFields } from '../rules/use-case.ts';
import { atWorkBy } from '../store/contracts.ts';
import type { Person } from '../store/people.ts';
import { lockPromptsOf, setInputs, type UseCase, type UseCaseSet, updateUseCase } from '../store/use-cases.ts';
import { lacking } from './acts/completeness.ts';
import { guardAgreed } from './acts/guard-agreed.ts';
import { applyLayer } from './acts/layer-policy.ts';
import { guardOpen } from './acts/production.ts';
import { refreshUseCase } from './acts/use-case-step.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { always, type FieldName, heldIn, kept, named, type UseCaseArgs, useCaseArgs } from './cards/use-case-fields.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { openSections, type Section, sectionNames, sections } from './cards/use-case-sections.ts';
import { personNamed } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { line } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { defineCommand, type UseCaseCtx } from './kit/command.ts';
import { named as namedIn } from './kit/named.ts';
import { allowOn } from './kit/use-case-standing.ts';
import { inWords, strong, words } from './kit/words.ts';

type Given = Partial<UseCaseArgs>;

export const usecaseEdit = defineCommand({
  name: 'usecase-edit',
  summary: 'Write down who answers for a use case and what it may do',
  about: 'usecase',
  right: 'anyone',
  effect: 'write',
  args: useCaseArgs,
  typed: ['usecase', 'section'],
  examples: ['usecase edit support', 'usecase edit support context', 'usecase edit support timezone=Europe/Berlin'],
  async ask(ctx, given) {
    const { useCase } = ctx;
    const section = given.section ?? sectionOf(given) ?? openSections(useCase)[0] ?? 'people';
    allowOn(rightOf(section), ctx, useCase);
    guardOpen(useCase);
    const { label, args, requires } = sections[section];
    return {
      command: 'usecase-edit',
      title: label,
      submit: 'Save',
      args: { usecase: useCase.slug, section, action: 'set' },
      parts: [
        line(
          words`${strong(useCase.slug)}: ${
            requires.length > 0
              ? 'all of this is needed before anything reaches production.'
              : 'what it is measured by.'
          }`,
        ),
      ],
      fields: args.map((name) => fieldOf(useCaseArgs, name, { value: shown(useCase, given, name) })),
    };
  },
  async run(ctx, given) {
    const { useCase } = ctx;
    const fields = fieldsIn(given);
    if (fields.length === 0) throw new Incomplete(['section'], '', nothingSaid());
    for (const section of new Set(fields.map(sectionWith))) allowOn(rightOf(section), ctx, useCase);
    guardOpen(useCase);
    const set = await readSet(ctx, given, fields);
    await guardAgreed(ctx, useCase, set);
    const inputs = given.inputs === undefined ? null : await readInputs(ctx, given.inputs);
    await updateUseCase(ctx.db, useCase.id, set);
    if (fields.includes('inputs')) await setInputs(ctx.db, useCase.id, inputs ?? []);
    ctx.record('edit', `usecase:${useCase.slug}`, { fields });
    const view = await loadUseCaseView(ctx.db, useCase.id, ctx.now);
    guardComplete(useCase, view.useCase);
    await guardSharers(ctx, useCase, view.useCase);
    if (useCase.assessment?.chosen === 'full' && ('ownerId' in set || 'contextOwnerId' in set))
      await applyLayer(ctx, view.useCase, await lockPromptsOf(ctx.db, useCase.id));
    await refreshUseCase(ctx, useCase);
    return view;
  },
  json: useCaseJson,
  say: useCaseCard,
});

// Its context is tended by whoever answers for it; the rest belongs to those who answer for the whole.
const rightOf = (section: Section) => (section === 'context' ? 'tend' : 'manage');

const sectionWith = (field: FieldName): Section =>
  sectionNames.find((name) => (sections[name].args as readonly string[]).includes(field))!;

const sectionOf = (given: Given): Section | undefined => fieldsIn({ ...given, action: undefined }).map(sectionWith)[0];

/** What is to be changed: what was said; of a form, all that it asks for, except what cannot be without a value. */
function fieldsIn({ usecase: _, section, action, ...given }: Given): FieldName[] {
  const said = (Object.keys(given) as FieldName[]).filter((name) => given[name] !== undefined);
  if (!action || !section) return said;
  const all: readonly FieldName[] = sections[section].args;
  return [...new Set([...said, ...all.filter((name) => !always.includes(name))])];
}

const shown = (useCase: UseCase, given: Given, name: FieldName): string | readonly string[] | undefined => {
  const value = given[name];
  if (value === undefined) return heldIn(useCase, name);
  return Array.isArray(value) ? value : String(value);
};

// What is at work stays complete: it may be rewritten, not emptied.
function guardComplete(before: UseCase, after: UseCase): void {
  if (before.state === 'draft') return;
  const known = lacking(before);
  const lost = lacking(after).filter((name) => !known.includes(name));
  if (lost.length === 0) return;
  throw new Refusal(
    'conflict',
    `The use case ${before.slug} is ${before.state} and needs ${inWords(lost)}. Nothing was changed.`,
  );
}

const context = [requiredFields.contextInputs, requiredFields.contextReviewDays, requiredFields.contextStopCriteria];

// Nor is what others decide by who are at work, while it is itself a draft.
async function guardSharers({ db }: UseCaseCtx, before: UseCase, after: UseCase): Promise<void> {
  const known = lacking(before);
  const lost = lacking(after).filter((name) => context.includes(name) && !known.includes(name));
  const sharers = lost.length > 0 ? await atWorkBy(db, before.id) : [];
  if (sharers.length === 0) return;
  const decide = `${inWords(sharers)} ${sharers.length === 1 ? 'decides' : 'decide'}`;
  throw new Refusal(
    'conflict',
    `${decide} by the context of ${before.slug}, and ${sharers.length === 1 ? 'needs' : 'need'} ${inWords(lost)}. Nothing was changed.`,
  );
}

const nothingSaid = () =>
  new Refusal('invalid', 'Say what shall change, for example limits="No refunds above 50 EUR".');

async function readSet(ctx: UseCaseCtx, given: Given, fields: readonly FieldName[]): Promise<UseCaseSet> {
  const { useCase } = ctx;
  const set: Record<string, unknown> = {};
  const people: Partial<Record<keyof typeof named, Person | null>> = {};
  for (const name of fields) {
    if (name in kept) set[kept[name as keyof typeof kept]] = given[name] ?? null;
    if (name in named) {
      const reference = given[name] as string | undefined;
      const person = reference === undefined ? null : await personNamed(ctx, reference, name);
      people[name as keyof typeof named] = person;
      set[`${named[name as keyof typeof named]}Id`] = person?.id ?? null;
    }
  }
  const { owner = useCase.owner, deputy = useCase.deputy } = people;
  if (owner && owner.id === deputy?.id) {
    const message = `${owner.name} cannot be owner and deputy: the deputy stands in for the owner. Name two people.`;
    throw new Refusal('conflict', message, { fields: { deputy: message } });
  }
  if (fields.includes('team')) set.team = await teamIn(ctx, given.team ?? []);
  // A claim belongs to whoever makes it.
  const claims = set.minutesPerDecision !== undefined && set.minutesPerDecision !== useCase.minutesPerDecision;
  if (claims) set.hoursBy = ctx.actor.id;
  return set as UseCaseSet;
}

async function teamIn(ctx: UseCaseCtx, given: string | readonly string[]): Promise<string | null> {
  const { people, places } = await namedIn(ctx, given, 'team');
  if (people.length === 0 && places.length <= 1) return places[0] ?? null;
  const message = 'Name one channel: the team is told in one place.';
  throw new Refusal('invalid', message, { fields: { team: message } });
}

async function readInputs(ctx: UseCaseCtx, text: string) {
  const wanted: Parameters<typeof setInputs>[2][number][] = [];
  for (const { owner, ...one } of readContextLines(text))
    wanted.push({ ...one, ownerId: (await personNamed(ctx, owner, 'inputs')).id });
  return wanted;
}
