import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { openStore } from '../../src/store/open.ts';
import { freshDatabase } from '../database.ts';
import { tcpProxy } from '../store/tcp-proxy.ts';
import { everyUseCaseReady } from '../use-case.ts';
import { type Program, startProgram } from './program.ts';
import { buttonsOf, seen } from './seen.ts';
import { announcements, cards, formOf, released, submitted, toldPrivately, until } from './steps.ts';
import { expectSound, settingsFor, settled, startSlack } from './workspace.ts';

/** What is logged as an error while there is no database; nothing else may be. */
const EXPECTED = /^(command failed|could not tell who this is|request failed)$/;
const NOTHING = /Nothing was changed|nothing was done|Nothing was done/;
/** What everybody must be answered within. */
const PATIENCE = 2_900;

type House = {
  slack: SlackPlatform;
  program: Program;
  proxy: Awaited<ReturnType<typeof tcpProxy>>;
  databaseUrl: string;
};

async function withHouse(use: (house: House) => Promise<void>): Promise<void> {
  const database = await freshDatabase();
  const proxy = await tcpProxy(database.url);
  const slack = await startSlack();
  const program = await startProgram(settingsFor(slack, proxy.url));
  await everyUseCaseReady(database.url);
  slack.connect(`${program.url}/slack/events`);
  try {
    await use({ slack, program, proxy, databaseUrl: database.url });
    expectSound(slack, [program], { logged: EXPECTED });
  } finally {
    await program.stop();
    await slack.stop();
    await proxy.stop();
    await database.drop();
  }
}

/** A released prompt, a change that waits, a decline form and a rollback form that are open, and a token to read with. */
async function prepared({ slack }: House) {
  const news = await released(slack, { slug: 'steady', text: 'One.' });
  await released(slack, { slug: 'steady', text: 'Two.' });
  await released(slack, { slug: 'other', text: 'One.' });
  const change = await submitted(slack, { slug: 'steady', text: 'Three.' });
  const waits = await submitted(slack, { slug: 'other', text: 'Two.' });
  await slack.waitFor(() => cards(slack, waits)[0]);
  await slack.as('UDEE').click(cards(slack, waits)[0]!, 'Decline');
  await formOf(slack, 'dee');
  await slack.as('UOLU').slash('/prompt', 'rollback steady');
  await formOf(slack, 'olu');
  const { message } = await slack.as('UROOT').slash('/prompt', 'token create app read');
  return { news, change, waits, secret: /cs_[\w-]+/.exec(seen(message))![0] };
}

/** Everything a person can do, once, while the database is away; each is answered in time that nothing was done. */
async function everythingOnce({ slack, program }: House, { change, secret }: Awaited<ReturnType<typeof prepared>>) {
  const olu = slack.as('UOLU');
  const told = slack.ephemerals('UOLU').length;
  const read = async () => {
    const started = performance.now();
    const answer = await fetch(`${program.url}/v1/prompts/steady`, { headers: { authorization: `Bearer ${secret}` } });
    return { status: answer.status, ms: performance.now() - started, retry: answer.headers.get('retry-after') };
  };
  const [click, decline, back, typed, listed, helped, mention, reading, alive] = await Promise.all([
    olu.click(cards(slack, change)[0]!, 'Approve and release'),
    slack.as('UDEE').submitView(undefined, { Reason: 'No.' }),
    olu.submitView(undefined, { Reasons: ['wrong'] }),
    slack.as('UADA').slash('/prompt', 'submit steady', { channel: 'CREVIEW' }),
    slack.as('UADA').slash('/prompt', 'list', { channel: 'CREVIEW' }),
    slack.as('UEVE').slash('/prompt', 'help', { channel: 'CREVIEW' }),
    slack.as('UADA').mention('list', { channel: 'CREVIEW' }),
    read(),
    fetch(`${program.url}/healthz`),
  ]);
  for (const answer of [click, decline, back, typed, listed, helped, mention]) {
    expect(answer).toMatchObject({ status: 200 });
    expect((answer as { ms: number }).ms).toBeLessThan(PATIENCE);
  }
  for (const form of [decline, back]) {
    expect(form).toMatchObject({ responseAction: 'errors' });
    expect(JSON.stringify(form)).toMatch(NOTHING);
  }
  expect(seen(typed.message ?? slack.views('UADA').at(-1))).toMatch(NOTHING);
  expect(seen(listed.message)).toMatch(NOTHING);
  expect(seen(helped.message)).toContain('rollback support-reply');
  const shrug = await slack.waitFor(() => slack.ephemerals('UOLU')[told], { what: 'an answer to the click' });
  expect(shrug.text).toMatch(NOTHING);
  // Remembered and still known to be true, or an honest "not now".
  expect([200, 503]).toContain(reading.status);
  if (reading.status === 503) expect(reading.retry).not.toBeNull();
  expect(reading.ms).toBeLessThan(PATIENCE);
  expect(alive.status).toBe(200);
  await slack
    .as('UADA')
    .closeView(undefined, { all: true })
    .catch(() => {});
}

