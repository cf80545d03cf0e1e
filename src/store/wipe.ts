import { sql } from './drizzle.ts';
import { announceMoves, announceToken } from './listen.ts';
import type { Store } from './open.ts';
import { prompt, token } from './schema.ts';

const GUARDED = ['audit', 'move', 'verdict', 'version', 'use_case_step', 'cycle', 'judgement', 'warning'];

/**
 * Forgets every prompt with all that belongs to it, tokens, posts and the audit trail; people stay known. For the
 * playground, whose database holds nothing but its own story: only the owner of the tables can switch the guards off.
 */
export async function wipe(store: Store): Promise<void> {
  await store.background.transaction(async (db) => {
    const prompts = await db.select({ id: prompt.id }).from(prompt);
    const tokens = await db.select({ id: token.id }).from(token);
    await db.execute(sql.raw('delete from graphile_worker._private_jobs'));
    for (const table of GUARDED) await db.execute(sql.raw(`alter table ${table} disable trigger append_only`));
    await db.execute(
      sql.raw(
        'truncate prompt, use_case, output, vote, vote_day, vote_reason_day, muted, place, post, invocation, token, parting, pairing, report, report_setting, diff_opened, audit cascade',
      ),
    );
    for (const table of GUARDED) await db.execute(sql.raw(`alter table ${table} enable trigger append_only`));
    await db.execute(sql.raw(`update report_look set at = 'epoch'`));
    // Other ids are never used twice, so that nothing remembered in memory can be taken for something new.
    await db.execute(sql.raw('alter sequence change_id_seq restart'));
    await announceMoves(
      db,
      prompts.map((one) => one.id),
    );
    for (const one of tokens) await announceToken(db, one.id);
  });
}
