import { and, asc, eq, inArray, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { change, label, member, person, prompt, version } from './schema.ts';

type PromptLine = {
  prompt: string;
  purpose: string;
  owner: string;
  /** The number of the version production holds, null before the first release. */
  production: number | null;
  /** Changes that wait for a decision. */
  waiting: number;
};

/** Every prompt in one line each, by name. */
export async function listPrompts(db: Db): Promise<PromptLine[]> {
  return db
    .select({
      prompt: prompt.slug,
      purpose: prompt.purpose,
      owner: sql<string>`(select s.name from ${person} s where s.id = coalesce(${person.sameAs}, ${person.id}))`,
      production: version.number,
      waiting: sql<number>`(select count(*)::int from ${change} where ${and(eq(change.promptId, prompt.id), inArray(change.review, ['open', 'changes_requested', 'stale']))})`,
    })
    .from(prompt)
    .innerJoin(person, eq(person.id, prompt.ownerId))
    .leftJoin(label, and(eq(label.promptId, prompt.id), eq(label.name, 'production')))
    .leftJoin(version, eq(version.id, label.versionId))
    .orderBy(asc(prompt.slug));
}

/** The roles a person has, by prompt. */
export async function rolesOf(db: Db, personId: number): Promise<{ prompt: string; roles: string[] }[]> {
  // A role stays written under the id it was given to.
  const theirs = sql`(select p.id from ${person} p where p.id = ${personId} or p.same_as = ${personId})`;
  const rows = await db
    .select({
      prompt: prompt.slug,
      owner: sql<boolean>`${prompt.ownerId} in ${theirs}`,
      deputy: sql<boolean>`${prompt.deputyId} in ${theirs}`,
      roles: sql<string[]>`coalesce(json_agg(distinct ${member.role}) filter (where ${member.role} is not null), '[]')`,
    })
    .from(prompt)
    .leftJoin(member, and(eq(member.promptId, prompt.id), sql`${member.personId} in ${theirs}`))
    .groupBy(prompt.id)
    .orderBy(asc(prompt.slug));
  return rows
    .map((row) => ({
      prompt: row.prompt,
      roles: [...(row.owner ? ['owner'] : []), ...(row.deputy ? ['deputy'] : []), ...row.roles],
    }))
    .filter((row) => row.roles.length > 0);
}
