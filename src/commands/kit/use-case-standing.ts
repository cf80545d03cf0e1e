import { Refusal } from '../../refusal.ts';
import { denial, type Right, type Role, rights, type Standing } from '../../rules/authority.ts';
import { distinct, type Person } from '../../store/people.ts';
import type { UseCase } from '../../store/use-cases.ts';
import type { Ctx, Via } from './command.ts';
import { denialWords } from './standing.ts';

const people: Partial<Record<Role, (useCase: UseCase) => Person | null>> = {
  owner: (useCase) => useCase.owner,
  deputy: (useCase) => useCase.deputy,
  context_owner: (useCase) => useCase.contextOwner,
  stop_authority: (useCase) => useCase.stopAuthority,
};

/** What a person is to a use case. */
export function standingIn(person: Person, admin: boolean, via: Via, useCase: UseCase): Standing {
  const roles = Object.entries(people).flatMap(([role, of]) => (of(useCase)?.id === person.id ? [role as Role] : []));
  return {
    roles: new Set([...roles, ...(admin ? (['admin'] as const) : [])]),
    wrote: false,
    parted: false,
    author: false,
    token: via.token !== undefined,
  };
}

/** Everybody who holds a right in a use case, besides the admins. */
function holdersIn(right: Right, useCase: UseCase): Person[] {
  const { holders } = rights[right];
  if (holders === 'everyone') return [];
  return distinct(holders.flatMap((role) => people[role]?.(useCase) ?? []));
}

/** The guard at every click. @throws Refusal `forbidden` that says who could */
export function allowIn(right: Right, standing: Standing, useCase: UseCase): void {
  const no = denial(right, standing);
  if (!no) return;
  const { holders } = rights[right];
  const names = holdersIn(right, useCase).map((one) => one.name);
  const admins = holders.includes('admin') ? ['the admins'] : [];
  const could = [...names, ...admins].join(', ');
  throw new Refusal(
    'forbidden',
    `${denialWords[no](right)} ${could ? `These can: ${could}.` : `Nobody can yet: ask an admin to say who.`}`,
  );
}

/** The same for whoever acts now. @throws Refusal `forbidden` */
export const allowOn = (right: Right, ctx: Pick<Ctx, 'actor' | 'admin' | 'via'>, useCase: UseCase): void =>
  allowIn(right, standingIn(ctx.actor, ctx.admin, ctx.via, useCase), useCase);
