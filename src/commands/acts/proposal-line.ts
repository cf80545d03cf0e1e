import type { EscalationStep } from '../../rules/proposal.ts';
import { type Candidate, type Line, lineOf } from '../../rules/proposal-line.ts';
import type { Db } from '../../store/open.ts';
import { distinct, findPerson, type Person } from '../../store/people.ts';
import { productionWriters } from '../../store/production-writers.ts';
import { noteAsked, type Proposal } from '../../store/proposals.ts';
import type { UseCase } from '../../store/use-cases.ts';
import type { Ctx, Settings } from '../kit/command.ts';
import { privatePlace } from './audience.ts';

/** Who is asked about a proposal by now and why, with all `people` who may come to be asked. */
export type AskedLine = {
  asked: { person: Person; mayKeep: boolean }[];
  why: Line['why'];
  people: readonly Person[];
};

/** The people whom the configuration names as admins, as far as anybody is known by those names. */
export async function adminsOf(db: Db, { admins }: Pick<Settings, 'admins'>): Promise<Person[]> {
  const found = await Promise.all(admins.map((named) => findPerson(db, named)));
  return distinct(found.filter((one) => one !== null));
}

/** A use case that somebody proposes to stop, and how far that went because nobody answered. */
type Proposed = { useCase: UseCase; step: EscalationStep | null };

/** Who is to be asked about proposals as things stand, by their use cases: people leave, and release versions. */
export async function linesFor(
  db: Db,
  admins: readonly Person[],
  proposed: readonly Proposed[],
): Promise<Map<number, AskedLine>> {
  const wrote = await productionWriters(
    db,
    proposed.map(({ useCase }) => useCase.id),
  );
  return new Map(proposed.map((one) => [one.useCase.id, lineAs(admins, one, wrote.get(one.useCase.id)!)]));
}

/** The same of one. */
export async function lineFor(
  db: Db,
  settings: Settings,
  useCase: UseCase,
  step: EscalationStep | null,
): Promise<AskedLine> {
  return (await linesFor(db, await adminsOf(db, settings), [{ useCase, step }])).get(useCase.id)!;
}

function lineAs(admins: readonly Person[], { useCase, step }: Proposed, writers: ReadonlySet<number>): AskedLine {
  const { stopAuthority, deputy } = useCase;
  const candidate = (one: Person): Candidate => ({
    id: one.id,
    here: one.accounts.length > 0,
    wrote: writers.has(one.id),
  });
  const { asked, why } = lineOf(
    {
      stopAuthority: stopAuthority && candidate(stopAuthority),
      deputy: deputy && candidate(deputy),
      admins: admins.map(candidate),
    },
    step,
  );
  const people = distinct([...admins, ...(deputy ? [deputy] : []), ...(stopAuthority ? [stopAuthority] : [])]);
  const known = new Map(people.map((one) => [one.id, one]));
  return { asked: asked.map(({ id, mayKeep }) => ({ person: known.get(id)!, mayKeep })), why, people };
}

/** The copy of a proposal's card that somebody has: what it offers depends on whose it is. */
export const copyOf = (personId: number): string => `person:${personId}`;

/** The copy in a place that everybody reads, where nobody can be asked in person. */
export const EVERYBODY = 'everybody';

/** Where a proposal is brought up when nobody can be asked about it. */
export const beforeEverybody = (settings: Settings, line: Pick<AskedLine, 'asked'>): readonly string[] =>
  line.asked.length === 0 ? settings.announcePlaces : [];

/**
 * Asks whoever is to be asked by now and was not yet; brings it before everybody, once, where that is nobody.
 * @returns who was asked in all
 */
export async function askAround(
  ctx: Ctx,
  proposal: Pick<Proposal, 'id' | 'asked' | 'announced'>,
  line: AskedLine,
  step: EscalationStep | null,
): Promise<number[]> {
  const subject = `proposal:${proposal.id}`;
  const fresh = line.asked.flatMap(({ person }) => (proposal.asked.includes(person.id) ? [] : [person]));
  for (const person of fresh)
    for (const place of privatePlace(person)) ctx.tell({ subject, place, slot: copyOf(person.id) });
  const places = beforeEverybody(ctx.settings, line);
  if (!proposal.announced) for (const place of places) ctx.tell({ subject, place, slot: EVERYBODY });
  const asked = [...proposal.asked, ...fresh.map(({ id }) => id)];
  await noteAsked(ctx.db, proposal.id, { asked, step, announced: proposal.announced || places.length > 0 });
  return asked;
}
