import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { parseAccountKey } from '../rules/account.ts';
import { accountsOf, findAccount, type OwnAccount } from '../store/accounts.ts';
import { dropAddress, holdStill, keepAddress, part } from '../store/one-human.ts';
import { getPeople, type Person } from '../store/people.ts';
import { privatePlace } from './acts/audience.ts';
import { partingCard, sideWords } from './cards/pairing.ts';
import { fieldOf } from './kit/ask.ts';
import { line } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { type Ctx, defineCommand } from './kit/command.ts';

const args = z.strictObject({
  account: z.string().trim().min(1).max(300).optional().meta({ label: 'Account', hint: 'Such as slack:T1/U1' }),
});

export const unlink = defineCommand({
  name: 'unlink',
  summary: 'Make one of your accounts somebody else again',
  about: 'nothing',
  right: 'self',
  effect: 'write',
  args,
  typed: ['account'],
  examples: ['unlink', 'unlink slack:T024BE7LD/U02GRACE'],
  async ask(ctx) {
    const mine = await accountsOf(ctx.db, ctx.actor.id);
    guardAlone(mine);
    const choices = mine.map((one) => ({ value: one.key, label: sideWords(one).join('').slice(0, 75) }));
    return {
      command: 'unlink',
      title: 'Unlink an account',
      submit: 'Unlink it',
      args: {},
      parts: [line(['It starts anew, without roles. Votes and roles stay with you.'])],
      fields: [fieldOf(args, 'account', { optional: false, hint: undefined, input: { kind: 'choice', choices } })],
    };
  },
  async run(ctx, given) {
    if (given.account === undefined) {
      guardAlone(await accountsOf(ctx.db, ctx.actor.id));
      throw new Incomplete(['account'], '', new Refusal('invalid', 'Say which one: unlink slack:T1/U1'));
    }
    await holdStill(ctx.db);
    const { person, accounts, account } = await accountNamed(ctx, given.account);
    guardAlone(accounts);
    guardVouched(ctx, person, account, accounts);
    const left = await part(ctx.db, {
      accountId: account.id,
      was: person.id,
      to: null,
      name: person.name,
      linked: 'apart',
      told: true,
      at: ctx.now,
    });
    if (account.email) {
      await dropAddress(ctx.db, person.id, account.email);
      await keepAddress(ctx.db, left.personId, account.email);
    }
    ctx.record('unlink', `person:${person.id}`, { account: account.key, person: left.personId });
    const others = privatePlace({ ...person, accounts: person.accounts.filter((key) => key !== account.key) });
    for (const place of [account.key, ...others]) {
      if (place !== ctx.via.account) ctx.tell({ subject: `parting:${left.parting}`, place, slot: 'dm' });
    }
    return { account: account.key, email: account.email, was: person.name };
  },
  json: ({ account, was }) => ({ account, was }),
  say: partingCard,
});

type Named = { person: Person; accounts: OwnAccount[]; account: OwnAccount };

/** @throws Refusal when there is no such account, or it is somebody else's and this is no admin */
async function accountNamed(ctx: Ctx, given: string): Promise<Named> {
  const key = parseAccountKey(given.replace(/^@/, ''));
  const known = key && (await findAccount(ctx.db, key));
  if (!known || (known.personId !== ctx.actor.id && !ctx.admin)) {
    const mine = (await accountsOf(ctx.db, ctx.actor.id)).map((one) => one.key).join(', ');
    const message = `"${given}" is no account ${ctx.admin ? 'that I know' : 'of yours'}. Yours: ${mine}.${ctx.admin ? '' : ' Admins can unlink those of others.'}`;
    throw new Refusal(ctx.admin ? 'not_found' : 'forbidden', message, { fields: { account: message } });
  }
  const person = (await getPeople(ctx.db, [known.personId])).get(known.personId)!;
  const accounts = await accountsOf(ctx.db, person.id);
  return { person, accounts, account: accounts.find((one) => one.id === known.id)! };
}

function guardAlone(accounts: readonly OwnAccount[]): void {
  if (accounts.length > 1) return;
  throw new Refusal('conflict', 'There is nothing to unlink: it is the only account. "link" adds another one.');
}

// One human with two votes would be easy to have otherwise: whom the platforms vouch for as one, somebody else parts.
function guardVouched(ctx: Ctx, person: Person, account: OwnAccount, accounts: readonly OwnAccount[]): void {
  const same = accounts.filter((one) => one.id !== account.id && !one.barred && one.email === account.email);
  if (account.barred || account.email === null || same.length === 0) return;
  if (ctx.admin && person.id !== ctx.actor.id) return;
  throw new Refusal(
    'forbidden',
    `Both platforms vouch for ${account.email}, so these accounts are one human. ${ctx.admin ? 'Another admin' : 'An admin'} can part them.`,
  );
}
