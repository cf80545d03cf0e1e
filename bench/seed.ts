import postgres from 'postgres';
import { contentOf } from '../src/rules/content.ts';
import { canonicalJson, fingerprint } from '../src/rules/fingerprint.ts';
import { defaultPolicy } from '../src/rules/policy.ts';
import { rememberAccount } from '../src/store/accounts.ts';
import { openStore } from '../src/store/open.ts';
import { readyUseCase } from '../test/use-case.ts';

/** An open change that waits for its last approval, on a prompt of its own. */
export type Waiting = {
  change: number;
  prompt: number;
  base: number;
  version: number;
  fingerprint: string;
  /** The move by which the label holds its present version. */
  move: number;
  cycle: 1;
  author: number;
  reviewer: number;
  owner: number;
  deputy: number;
};

/** People of the workspace as the stand-in wants them; the first half writes, the second half reviews. */
export const people = Array.from({ length: 16 }, (_, i) => ({
  id: `UP${i}`,
  name: `person-${i}`,
  email: `person-${i}@example.com`,
}));
const WRITERS = people.length / 2;
/** Prompts of one use case. */
const PROMPTS = 10;

// Numbers of different things have nothing in common, so that each is known wherever it stands in a statement.
const FIRST = {
  change: 100_001,
  prompt: 200_001,
  version: 300_001,
  move: 400_001,
  verdict: 500_001,
  member: 600_001,
  person: 700_001,
};

const text = (slug: string, more: string) =>
  [
    `You answer the customers of ${slug}.`,
    'Greet them by name and thank them for writing.',
    'Answer what was asked, in the language it was asked in, in at most five sentences.',
    'Say when you are not sure, and never make up an order number, a price or a date.',
    more,
    'Offer a call back when the customer is upset.',
    'Sign as {{ agent }} of {{ company }}.',
  ].join('\n');

/**
 * Fills an empty, migrated database with prompts that are live at v1 and have v2 waiting for one approval.
 */
export async function seed(url: string, count: number): Promise<Waiting[]> {
  const now = new Date();
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`select setval('person_id_seq', ${FIRST.person}, false)`;
  const store = openStore(url);
  const ids: number[] = [];
  for (const { id, name, email } of people) {
    const key = { platform: 'slack', workspace: 'T1', userId: id };
    const known = await store.transaction((db) => rememberAccount(db, key, { name, email, barred: null }, now));
    ids.push(known.personId);
  }
  const seats = { owner: ids[0]!, deputy: ids[1]! };
  const useCases: number[] = [];
  for (let n = 0; n < count / PROMPTS; n++)
    useCases.push(await readyUseCase(store.db, { slug: `desks-${n}`, ...seats }));
  await store.close();

  const expires_at = new Date(now.getTime() + 86_400_000);
  const rows: Record<string, object[]> = {
    prompt: [],
    member: [],
    version: [],
    label: [],
    move: [],
    change: [],
    coauthor: [],
  };
  const waiting: Waiting[] = [];
  for (let i = 0; i < count; i++) {
    const [author, reviewer] = [ids[i % WRITERS]!, ids[WRITERS + (i % WRITERS)]!];
    const [owner, deputy] = [ids[(i + 1) % WRITERS]!, ids[(i + 2) % WRITERS]!];
    const one = { change: FIRST.change + i, prompt: FIRST.prompt + i, move: FIRST.move + i, cycle: 1 as const };
    const [base, version] = [FIRST.version + 2 * i, FIRST.version + 2 * i + 1];
    const slug = `desk-${one.prompt}`;
    const policy = defaultPolicy;
    const contents = ['Be brief.', 'Be brief, and end with the next step.'].map((more) =>
      contentOf({ text: text(slug, more) }),
    );
    rows.prompt!.push({
      id: one.prompt,
      slug,
      use_case_id: useCases[Math.floor(i / PROMPTS)],
      purpose: 'Answers',
      owner_id: owner,
      deputy_id: deputy,
      policy,
      created_by: author,
      created_at: now,
    });
    rows.member!.push({ id: FIRST.member + i, prompt_id: one.prompt, role: 'reviewer', person_id: reviewer });
    for (const [n, content] of contents.entries()) {
      rows.version!.push({
        id: base + n,
        prompt_id: one.prompt,
        number: n + 1,
        fingerprint: fingerprint(content),
        content: canonicalJson(content),
        created_by: author,
        created_at: now,
      });
    }
    rows.move!.push({
      id: one.move,
      prompt_id: one.prompt,
      label: 'production',
      kind: 'promote',
      to_id: base,
      person_id: reviewer,
      why: 'It begins.',
      reasons: [],
      at: now,
    });
    rows.label!.push({ prompt_id: one.prompt, name: 'production', version_id: base, move_id: one.move });
    rows.change!.push({
      id: one.change,
      prompt_id: one.prompt,
      kind: 'proposal',
      label: 'production',
      base_id: base,
      version_id: version,
      author_id: author,
      why: 'Customers asked what happens next.',
      cycle: 1,
      review: 'open',
      application: 'pending',
      policy,
      expires_at,
      opened_at: now,
    });
    rows.coauthor!.push({ change_id: one.change, person_id: author });
    waiting.push({ ...one, base, version, fingerprint: fingerprint(contents[1]!), author, reviewer, owner, deputy });
  }
  await insert(sql, rows);
  await sql.end();
  return waiting;
}

/** The account that may approve a change: its prompt's reviewer. */
export const reviewerOf = (one: Waiting): string => people[one.reviewer - FIRST.person]!.id;

async function insert(sql: postgres.Sql, tables: Record<string, object[]>): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    // Named, so that what no row says is what it usually is.
    const columns = Object.keys(rows[0]!).join(', ');
    for (let i = 0; i < rows.length; i += 1000) {
      const page = JSON.stringify(rows.slice(i, i + 1000));
      await sql.unsafe(
        `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::text::json)`,
        [page],
      );
    }
  }
  await sql`select setval('verdict_id_seq', ${FIRST.verdict}), setval('move_id_seq', ${FIRST.move + tables.move!.length})`;
  await sql.unsafe('analyze');
}
