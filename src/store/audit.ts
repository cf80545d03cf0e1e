import { createHash } from 'node:crypto';
import { asc, desc, eq, gt, inArray, sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { audit } from './schema.ts';

type AuditEntry = { actor: string; via: string; action: string; subject: string; detail: string; at: Date };
export type AuditRow = AuditEntry & { id: number; prev: string; hash: string };

/**
 * Appends entries to the hash chain. A trigger takes the chain's lock and links each row to the one before it, so this
 * comes last in a transaction: until it commits, no other one can append.
 */
export async function appendAudit(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await append(db, { entries: JSON.stringify(entries) });
}

const append = keptSql(sql`
  insert into audit (id, at, actor, via, action, subject, detail, prev, hash)
  select 0, at, actor, via, action, subject, detail, '', ''
  from json_to_recordset(${sql.placeholder('entries')}::json)
    as given(at timestamptz, actor text, via text, action text, subject text, detail text)`);

/** The trail of some subjects, newest first. */
export async function auditTrail(db: Db, subjects: readonly string[], limit: number): Promise<AuditRow[]> {
  return db
    .select()
    .from(audit)
    .where(inArray(audit.subject, [...subjects]))
    .orderBy(desc(audit.id))
    .limit(limit);
}

/** The link of one row: sha256 over its fields and the link before, each on its own line. */
export function auditHash(row: Omit<AuditRow, 'hash'>): string {
  const fields = [row.prev, row.id, row.at.toISOString(), row.actor, row.via, row.action, row.subject, row.detail];
  // Lengths stand before the fields, so that no two different rows can read the same.
  const text = fields.map((field) => `${Buffer.byteLength(String(field))}:${field}`).join('\n');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export type AuditReport = { rows: number; head: string; broken: { id: number; why: string } | null };

/** Walks the whole chain and names the first broken link. */
export async function verifyAudit(db: Db): Promise<AuditReport> {
  let prev = '';
  let last = 0;
  for (;;) {
    // The first page begins at the very beginning: a row put before number 1 must not escape.
    const rest = last === 0 ? undefined : gt(audit.id, last);
    const page = await db.select().from(audit).where(rest).orderBy(asc(audit.id)).limit(1000);
    for (const row of page) {
      const why = whyBroken(row, last, prev);
      if (why) return { rows: last, head: prev, broken: { id: row.id, why } };
      prev = row.hash;
      last = row.id;
    }
    if (page.length === 0) return { rows: last, head: prev, broken: null };
  }
}

/** Why a row does not follow from the `last` one, whose link is `prev`; null when it does. */
function whyBroken(row: AuditRow, last: number, prev: string): string | null {
  if (row.id > last + 1) return `row ${last + 1} is missing`;
  if (row.id <= last) return 'no row has such a number';
  if (row.prev !== prev) return 'it does not follow from the row before it';
  return row.hash === auditHash(row) ? null : 'its content was changed';
}

/** The row a link belongs to; null when the chain does not hold it (any more). */
export async function rowLinked(db: Db, hash: string): Promise<number | null> {
  const [row] = await db.select({ id: audit.id }).from(audit).where(eq(audit.hash, hash.toLowerCase()));
  return row?.id ?? null;
}
