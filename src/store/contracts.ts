import { Refusal } from '../refusal.ts';
import { and, asc, eq, inArray, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import type { Db } from './open.ts';
import { useCase } from './schema.ts';

/** Lets use cases decide by the context of `lead`. Who decides by one of theirs goes on doing so; `lead` has its own. */
export async function shareContract(db: Db, lead: number, ids: readonly number[]): Promise<void> {
  const those = sql`any(${idList(ids)}::int[])`;
  await db
    .update(useCase)
    .set({ contractOf: sql`case when ${useCase.id} = ${lead} then null else ${lead}::int end` })
    .where(sql`${useCase.id} = ${those} or ${useCase.id} = ${lead}`);
}

/** Lets a use case decide by its own context again, as it was before. */
export async function leaveContract(db: Db, id: number): Promise<void> {
  await db.update(useCase).set({ contractOf: null }).where(eq(useCase.id, id));
}

/** The use cases at work that decide by the context of this one, by their names. */
export async function atWorkBy(db: Db, id: number): Promise<string[]> {
  const rows = await db
    .select({ slug: useCase.slug })
    .from(useCase)
    .where(and(eq(useCase.contractOf, id), inArray(useCase.state, ['pilot', 'active', 'paused'])))
    .orderBy(asc(useCase.slug));
  return rows.map((row) => row.slug);
}

/** Refuses to change a context that belongs to another use case. @throws Refusal `conflict` */
export async function guardOwnContext(db: Db, id: number): Promise<void> {
  const [shared] = await db.execute<{ slug: string; lead: string }>(sql`
    select u.slug, l.slug as lead from use_case u join use_case l on l.id = u.contract_of where u.id = ${id}`);
  if (!shared) return;
  const { slug, lead } = shared;
  throw new Refusal('conflict', `${slug} decides by the context of ${lead}. Change it there, or leave the contract.`, {
    offers: [{ label: 'Leave the contract', command: 'contract', args: { leave: slug } }],
  });
}
