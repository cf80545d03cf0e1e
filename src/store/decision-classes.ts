import type { Deciding } from '../rules/decision-class.ts';
import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';

/** Every use case that says what it decides about and is not closed. */
export const decidingUseCases = (db: Db): Promise<Deciding[]> => deciding(db, {});

const deciding = keptSql<Deciding>(sql`
  select u.id, u.slug, u.decision_class as "decisionClass", coalesce(p.same_as, p.id) as "ownerId", u.team,
    coalesce(u.contract_of, u.id) as contract,
    (select count(*)::int from prompt where prompt.use_case_id = u.id) as prompts
  from use_case u left join person p on p.id = u.owner_id
  where u.decision_class is not null and u.state <> 'closed' order by u.id`);
