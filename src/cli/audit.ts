import { verifyAudit } from '../store/audit.ts';
import { complain, withHouse } from './with-house.ts';

// `npm run audit` walks the whole chain. Rows cut off at its end leave no trace in it: who wants to notice that, too,
// keeps the head this prints somewhere else.
await withHouse({ create: false }, async ({ store }) => {
  const { rows, head, broken } = await verifyAudit(store.background.db);
  const sound = `${rows} ${rows === 1 ? 'row' : 'rows'}, head ${head || 'none yet'}`;
  if (broken) complain(`The chain is broken at row ${broken.id}: ${broken.why}. Sound before it: ${sound}.`);
  else process.stdout.write(`${sound}\n`);
  return broken ? 1 : 0;
});