async function afterwards(house: House, { change, waits, secret }: Awaited<ReturnType<typeof prepared>>) {
  const { slack, program, databaseUrl } = house;
  const moves = (slug: string) =>
    announcements(slack)
      .filter((one) => one.text.includes(`${slug} `))
      .map((one) => one.text);
  const decided = () => buttonsOf(cards(slack, change)[0]).length === 0;
  const recovered = async () => {
    if (!decided()) await slack.as('UOLU').click(cards(slack, change)[0]!, 'Approve and release');
    await sleep(300);
    return decided();
  };
  await until(recovered, 'an approval that works again');
  await slack.as('UDEE').submitView(undefined, { Reason: 'No.' });
  await slack.as('UDEE').closeView();
  await slack.waitFor(() => buttonsOf(cards(slack, waits)[0]).length === 0, {
    timeout: 10_000,
    what: 'the declined card',
  });
  await settled(databaseUrl, 20_000);
  const reading = await fetch(`${program.url}/v1/prompts/steady`, { headers: { authorization: `Bearer ${secret}` } });
  expect(await reading.json()).toMatchObject({ version: 3 });
  expect(moves('steady')).toEqual([1, 2, 3].map((n) => `🚀 steady v${n} is live on production`));
  expect(moves('other')[0]).toBe('🚀 other v1 is live on production');
  expect(seen(cards(slack, waits)[0])).toContain('❌ Declined by dee');
  const store = openStore(databaseUrl);
  expect((await verifyAudit(store.db)).broken).toBeNull();
  await store.close();
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false, onnotice: () => {} });
  const [row] =
    await sql`select (select count(*)::int from move) as moves, (select count(*)::int from audit where action = 'move') as audited`;
  await sql.end();
  expect(row?.audited).toBe(row?.moves);
}

test.concurrent('the database is gone for half a minute: nobody waits, nothing is lost or doubled', async () => {
  await withHouse(async (house) => {
    const { slack, proxy } = house;
    const state = await prepared(house);
    // The release is committed, and its announcement is under way when the line is cut.
    slack.fail((call) => call.method === 'chat.postMessage' && /pending/.test(JSON.stringify(call.args)), {
      delayMs: 1_500,
      times: 3,
    });
    const pending = await submitted(slack, { slug: 'pending', text: 'One.' });
    const card = await slack.waitFor(() => cards(slack, pending)[0], { what: 'the card' });
    await slack.as('UOLU').click(card, 'Approve and release');
    await slack.waitFor(() => slack.ephemerals('UOLU').find((one) => /of pending: v1 is live/.test(one.text)));
    await proxy.close();
    const gone = performance.now();
    while (performance.now() - gone < 30_000) {
      await everythingOnce(house, state);
      await sleep(1_000);
    }
    await proxy.open();
    await afterwards(house, state);
    const told = announcements(slack).filter((one) => one.text.includes('pending'));
    expect(told).toHaveLength(1);
    expect(slack.thread('CREVIEW', card.ts)).toHaveLength(1);
    expect(toldPrivately(slack, 'ada', /of pending/)).toHaveLength(1);
    expect(toldPrivately(slack, 'olu', /any more/)).toEqual([]);
  });
}, 80_000);

test.concurrent('the database falls silent: nobody waits, and the program does not hang on to dead lines', async () => {
  await withHouse(async (house) => {
    const state = await prepared(house);
    house.proxy.goDead();
    for (let round = 0; round < 3; round++) {
      await everythingOnce(house, state);
      await sleep(300);
    }
    await house.proxy.open();
    await afterwards(house, state);
  });
}, 80_000);
