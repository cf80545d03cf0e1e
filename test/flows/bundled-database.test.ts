import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import { joinEmbedded } from '../../src/store/embedded/join.ts';
import { processesNaming, scratch, serverPid } from '../store/embedded-world.ts';
import { everyUseCaseReady } from '../use-case.ts';
import { failingStart, type Program, startProgram } from './program.ts';
import { buttonsOf, seen } from './seen.ts';
import { announcements, cardOf, cards, released, submitted, until } from './steps.ts';
import { expectSound, settingsFor, startSlack } from './workspace.ts';

let slack: SlackPlatform;
let settings: Record<string, string>;
let dataDir: string;
const programs: Program[] = [];

beforeAll(async () => {
  dataDir = join(await scratch(), 'data');
  slack = await startSlack();
  const { DATABASE_URL: _, ...others } = settingsFor(slack, '');
  settings = { ...others, DATA_DIR: dataDir };
});
afterAll(async () => {
  await Promise.all(programs.map((one) => one.stop().catch(() => {})));
  await slack?.stop();
});

async function started(): Promise<Program> {
  const program = await startProgram(settings);
  programs.push(program);
  slack.connect(`${program.url}/slack/events`);
  return program;
}

const news = (version: string) => announcements(slack).filter((one) => one.text.includes(`kept ${version}`));

/** Released, and the process killed in the same moment: the announcement is for the next one. */
async function releasedAndKilled(text: string, kill: () => unknown): Promise<number> {
  const change = await submitted(slack, { slug: 'kept', text });
  const card = await cardOf(slack, change);
  slack.fail('chat.postMessage', { reset: true });
  await slack.as('UOLU').click(card, 'Approve and release');
  await slack.waitFor(() => slack.ephemerals('UOLU').find((one) => one.text.startsWith(`You approved #${change} `)));
  await kill();
  slack.clearFaults();
  return change;
}

test('the whole story on the bundled database survives kill -9 of the bot, of the database and of both', async () => {
  const first = await started();
  await everyUseCaseReady((await joinEmbedded({ dataDir })).url);
  await released(slack, { slug: 'kept', text: 'One.' });
  const two = await releasedAndKilled('Two.', () => first.kill());

  const second = await started();
  await slack.waitFor(() => news('v2')[0], { timeout: 15_000, what: 'what the killed process owed' });
  await slack.waitFor(() => buttonsOf(cards(slack, two)[0]).length === 0, { timeout: 15_000, what: 'the card' });

  // The database is started again by the bot that lost it.
  const three = await releasedAndKilled('Three.', async () => process.kill(await serverPid(dataDir), 'SIGKILL'));
  await slack.waitFor(() => news('v3')[0], { timeout: 30_000, what: 'the release after the database came back' });
  await slack.waitFor(() => buttonsOf(cards(slack, three)[0]).length === 0, { timeout: 15_000, what: 'the card' });

  await releasedAndKilled('Four.', async () => {
    process.kill(await serverPid(dataDir), 'SIGKILL');
    await second.kill();
  });
  await started();
  await slack.waitFor(() => news('v4')[0], { timeout: 30_000, what: 'what both owed' });
  expect(announcements(slack).map((one) => one.text)).toEqual(
    [1, 2, 3, 4].map((n) => `🚀 kept v${n} is live on production`),
  );
  expect(seen((await slack.as('UEVE').slash('/prompt', 'show kept')).message)).toContain('Four.');
}, 120_000);

test('a second program on the same folder is refused in one clear line, and the first goes on', async () => {
  const { code, output } = await failingStart({ ...settings, DATA_DIR: dataDir });
  expect(code).toBe(1);
  expect(output.trim().split('\n').at(-1)).toMatch(
    /is already using .*data.* Stop it, or set DATA_DIR to another folder\.$/,
  );
  expect(output).not.toMatch(/\n\s+at /);
  expect(seen((await slack.as('UEVE').slash('/prompt', 'show kept')).message)).toContain('Four.');
});

test('a signal ends the bot within seconds and leaves no Postgres behind', async () => {
  const began = performance.now();
  expect(await programs.at(-1)!.stop()).toBe(0);
  expect(performance.now() - began).toBeLessThan(8_000);
  await until(async () => (await processesNaming(dataDir)).length === 0, 'no process of the folder', 5_000);
});

test('everything was in order', () => {
  expectSound(slack, programs, {
    logged: /^(command failed$|could not tell who this is$|The database ended unexpectedly)/,
  });
});
