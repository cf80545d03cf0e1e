import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshToken } from './application.ts';
import { seen } from './seen.ts';
import { released } from './steps.ts';
import { startWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await startWorkspace({ programs: 3 });
});
afterAll(() => workspace?.stop());

type Read = { process: number; status: number; began: number };

test('three processes whose readers never rest: within a second of the click nobody is served any more', async () => {
  const { slack, programs, database } = workspace;
  await released(slack, { slug: 'busy', text: 'One.' });
  const headers = { authorization: `Bearer ${await freshToken(database.url)}` };
  const reads: Read[] = [];
  let reading = true;
  const readers = programs.flatMap(({ url }, process) =>
    Array.from({ length: 2 }, async () => {
      while (reading) {
        const began = performance.now();
        const response = await fetch(`${url}/v1/prompts/busy`, { headers });
        await response.body?.cancel();
        reads.push({ process, status: response.status, began });
      }
    }),
  );
  const stops = (status: number, after: number) =>
    programs.every(
      (_, at) => reads.filter((one) => one.process === at && one.status === status && one.began > after).length > 20,
    );
  const until = async (what: () => boolean) => {
    while (!what()) await sleep(10);
  };
  await until(() => stops(200, 0));

  const clicked = performance.now();
  const { message } = await slack
    .as('UDEE')
    .slash('/prompt', 'usecase pause busy It promises too much', { channel: 'CREVIEW' });
  const answered = performance.now();
  expect(seen(message!)).toContain('busy is paused');
  await until(() => stops(423, clicked + 1_000));

  const resumed = performance.now();
  await slack.as('UDEE').slash('/prompt', 'usecase resume busy It no longer does', { channel: 'CREVIEW' });
  await until(() => stops(200, resumed));
  reading = false;
  await Promise.all(readers);

  const paused = reads.filter((one) => one.began > clicked && one.began < resumed);
  const late = paused.filter((one) => one.status === 200 && one.began > Math.max(answered, clicked + 1_000));
  expect(late).toEqual([]);
  expect(new Set(reads.map((one) => one.status))).toEqual(new Set([200, 423]));
}, 60_000);
