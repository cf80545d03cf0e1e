import { z } from 'zod';
import { accountsOf, type OwnAccount } from '../store/accounts.ts';
import { rolesOf } from '../store/prompt-list.ts';
import { type Card, facts, line } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { code, strong, type Words, words } from './kit/words.ts';

export const whoami = defineCommand({
  name: 'whoami',
  summary: 'Who I think you are and what you may do',
  about: 'nothing',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({}),
  typed: [],
  examples: ['whoami'],
  async run(ctx) {
    const { name, email, emails } = ctx.actor;
    const accounts = await accountsOf(ctx.db, ctx.actor.id);
    const roles = await rolesOf(ctx.db, ctx.actor.id);
    const { token, place = null } = ctx.via;
    return { name, email, emails, accounts, admin: ctx.admin, token: token?.name ?? null, place, roles };
  },
  json: ({ emails, accounts, place: _, ...done }) => ({ ...done, accounts: accounts.map((one) => one.key) }),
  say: ({ name, emails, accounts, admin, token, place, roles }): Card => ({
    title: words`You are ${strong(name)}${admin ? ', an admin' : ''}.`,
    parts: [
      facts(
        ['E-mail', [emails.join(', ') || 'not known: the platform does not tell me']],
        ['Accounts', accounts.flatMap((one, i): Words => [...(i === 0 ? [] : [', ']), code(one.key), ...known(one)])],
        ...(token ? ([['Token', [token]]] as [string, Words][]) : []),
        ...(place ? ([['This place', [code(place)]]] as [string, Words][]) : []),
      ),
      ...(roles.length === 0
        ? [line(['You have no role in any prompt yet. You may read and comment on all of them and create new ones.'])]
        : roles.slice(0, 20).map((one) => line(words`${strong(one.prompt)}: ${one.roles.join(', ')}`))),
      ...(admin
        ? [
            line([
              'As an admin you may roll back, withdraw, govern every prompt and make tokens. Deciding on changes stays with reviewers.',
            ]),
          ]
        : []),
    ],
  }),
});

const barred: Record<string, string> = {
  deleted: ' (deactivated)',
  bot: ' (a bot)',
  guest: ' (a guest: it may not act)',
  foreign: ' (of another organisation: it may not act)',
};

/** What is particular about an account. */
const known = ({ linked, barred: why }: OwnAccount): string[] =>
  why ? [barred[why] ?? ''] : linked === 'code' ? [' (linked by you)'] : [];
