/** Tries to own one folder after the other, each at the same agreed millisecond as its rivals; tells which ones it got. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownFolder } from '../../src/store/embedded/owner.ts';

const [root = '', firstAt = '0', rounds = '0'] = process.argv.slice(2);
for (let round = 0; round < Number(rounds); round++) {
  const folder = join(root, `round-${round}`);
  mkdirSync(folder, { recursive: true });
  const at = Number(firstAt) + round * 600;
  await sleep(at - Date.now() - 20);
  while (Date.now() < at);
  const outcome = await ownFolder(folder).then(
    () => 'won',
    (error: Error) => error.message,
  );
  process.stdout.write(`${JSON.stringify({ round, pid: process.pid, outcome })}\n`);
}
// Held until the test ends this process.
setInterval(() => {}, 1_000);
