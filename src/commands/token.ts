import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { getPeople } from '../store/people.ts';
import { addToken, listTokens, revokeToken, SCOPES, type Token } from '../store/tokens.ts';
import { fieldOf } from './kit/ask.ts';
import { buttons, type Card, line, note } from './kit/card.ts';
import { Incomplete, needed } from './kit/check.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import type { Form, Input } from './kit/form.ts';
import { code, strong, time, words } from './kit/words.ts';

const scopeWords = {
  read: 'read – read prompts',
  facts: 'facts – report outputs, votes, usage, decisions',
  commands: 'commands – run commands as you, except decisions on changes',
} as const;

const args = z.strictObject({
  action: z
    .preprocess((word) => (typeof word === 'string' ? word.toLowerCase() : word), z.enum(['list', 'create', 'revoke']))
    .default('list'),
  name: z.string().trim().min(1).max(80).optional().meta({ label: 'Name', hint: 'The application that will use it' }),
  scopes: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({
      label: 'Scopes',
      input: { kind: 'choices', choices: SCOPES.map((value) => ({ value, label: scopeWords[value] })) },
    }),
});

type Done =
  | { action: 'list'; tokens: (Token & { by: string })[] }
  | { action: 'create'; token: number; name: string; scopes: string[]; secret: string }
  | { action: 'revoke'; token: number; name: string };

export const token = defineCommand({
  name: 'token',
  summary: 'Service tokens for applications',
  about: 'nothing',
  right: 'admin',
  effect: 'write',
  args,
  typed: ['action', 'name', 'scopes'],
  examples: ['token create help-desk read', 'token list', 'token revoke 3'],
  async run(ctx, given): Promise<Done> {
    if (given.action === 'list') return list(ctx);
    if (!given.name) {
      const example = given.action === 'create' ? 'help-desk read' : '3';
      const message = `Say which one: token ${given.action} ${example}`;
      throw new Incomplete(['name'], '', new Refusal('invalid', message, { fields: needed(['name']) }));
    }
    return given.action === 'create' ? create(ctx, given.name, given.scopes) : revoke(ctx, given.name);
  },
  say(done): Card {
    if (done.action === 'create') {
      return {
        title: words`Token ${strong(done.name)} is made: ${code(done.secret)}`,
        parts: [
          line(['Copy it now: it is shown this once and stored only as a hash.']),
          note([
            `Scopes: ${done.scopes.join(', ')}. It acts in your name; revoke it with "token revoke ${done.token}".`,
          ]),
        ],
      };
    }
    if (done.action === 'revoke')
      return { title: words`Token ${strong(done.name)} is revoked. It stops working now.`, parts: [] };
    return {
      title: [done.tokens.length === 0 ? 'There are no tokens.' : 'Tokens'],
      parts: [
        ...done.tokens
          .slice(0, 30)
          .map((one) =>
            line(
              words`${one.id}: ${strong(one.name)} (${one.scopes.join(', ')}), made by ${one.by}, ${time(one.createdAt)}`,
            ),
          ),
        ...buttons(
          { label: 'Make a token', command: 'token', args: { action: 'create' }, ask: true },
          ...(done.tokens.length > 0
            ? [{ label: 'Revoke a token', command: 'token', args: { action: 'revoke' }, ask: true }]
            : []),
        ),
      ],
    };
  },
  async ask(ctx, given) {
    if (given.action === 'revoke') return askWhich(ctx);
    return {
      command: 'token',
      title: 'Make a token',
      submit: 'Make it',
      args: { action: 'create' },
      parts: [line(['It acts in your name and is shown once.'])],
      fields: [
        fieldOf(args, 'name', { optional: false, value: given.name }),
        fieldOf(args, 'scopes', { optional: false, value: ['read'] }),
      ],
    };
  },
});

async function askWhich(ctx: Ctx): Promise<Form> {
  const tokens = (await listTokens(ctx.db)).slice(0, 100);
  const choices = tokens.map((one) => ({ value: String(one.id), label: `${one.id}: ${one.name}`.slice(0, 75) }));
  const input: Input = choices.length > 0 ? { kind: 'choice', choices } : { kind: 'line' };
  return {
    command: 'token',
    title: 'Revoke a token',
    submit: 'Revoke it',
    args: { action: 'revoke' },
    parts: [line(['Whatever uses it is refused from that moment on.'])],
    fields: [fieldOf(args, 'name', { label: 'Token', hint: undefined, optional: false, input })],
  };
}

async function list(ctx: Ctx): Promise<Done> {
  const tokens = await listTokens(ctx.db);
  const people = await getPeople(
    ctx.db,
    tokens.map((one) => one.personId),
  );
  return { action: 'list', tokens: tokens.map((one) => ({ ...one, by: people.get(one.personId)?.name ?? '?' })) };
}

async function create(ctx: Ctx, name: string, given: string | string[] | undefined): Promise<Done> {
  const scopes = [given ?? 'read']
    .flat()
    .flatMap((one) => one.toLowerCase().split(/[\s,]+/))
    .filter(Boolean);
  const unknown = scopes.find((one) => !(SCOPES as readonly string[]).includes(one));
  if (unknown || scopes.length === 0) {
    const message = `There is no scope "${unknown ?? ''}". Scopes are ${SCOPES.join(', ')}.`;
    throw new Refusal('invalid', message, { fields: { scopes: message } });
  }
  const secret = `cs_${randomBytes(24).toString('base64url')}`;
  const id = await addToken(ctx.db, {
    name,
    secret,
    scopes: [...new Set(scopes)],
    personId: ctx.actor.id,
    now: ctx.now,
  });
  ctx.record('token', `token:${id}`, { name, scopes });
  return { action: 'create', token: id, name, scopes: [...new Set(scopes)], secret };
}

async function revoke(ctx: Ctx, given: string): Promise<Done> {
  const tokens = await listTokens(ctx.db);
  const numbered = tokens.filter((one) => String(one.id) === given.replace(/^#/, ''));
  const found = numbered.length > 0 ? numbered : tokens.filter((one) => one.name === given);
  if (found.length !== 1) {
    const why =
      found.length > 1
        ? `Several tokens are called "${given}": use the number.`
        : `There is no living token "${given}".`;
    throw new Refusal('not_found', `${why} "token list" shows them.`, { fields: { name: why } });
  }
  const done = await revokeToken(ctx.db, found[0]!.id, ctx.now);
  ctx.record('token', `token:${done!.id}`, { revoked: done!.name });
  return { action: 'revoke', token: done!.id, name: done!.name };
}
