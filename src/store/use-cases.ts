import { guardOwnContext } from './contracts.ts';
import { asc, eq, getTableColumns, inArray, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { kept } from './kept.ts';
import type { Db } from './open.ts';
import { byId, distinct, type Person, peopleJson } from './people.ts';
import { contextInput, prompt, useCase } from './schema.ts';

// The salt of its users' names is nobody's business.
const { userSalt: _, ...columns } = getTableColumns(useCase);
type Row = Omit<typeof useCase.$inferSelect, 'userSalt'>;
type RoleIds = 'ownerId' | 'deputyId' | 'contextOwnerId' | 'stopAuthorityId' | 'hoursBy' | 'stateBy';

/** Something a use case decides by. `freshnessDays`: how old it may be. */
type ContextInput = {
  id: number;
  name: string;
  source: string;
  owner: Person;
  freshnessDays: number;
  reviewedAt: Date | null;
};

/** A use case with its people, its context contract and the prompts it consists of. */
export type UseCase = Omit<Row, RoleIds> & {
  owner: Person | null;
  deputy: Person | null;
  contextOwner: Person | null;
  stopAuthority: Person | null;
  hoursBy: Person | null;
  stateBy: Person | null;
  inputs: ContextInput[];
  prompts: { id: number; slug: string }[];
};

/** The people who answer for a use case, each once. */
export const holdersOfUseCase = ({ owner, deputy, contextOwner, stopAuthority }: UseCase): Person[] =>
  distinct([owner, deputy, contextOwner, stopAuthority].filter((one) => one !== null));

/** What may be set of a use case. */
export type UseCaseSet = Partial<Omit<typeof useCase.$inferInsert, 'id' | 'slug' | 'createdBy' | 'createdAt'>>;

const people = peopleJson(sql`
  select unnest(array["use_case"."owner_id", "use_case"."deputy_id", "use_case"."context_owner_id",
    "use_case"."stop_authority_id", "use_case"."hours_by", "use_case"."state_by"])
  union all select i.owner_id from context_input i where i.use_case_id = coalesce("use_case"."contract_of", "use_case"."id")`);

type InputJson = Omit<ContextInput, 'owner' | 'reviewedAt'> & { ownerId: number; reviewedAt: string | null };
const inputs = sql<InputJson[]>`(
  select coalesce(json_agg(json_build_object('id', i.id, 'name', i.name, 'source', i.source, 'ownerId', i.owner_id,
    'freshnessDays', i.freshness_days, 'reviewedAt', i.reviewed_at) order by i.id), '[]')
  from context_input i where i.use_case_id = coalesce("use_case"."contract_of", "use_case"."id"))`;
// Who shares a contract decides by all of it.
const shared = <T>(column: string) =>
  sql<T>`(select ${sql.raw(column)} from use_case s where s.id = coalesce("use_case"."contract_of", "use_case"."id"))`;
const context = {
  contextReviewDays: shared<number | null>('s.context_review_days'),
  contextStopCriteria: shared<string | null>('s.context_stop_criteria'),
};
const prompts = sql<{ id: number; slug: string }[]>`(
  select coalesce(json_agg(json_build_object('id', p.id, 'slug', p.slug) order by p.slug), '[]')
  from prompt p where p.use_case_id = "use_case"."id")`;

const rows = (db: Db) =>
  db
    .select({ ...columns, ...context, inputs, prompts, people })
    .from(useCase)
    .$dynamic();

function stateOf({ people: involved, ...row }: Awaited<ReturnType<typeof rows>>[number]): UseCase {
  const all = byId(involved);
  const { ownerId, deputyId, contextOwnerId, stopAuthorityId, hoursBy, stateBy, ...rest } = row;
  const person = (id: number | null) => (id === null ? null : (all.get(id) ?? null));
  return {
    ...rest,
    owner: person(ownerId),
    deputy: person(deputyId),
    contextOwner: person(contextOwnerId),
    stopAuthority: person(stopAuthorityId),
    hoursBy: person(hoursBy),
    stateBy: person(stateBy),
    inputs: row.inputs.map(({ ownerId: by, reviewedAt, ...one }) => ({
      ...one,
      owner: all.get(by)!,
      reviewedAt: reviewedAt === null ? null : new Date(reviewedAt),
    })),
  };
}

/** One use case by its number. */
export const getUseCase = async (db: Db, id: number): Promise<UseCase> => stateOf((await withId(db, { id }))[0]!);

const withId = kept((db) => rows(db).where(eq(useCase.id, sql.placeholder('id'))));

/** Whether a use case runs, and until when somebody means to keep it paused. */
export type Pause = Pick<UseCase, 'slug' | 'state' | 'pausedUntil'>;

/** The same for whoever needs to know no more of it: a release is waited for. */
export const pauseOf = async (db: Db, id: number): Promise<Pause> => (await pause(db, { id }))[0]!;

const pause = kept((db) =>
  db
    .select({ slug: useCase.slug, state: useCase.state, pausedUntil: useCase.pausedUntil })
    .from(useCase)
    .where(eq(useCase.id, sql.placeholder('id'))),
);

/** Several of them by their numbers, the oldest first. */
export const getUseCases = async (db: Db, ids: readonly number[]): Promise<UseCase[]> =>
  (
    await rows(db)
      .where(sql`${useCase.id} = any(${idList(ids)}::int[])`)
      .orderBy(asc(useCase.id))
  ).map(stateOf);

/** All of them by name. */
export const listUseCases = async (db: Db): Promise<UseCase[]> =>
  (await rows(db).orderBy(asc(useCase.slug))).map(stateOf);

/** The id behind a slug; with `lock`, nobody else changes this use case until the transaction ends. */
export async function useCaseId(db: Db, slug: string, lock = false): Promise<number | null> {
  const query = db.select({ id: useCase.id }).from(useCase).where(eq(useCase.slug, slug));
  const [row] = lock ? await query.for('no key update') : await query;
  return row?.id ?? null;
}

/** The names of all use cases, in alphabetical order. */
export const useCaseSlugs = async (db: Db): Promise<string[]> =>
  (await db.select({ slug: useCase.slug }).from(useCase).orderBy(asc(useCase.slug))).map((row) => row.slug);

/** The use cases for whose stopping one of these people answers: as their stop authority, owner or deputy. */
export async function useCasesAnsweredBy(db: Db, people: readonly number[]): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select distinct u.id from use_case u join person p on p.id in (u.stop_authority_id, u.owner_id, u.deputy_id)
    where coalesce(p.same_as, p.id) = any(${idList(people)}::int[])`);
  return rows.map((row) => row.id);
}

/** Creates a draft; null when there is one of that name already. */
export async function createUseCase(
  db: Db,
  made: UseCaseSet & { slug: string; timezone: string; by: number; now: Date },
): Promise<number | null> {
  const { by, now, ...set } = made;
  const [row] = await db
    .insert(useCase)
    .values({ ...set, stateSince: now, createdBy: by, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: useCase.id });
  return row?.id ?? null;
}

/** Sets what is given of a use case, and leaves the rest. */
export async function updateUseCase(db: Db, id: number, set: UseCaseSet): Promise<void> {
  if (set.contextReviewDays !== undefined || set.contextStopCriteria !== undefined) await guardOwnContext(db, id);
  if (Object.keys(set).length > 0) await db.update(useCase).set(set).where(eq(useCase.id, id));
}

/** Locks several use cases, always in one order. */
export async function lockUseCases(db: Db, ids: readonly number[]): Promise<void> {
  await db
    .select({ id: useCase.id })
    .from(useCase)
    .where(inArray(useCase.id, [...ids]))
    .orderBy(asc(useCase.id))
    .for('no key update');
}

/** What a person is to the prompts of a use case. */
export async function rolesInPrompts(db: Db, id: number, personId: number): Promise<('contributor' | 'reviewer')[]> {
  const rows = await db.execute<{ role: 'contributor' | 'reviewer' }>(sql`
    select distinct m.role from member m join prompt p on p.id = m.prompt_id join person w on w.id = m.person_id
    where p.use_case_id = ${id} and coalesce(w.same_as, w.id) = ${personId} and m.role in ('contributor', 'reviewer')`);
  return rows.map((row) => row.role);
}

/** Locks every prompt of a use case, always in one order. @returns their ids */
export async function lockPromptsOf(db: Db, id: number): Promise<number[]> {
  const found = await db
    .select({ id: prompt.id })
    .from(prompt)
    .where(eq(prompt.useCaseId, id))
    .orderBy(asc(prompt.id))
    .for('update');
  return found.map((row) => row.id);
}

/** Replaces the inputs of a context contract; what is known of one of the same name stays. */
export async function setInputs(
  db: Db,
  id: number,
  wanted: readonly { name: string; source: string; ownerId: number; freshnessDays: number }[],
): Promise<void> {
  await guardOwnContext(db, id);
  const names = wanted.map((one) => one.name);
  await db
    .delete(contextInput)
    .where(
      sql`${contextInput.useCaseId} = ${id} and not (${contextInput.name} = any(array[${sql.join(
        [sql`''`, ...names.map((name) => sql`${name}`)],
        sql`, `,
      )}]::text[]))`,
    );
  for (const one of wanted) {
    const { source, ownerId, freshnessDays } = one;
    await db
      .insert(contextInput)
      .values({ useCaseId: id, ...one })
      .onConflictDoUpdate({
        target: [contextInput.useCaseId, contextInput.name],
        set: { source, ownerId, freshnessDays },
      });
  }
}

/** Notes that inputs of a context contract were reviewed. */
export async function markReviewed(db: Db, ids: readonly number[], at: Date): Promise<void> {
  await db
    .update(contextInput)
    .set({ reviewedAt: at })
    .where(inArray(contextInput.id, [...ids]));
}
