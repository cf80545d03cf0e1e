import { z } from 'zod';
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
    const { name, email, accounts } = ctx.actor;
    const roles = await rolesOf(ctx.db, ctx.actor.id);
    return { name, email, accounts, admin: ctx.admin, token: ctx.via.token?.name ?? null, roles };
  },
  say: ({ name, email, accounts, admin, token, roles }): Card => ({
    title: words`You are ${strong(name)}${admin ? ', an admin' : ''}.`,
    parts: [
      facts(
        ['E-mail', [email ?? 'not known: the platform does not tell me']],
        ['Accounts', accounts.flatMap((key, i): Words => (i === 0 ? [code(key)] : [', ', code(key)]))],
        ...(token ? ([['Token', [token]]] as [string, Words][]) : []),
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
