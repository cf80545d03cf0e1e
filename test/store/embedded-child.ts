/** A process of its own that uses the bundled Postgres: tells its URL (or its error) as JSON and obeys words on its stdin. */
import { createInterface } from 'node:readline';
import { startEmbedded } from '../../src/store/embedded/start.ts';

const dataDir = process.argv[2] ?? '';
const tell = (fact: object) => process.stdout.write(`${JSON.stringify(fact)}\n`);

try {
  const { url, stop } = await startEmbedded({ dataDir });
  process.on('SIGTERM', () => stop().then(() => process.exit(0)));
  const words = createInterface({ input: process.stdin }).on('line', (word) => {
    if (word === 'exit') process.exit(3);
    if (word === 'throw') throw new Error('nobody catches this');
  });
  // The test that started this process is gone.
  words.on('close', () => process.exit(4));
  tell({ url });
} catch (error) {
  tell({ error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
