import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';

/** A version by its number or its whole fingerprint. */
export type VersionName = { prompt: string; version?: number | undefined; fingerprint?: string | undefined };

type Found = { promptId: number | null; useCaseId: number | null; versionId: number | null };

/** Prompts and versions by name, in the same order; null for what does not exist. Each different name is looked up once. */
export async function findVersions(db: Db, names: readonly VersionName[]): Promise<Found[]> {
  if (names.length === 0) return [];
  const keyOf = ({ prompt, version, fingerprint }: VersionName) => `${prompt} ${version ?? ''} ${fingerprint ?? ''}`;
  const keys = names.map(keyOf);
  const different = new Map(keys.map((key, i) => [key, names[i]!]));
  const rows = await lookUp(db, { names: JSON.stringify([...different.values()].map(nameOnly)) });
  const found = new Map([...different.keys()].map((key, i) => [key, rows[i]!]));
  return keys.map((key) => found.get(key)!);
}

const nameOnly = ({ prompt, version, fingerprint }: VersionName) => ({ prompt, version, fingerprint });

const lookUp = keptSql<Found>(sql`
  select p.id as "promptId", p.use_case_id as "useCaseId", v.id as "versionId"
  from rows from (jsonb_to_recordset(${sql.placeholder('names')}::jsonb)
    as (prompt text, version int, fingerprint text)) with ordinality as given(prompt, version, fingerprint, ord)
  left join prompt p on p.slug = given.prompt
  left join version v on v.prompt_id = p.id and (v.number = given.version or v.fingerprint = given.fingerprint)
  order by ord`);
