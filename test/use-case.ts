import postgres from 'postgres';
import type { Assessment } from '../src/rules/assessment.ts';
import type { Db } from '../src/store/open.ts';
import { createUseCase, setInputs, updateUseCase } from '../src/store/use-cases.ts';

const texts = {
  decision: 'What a customer is answered',
  limits: 'No promises of money',
  stepFunction: 'Drafts an answer',
  stepInput: 'The letter of the customer',
  stepOutput: 'A draft',
  failureMode: 'A wrong promise',
  errorReach: 'One customer, until somebody reads it',
  qualityStandard: 'Right in 19 of 20',
  escalation: 'Anything about the law',
  failureResponse: 'A colleague will answer you.',
  contextReviewDays: 90,
  contextStopCriteria: 'The handbook is older than a year',
  assessment: {
    value: 'mixed',
    detection: 'in_days',
    verifiability: 'easy',
    chosen: 'light',
    reason: null,
    by: 1,
    at: '2026-01-02T09:00:00.000Z',
  } satisfies Assessment & { by: number; at: string },
};

/** An active use case of which everything is known. @returns its id */
export async function readyUseCase(
  db: Db,
  of: { slug: string; owner: number; deputy: number; now?: Date },
): Promise<number> {
  const { slug, owner, deputy, now = new Date() } = of;
  const people = { ownerId: owner, deputyId: deputy, contextOwnerId: owner, stopAuthorityId: deputy };
  const id = (await createUseCase(db, { slug, timezone: 'UTC', by: owner, now }))!;
  await updateUseCase(db, id, { ...people, ...texts, state: 'active' });
  await setInputs(db, id, [{ name: 'Handbook', source: 'the wiki', ownerId: owner, freshnessDays: 365 }]);
  return id;
}

/**
 * From here on every use case that comes into being is active and complete. For tests of what happens to prompts, in
 * which a person would otherwise have to fill in forms first.
 */
export async function everyUseCaseReady(url: string): Promise<void> {
  const set = Object.entries(texts).map(([name, value]) => {
    const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const literal = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `new.${column} := coalesce(new.${column}, '${literal}');`;
  });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`
      create function make_ready() returns trigger language plpgsql as $$ begin
        new.state := 'active';
        new.context_owner_id := coalesce(new.context_owner_id, new.owner_id);
        new.stop_authority_id := coalesce(new.stop_authority_id, new.deputy_id);
        ${set.join('\n')}
        return new;
      end $$;
      create function give_input() returns trigger language plpgsql as $$ begin
        insert into context_input (use_case_id, name, source, owner_id, freshness_days)
        values (new.id, 'Handbook', 'the wiki', coalesce(new.owner_id, new.created_by), 365);
        return null;
      end $$;
      create trigger make_ready before insert on use_case for each row execute function make_ready();
      create trigger give_input after insert on use_case for each row execute function give_input();`);
  } finally {
    await sql.end();
  }
}

/** Assesses every use case as one that needs no review, so that a policy may ask for none. */
export async function needsNoReview(sql: postgres.Sql): Promise<void> {
  await sql`update use_case set assessment = jsonb_set(assessment, '{chosen}', '"none"')`;
}
