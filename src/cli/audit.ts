import { rowLinked, verifyAudit } from '../store/audit.ts';
import { complain, withHouse } from './with-house.ts';

// `npm run audit` walks the whole chain. Rows that were cut off its end, or a chain that was computed anew, leave no trace
// in it: `npm run audit -- <head>` also looks for a head that was printed, and noted somewhere else, before.
const [noted] = process.argv.slice(2);

await withHouse({ create: false }, async ({ store: { background } }) => {
  const { rows, head, broken } = await verifyAudit(background.db);
  const sound = `${rows} ${rows === 1 ? 'row' : 'rows'}, head ${head || 'none yet'}`;
  if (broken) {
    complain(`The chain is broken at row ${broken.id}: ${broken.why}. Sound before it: ${sound}.`);
    return 1;
  }
  const row = noted === undefined ? null : await rowLinked(background.db, noted);
  if (noted !== undefined && row === null) {
    complain(`${noted} is not in the chain: rows were cut off or rewritten since it was noted. Now: ${sound}.`);
    return 1;
  }
  process.stdout.write(`${sound}${row === null ? '' : `; the noted head is row ${row}`}\n`);
  return 0;
});
