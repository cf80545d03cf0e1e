import { parseArgs } from 'node:util';
import { dispatch } from '../commands/kit/dispatch.ts';
import type { House } from '../commands/kit/invocation.ts';
import { parseAccountKey } from '../rules/account.ts';
import { rememberAccount } from '../store/accounts.ts';
import { findPerson, rememberByEmail } from '../store/people.ts';
import { onLine } from './on-line.ts';
import { complain, withHouse } from './with-house.ts';

const USAGE = `Makes a service token, so that applications reach the HTTP API before anybody has spoken to the bot in a chat.

  npm run token -- <name> [scopes]      scopes: read (default), facts, commands, separated by commas
  npm run token -- --list
  npm run token -- --revoke <number or name>

  --as <e-mail or slack:T…/U…>          the admin it acts for; default: the first one of ADMINS`;

const WITHIN = 30_000;

type Asked = { as?: string; args: Record<string, unknown> };

/** @throws Error when the line makes no sense */
function read(line: string[]): Asked | null {
  const { values, positionals } = parseArgs({
    args: line,
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      list: { type: 'boolean' },
      revoke: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [name, ...scopes] = positionals;
  if (values.help) return null;
  if (values.list) return { as: values.as, args: { action: 'list' } };
  if (values.revoke !== undefined) return { as: values.as, args: { action: 'revoke', name: values.revoke } };
  if (name === undefined) return null;
  return { as: values.as, args: { action: 'create', name, ...(scopes.length > 0 && { scopes: scopes.join(' ') }) } };
}

/** Who it is done for; an admin is remembered even if nobody by that name has ever spoken to the bot. */
async function personId({ store, settings, clock }: House, reference: string): Promise<number | null> {
  const known = await findPerson(store.db, reference);
  if (known || !settings.admins.some((one) => one.toLowerCase() === reference.toLowerCase())) return known?.id ?? null;
  const key = parseAccountKey(reference);
  return store.transaction(async (db) =>
    key ? (await rememberAccount(db, key, null, clock())).personId : rememberByEmail(db, reference),
  );
}

type Made = { secret: string; name: string; scopes: string[]; token: number };
type Listed = { tokens: { id: number; name: string; scopes: string[]; by: string; createdAt: Date }[] };

function tell(result: unknown, by: string): void {
  const done = result as { action: string } & Partial<Made & Listed>;
  if (done.action === 'create') {
    // The secret alone goes to the standard output, so that a script can keep it.
    complain(`Token ${done.token} "${done.name}" (${done.scopes?.join(', ')}) acts for ${by}. It is shown this once:`);
    process.stdout.write(`${done.secret}\n`);
  } else if (done.action === 'revoke') complain(`Token "${done.name}" is revoked.`);
  else {
    for (const one of done.tokens ?? [])
      process.stdout.write(
        `${one.id}\t${one.name}\t${one.scopes.join(',')}\t${one.by}\t${one.createdAt.toISOString()}\n`,
      );
    if (done.tokens?.length === 0) complain('There are no tokens.');
  }
}

async function run({ as, args }: Asked): Promise<void> {
  await withHouse({ create: true }, async (house) => {
    const { admins } = house.settings;
    const by = as ?? admins.find((one) => one.includes('@')) ?? admins[0];
    if (by === undefined) {
      complain('ADMINS is not set: name at least one e-mail address in it, because a token acts for a person.');
      return 1;
    }
    const id = await personId(house, by);
    if (id === null) {
      complain(`I do not know "${by}", and ADMINS does not name them.`);
      return 1;
    }
    const outcome = await dispatch(house, {
      command: 'token',
      args,
      personId: id,
      via: { door: 'cli' },
      within: WITHIN,
    });
    if (outcome.kind === 'done') tell(outcome.result, by);
    else
      complain(outcome.kind === 'refused' ? outcome.refusal.message : 'This could not be done. Nothing was changed.');
    return outcome.kind === 'done' ? 0 : 1;
  });
}

await onLine(USAGE, read, run);
