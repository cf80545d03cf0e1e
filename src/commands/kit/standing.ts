import { Refusal } from '../../refusal.ts';
import { type Denial, denial, type Right, type Role, rights, type Standing } from '../../rules/authority.ts';
import type { ChangeState } from '../../store/changes.ts';
import { type Actor, distinct, type Person } from '../../store/people.ts';
import type { PromptState } from '../../store/prompts.ts';
import type { Via } from './command.ts';

/** Whether the configuration names this person as an admin, by an e-mail or an account of theirs that may act. */
export function isAdmin(person: Actor, admins: readonly string[]): boolean {
  return admins.some((named) => person.emails.includes(named.toLowerCase()) || person.accounts.includes(named));
}

const has = (people: readonly Person[], person: Person) => people.some((one) => one.id === person.id);

/** What a person is to a prompt and, where there is one, to a change of it. */
export function standingOf(
  person: Person,
  admin: boolean,
  via: Via,
  prompt?: PromptState,
  change?: ChangeState,
): Standing {
  const roles = new Set<Role>();
  if (admin) roles.add('admin');
  if (prompt) {
    if (prompt.owner.id === person.id) roles.add('owner');
    if (prompt.deputy.id === person.id) roles.add('deputy');
    if (has(prompt.contributors, person)) roles.add('contributor');
    if (has(prompt.reviewers, person)) roles.add('reviewer');
  }
  return {
    roles,
    wrote: change ? has(change.writers, person) : false,
    parted: change ? has(change.parted, person) : false,
    author: change?.author.id === person.id,
    token: via.token !== undefined,
  };
}

/** Everybody who holds a right on a prompt; for a decision without those who wrote the change. */
export function holders(right: Right, prompt: PromptState, change?: ChangeState): Person[] {
  const rule = rights[right];
  const listed: Person[] = [];
  if (rule.holders !== 'everyone') {
    for (const role of rule.holders) {
      if (role === 'owner') listed.push(prompt.owner);
      if (role === 'deputy') listed.push(prompt.deputy);
      if (role === 'contributor') listed.push(...prompt.contributors);
      if (role === 'reviewer') listed.push(...prompt.reviewers);
    }
  }
  if (rule.author && change) listed.push(change.author);
  const people = distinct(listed);
  if (!rule.notWriters || !change) return people;
  return people.filter((person) => !has(change.writers, person) && !has(change.parted, person));
}

const names = (people: readonly Person[]) => people.map((person) => person.name).join(', ');

/** Who could do it, as the end of a refusal. */
function whoCould(right: Right, prompt: PromptState | undefined, change: ChangeState | undefined): string {
  const rule = rights[right];
  const people = prompt ? names(holders(right, prompt, change)) : '';
  const admins = rule.holders !== 'everyone' && rule.holders.includes('admin');
  if (people && admins) return `These can: ${people}, and the admins.`;
  if (people) return `These can: ${people}.`;
  if (admins) return 'The admins can; they are named in the setting ADMINS.';
  return prompt ? `Nobody can yet: ask ${prompt.owner.name}, the owner, to add a reviewer.` : 'Nobody can.';
}

/** Why a right is denied, as the beginning of a refusal. */
export const denialWords: Record<Denial, (right: Right) => string> = {
  token: (right) => `A service token may not ${rights[right].words}: that takes a person.`,
  writer: () => 'You wrote this change, so somebody else must decide on it.',
  parted: () =>
    'When this change was opened you were one person here with somebody who wrote it or has decided on it, so somebody else must decide.',
  role: (right) => `You may not ${rights[right].words}.`,
};

/** The guard at every click. @throws Refusal `forbidden` that says who could */
export function allow(right: Right, standing: Standing, prompt?: PromptState, change?: ChangeState): void {
  const no = denial(right, standing);
  if (no) throw new Refusal('forbidden', `${denialWords[no](right)} ${whoCould(right, prompt, change)}`);
}
