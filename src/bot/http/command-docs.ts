import { z } from 'zod';
import type { Command } from '../../commands/kit/command.ts';
import { readLine } from '../../commands/kit/usage.ts';
import { rights } from '../../rules/authority.ts';
import { documented, errorResponses, secured } from './documented.ts';

/** How a command is described: its own schema as the body, with examples that the schema accepts. */
export function commandDocs(command: Command, all: ReadonlyMap<string, Command>) {
  return documented({
    operationId: command.name,
    tags: ['commands'],
    summary: command.summary,
    description: `${mayBeUsed(command)} In a chat: ${command.examples.map((one) => `\`/prompt ${one}\``).join(', ')}.`,
    security: secured,
    headers: z.object({
      'idempotency-key': z.string().max(200).optional().meta({
        description:
          'A word of your own for this request. For a day, a repeat with it has no second effect and gets the first answer, with the header Idempotent-Replay.',
      }),
    }),
    body: command.args.meta({ examples: examplesOf(command, all) }),
    response: {
      200: z.unknown().meta({ description: 'What was done, or what was asked for' }),
      ...errorResponses(400, 401, 403, 404, 409, 413, 415, 422, 429, 503, 504),
    },
  });
}

const mayBeUsed = (command: Command) =>
  rights[command.right].token
    ? 'Needs the scope commands; the token acts for the person who made it.'
    : 'Only for people: a service token is refused (403).';

/** Arguments as JSON: those of the typed examples, where they are all that is needed. */
function examplesOf(command: Command, all: ReadonlyMap<string, Command>): Record<string, unknown>[] {
  const written = longer[command.name] ?? [];
  const typed = command.examples.map((line) => readLine(line, all).args);
  return [...written, ...typed].filter((args) => command.args.safeParse(args).success);
}

// What a decision binds to: the round and the content that were looked at.
const seen = { change: 12, cycle: 1, fingerprint: '1f3870b' };

// What is asked for in a form has no typed example.
const longer: Record<string, Record<string, unknown>[]> = {
  submit: [
    {
      prompt: 'support-reply',
      text: 'You answer customers of a bookshop. Be brief and kind.',
      why: 'Answers were twice as long as customers read.',
    },
    {
      prompt: 'support-reply',
      text: 'You answer customers of a bookshop. Be brief and kind.',
      why: 'The first version.',
      purpose: 'Answers questions of customers',
      owner: 'ada@example.com',
      deputy: 'grace@example.com',
    },
  ],
  'usecase-edit': [
    {
      usecase: 'support',
      stop_authority: 'grace@example.com',
      failure_response: 'A colleague will answer you.',
      inputs: 'Handbook; the wiki; ada@example.com; 365',
    },
  ],
  'usecase-assess': [
    { usecase: 'support', value: 'mixed', detection: 'in_days', verifiability: 'easy', layer: 'light' },
  ],
  'usecase-close': [{ usecase: 'support', reason: 'We answer by hand again.', confirm: 'support' }],
  import: [{ usecase: 'support', kind: 'usage', rows: 'user,enabled_on,day\nu-1,2026-03-02,2026-03-09' }],
  approve: [seen],
  'request-changes': [{ ...seen, reason: 'Say when the shop is open.' }],
  decline: [{ ...seen, reason: 'We do not promise refunds.' }],
};
