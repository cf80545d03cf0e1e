import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SlackMessage } from '../../src/bot/playground/slack/records.ts';
import { buttonsOf, seen } from './seen.ts';
import { until } from './steps.ts';
import { expectSound, startWorkspace, type Workspace } from './workspace.ts';

const folder = fileURLToPath(new URL('../../../shared/data/prompt-history/', import.meta.url));
const histories = existsSync(folder) ? readdirSync(folder) : [];

const historySchema = z.array(
  z.object({
    n: z.number(),
    file: z.string(),
    subject: z.string(),
    body: z.string().optional(),
    sha256: z.string(),
    identical_to: z.number().optional(),
  }),
);

let workspace: Workspace;
let slack: Workspace['slack'];
let secret: string;
/** Cards and announcements as they come, so that nobody has to look through all of them. */
const cardOf = new Map<number, SlackMessage>();
const newsOf = new Map<number, SlackMessage>();

beforeAll(async () => {
  if (histories.length === 0) return;
  workspace = await startWorkspace();
  slack = workspace.slack;
  slack.subscribe((change) => {
    if (change.kind !== 'message.posted' && change.kind !== 'message.edited') return;
    const { channel, thread_ts } = change.message;
    const kept = { CREVIEW: cardOf, CNEWS: newsOf }[channel];
    if (!kept || thread_ts !== undefined) return;
    const number = /(?:Change #|Move )(\d+) ·/.exec(seen(change.message))?.[1];
    if (number) kept.set(Number(number), change.message);
  });
  const { message } = await slack.as('UROOT').slash('/prompt', 'token create histories scopes="read commands"');
  secret = /cs_[\w-]+/.exec(seen(message))![0];
  // Whoever owns and stands in is known once they have said something.
  for (const id of ['UOLU', 'UDEE']) await slack.as(id).slash('/prompt', 'whoami');
});
afterAll(async () => {
  await workspace?.stop();
});

if (histories.length === 0) {
  test('real prompt histories are submitted, released and rolled back', (context) => {
    context.skip('../shared/data/prompt-history is not there');
  });
}

describe.concurrent('the real history', () => {
  test.each(histories)(
    '%s is submitted, released and rolled back, byte for byte',
    async (slug) => {
      const versions = historySchema.parse(JSON.parse(readFileSync(`${folder}${slug}/history.json`, 'utf8')));
      const numberOf = new Map<number, number>();
      let live = '';
      for (const { n, file, subject, body, sha256, identical_to } of versions) {
        const text = readFileSync(`${folder}${slug}/${file}`, 'utf8');
        const why = body ? `${subject}\n\n${body}` : subject;
        const first = n === 1 && {
          purpose: `The history of ${slug}`,
          owner: 'olu@example.com',
          deputy: 'dee@example.com',
        };
        const sent = await command('submit', { prompt: slug, text, why, ...first });
        expect(sent.status, `${slug} ${n}`).toBe(200);
        const change = submittedSchema.parse(await sent.json());
        expect(change.again, `${slug} ${n}`).toBe(identical_to !== undefined);
        if (identical_to !== undefined) expect(change.to).toBe(numberOf.get(identical_to));
        numberOf.set(n, change.to);

        const card = await slack.waitFor(() => cardOf.get(change.change), { what: 'the card', timeout: 20_000 });
        expect(seen(card)).toContain(n === 1 ? ', the first release for ' : `→ v${change.to} (`);
        expect(seen(card).includes('+ ') || seen(card).includes('− ') || n === 1, `a diff in ${slug} ${n}`).toBe(true);
        await slack.as('UOLU').click(card, 'Approve and release');
        const news = () =>
          [...newsOf.values()].find((one) => one.text === `🚀 ${slug} v${change.to} is live on production`);
        await slack.waitFor(news, { what: 'the announcement', timeout: 20_000 });
        await expectHeld(slug, sha256);
        live = text;
      }
      const same = await command('submit', { prompt: slug, text: live, why: 'Again' });
      expect(same.status).toBe(409);
      expect(await same.text()).toContain(`This is v${numberOf.get(versions.length)} already`);

      // Back through all of them in steps, from the newest to the oldest.
      const step = Math.max(1, Math.floor(versions.length / 10));
      for (let at = versions.length - 1 - step; at >= 0; at -= step) {
        const { n, sha256 } = versions[at]!;
        const version = `v${numberOf.get(n)}`;
        const held = await heldNumber(slug);
        if (`v${held}` === version) continue;
        const back = await command('rollback', { prompt: slug, version, reason: 'quality' });
        expect(back.status, `${slug} back to ${version}: ${await back.clone().text()}`).toBe(200);
        await expectHeld(slug, sha256);
        const news = () =>
          [...newsOf.values()].find((one) => one.text.endsWith(`v${held} → ${version}`) && one.text.includes(slug));
        await slack.waitFor(news, { what: `the rollback to ${version}`, timeout: 20_000 });
      }
      const { moves } = z
        .object({ moves: z.array(z.object({ kind: z.string() })) })
        .parse(await (await command('history', { prompt: slug })).json());
      expect(moves.filter((one) => one.kind === 'promote')).toHaveLength(versions.length);
    },
    200_000,
  );
});

test.runIf(histories.length > 0)(
  'every card is decided, only what is live can be rolled back, and everything was in order (../shared/data is optional)',
  async () => {
    await workspace.quiet(30_000);
    const undecided = [...cardOf.values()].filter((one) => buttonsOf(one).includes('Approve and release'));
    expect(undecided.map((one) => one.text)).toEqual([]);
    const live = [...newsOf.values()].filter((one) => buttonsOf(one).length > 0);
    expect(live.length).toBeLessThanOrEqual(histories.length);
    expectSound(slack, workspace.programs, { pings: ['olu', 'dee', 'root'] });
  },
);

const submittedSchema = z.object({ change: z.number(), to: z.number(), again: z.boolean() });
const readSchema = z.object({ version: z.number(), messages: z.array(z.object({ content: z.string() })).min(1) });

function command(name: string, args: Record<string, unknown>): Promise<Response> {
  return fetch(`${workspace.program.url}/v1/commands/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
}

async function held(slug: string) {
  const headers = { authorization: `Bearer ${secret}` };
  return readSchema.parse(await (await fetch(`${workspace.program.url}/v1/prompts/${slug}`, { headers })).json());
}

const heldNumber = async (slug: string) => (await held(slug)).version;

/** What an application reads is, a moment after the move, the text whose sha256 this is. */
async function expectHeld(slug: string, sha256: string): Promise<void> {
  const matches = async () => {
    const { messages } = await held(slug);
    const text = messages.map((one) => one.content).join('');
    return createHash('sha256').update(text, 'utf8').digest('hex') === sha256;
  };
  await until(matches, `the text of ${slug}`, 2_000);
}
