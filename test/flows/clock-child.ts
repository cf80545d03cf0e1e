// A process that does what the clock asks for: node clock-child.ts <database> <the time on its clock> <command>…
// It says when it begins, and ends when nothing is left to do.

import { commandsByName } from '../../src/commands/index.ts';
import { dispatch } from '../../src/commands/kit/dispatch.ts';
import type { House } from '../../src/commands/kit/invocation.ts';
import { openStore } from '../../src/store/open.ts';
import { bareSettings } from '../settings.ts';

const [database, now, ...commands] = process.argv.slice(2);
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const house: House = {
  store: openStore(database!),
  settings: bareSettings,
  commands: commandsByName,
  clock: () => new Date(now!),
  log: silent,
};
await house.store.db.execute('select 1');
process.stdout.write('ready\n');
for (const command of commands) {
  for (let left = true; left; ) {
    const call = { command, args: {}, personId: null, via: { door: 'clock' as const }, within: 60_000 };
    const outcome = await dispatch(house, call);
    left = outcome.kind !== 'done' || (outcome.result as { left: boolean }).left;
  }
}
process.exit(0);
