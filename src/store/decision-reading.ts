import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { byId, type Person, type PersonJson, peopleJson } from './people.ts';

/** A decision with where it comes from, and whether it was taken back. `summary`: null when none was told, or it was erased. */
export type Decision = {
  id: number;
  usecase: string;
  useCaseId: number;
  timezone: string;
  currency: string;
  application: string;
  key: string;
  prompt: string | null;
  version: number | null;
  minutes: number | null;
  summary: string | null;
  isShown: boolean;
  at: Date;
  reversal: Reversal | null;
};
/** `by`: who said so in a chat; null for the application. */
type Reversal = { reason: string; minutes: number | null; cost: number | null; by: Person | null; at: Date };

/** A decision by its number; null when there is none. */
export async function getDecision(db: Db, id: number): Promise<Decision | null> {
  const [row] = await oneDecision(db, { id });
  return row ? shapeOf(row) : null;
}

/** The decisions with a key, of whatever use cases and applications: at most so many. */
export async function decisionsNamed(db: Db, key: string, most: number): Promise<Decision[]> {
  return (await named(db, { key, most })).map(shapeOf);
}

type DecisionRow = Omit<Decision, 'id' | 'at' | 'reversal'> & {
  id: string;
  at: string;
  reversal: (Omit<Reversal, 'by' | 'at'> & { at: string }) | null;
  people: PersonJson[];
};

const shapeOf = ({ id, at, reversal, people, ...row }: DecisionRow): Decision => ({
  ...row,
  id: Number(id),
  at: new Date(at),
  reversal: reversal && { ...reversal, by: [...byId(people).values()][0] ?? null, at: new Date(reversal.at) },
});

const decisions = sql`
  select d.id, c.slug as usecase, c.id as "useCaseId", c.timezone, c.currency, d.application, d.key, p.slug as prompt,
    v.number as version, d.minutes::float8, d.summary, d.is_shown as "isShown", d.at::text,
    case when r.decision_id is not null then json_build_object('reason', r.reason, 'minutes', r.minutes, 'cost', r.cost,
      'at', r.at) end as reversal,
    ${peopleJson(sql`select r.person_id`)} as people
  from decision d join use_case c on c.id = d.use_case_id left join version v on v.id = d.version_id
    left join prompt p on p.id = v.prompt_id left join reversal r on r.decision_id = d.id`;
const oneDecision = keptSql<DecisionRow>(sql`${decisions} where d.id = ${sql.placeholder('id')}::bigint`);
const named = keptSql<DecisionRow>(
  sql`${decisions} where d.key = ${sql.placeholder('key')}::text order by d.id limit ${sql.placeholder('most')}::int`,
);
