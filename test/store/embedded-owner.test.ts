import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ownFolder } from '../../src/store/embedded/owner.ts';
import { scratch } from './embedded-world.ts';

const ROUNDS = 8;
const RIVALS = 5;
const program = fileURLToPath(new URL('./embedded-racer.ts', import.meta.url));
const root = await scratch();

test(`of ${RIVALS} processes in the same millisecond exactly one owns the folder, and every other can name it`, async () => {
  const startAt = Date.now() + 1_500;
  const rivals = Array.from({ length: RIVALS }, () => {
    const child = spawn(process.execPath, [program, root, `${startAt}`, `${ROUNDS}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  });
  const outcomes = await Promise.all(
    rivals.map(async (child) => {
      const seen: { round: number; pid: number; outcome: string }[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        seen.push(JSON.parse(line));
        if (seen.length === ROUNDS) break;
      }
      return seen;
    }),
  );
  for (let round = 0; round < ROUNDS; round++) {
    const here = outcomes.flat().filter((one) => one.round === round);
    const winners = here.filter(({ outcome }) => outcome === 'won');
    expect(winners).toHaveLength(1);
    expect(
      here.filter(({ outcome }) => outcome.includes(`(process ${winners[0]?.pid}) is already using`)),
    ).toHaveLength(RIVALS - 1);
  }

  for (const rival of rivals) {
    rival.kill('SIGKILL');
    await once(rival, 'exit');
  }
  const folder = join(root, 'round-0');
  // However its owner ended, the folder is free at once.
  const owner = await ownFolder(folder);
  await expect(ownFolder(folder)).rejects.toThrow(`(process ${process.pid})`);
  owner.release();
  owner.release();
  (await ownFolder(folder)).release();
});
