import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, expect, inject, test } from 'vitest';
import { guardProduction, obstacle } from '../../src/commands/acts/production.ts';
import { Refusal } from '../../src/refusal.ts';
import { drizzle, migrate } from '../../src/store/drizzle-driver.ts';
import { migrateStore, openStore } from '../../src/store/open.ts';
import { readingLoader } from '../../src/store/prompt-reading.ts';
import { getPrompt } from '../../src/store/prompts.ts';
import { getUseCase } from '../../src/store/use-cases.ts';
import { emptyDatabase } from '../database.ts';

const migrations = fileURLToPath(new URL('../../src/store/migrations', import.meta.url));
const database = await emptyDatabase();
const sql = postgres(database.url, { max: 1, onnotice: () => {} });
const store = openStore(database.url);
afterAll(async () => {
  await store.close();
  await sql.end();
  await database.drop();
});

/** Brings an empty database to where an installation of an earlier version stands. */
async function migrateTo(last: string): Promise<void> {
  const folder = join(inject('scratchDir'), `until-${last}`);
  await mkdir(join(folder, 'meta'), { recursive: true });
  await cp(migrations, folder, { recursive: true });
  const journal = JSON.parse(await readFile(join(migrations, 'meta/_journal.json'), 'utf8'));
  const end = journal.entries.findIndex(({ tag }: { tag: string }) => tag.startsWith(last)) + 1;
  const entries = journal.entries.slice(0, end);
  await writeFile(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  await migrate(drizzle(postgres(database.url, { max: 1, onnotice: () => {} })), { migrationsFolder: folder });
  await rm(folder, { recursive: true });
}

test('prompts of an installation without use cases are served as before; what is released next waits for its use case', async () => {
  await migrateTo('0006');
  const fingerprint = 'a'.repeat(64);
  const content = JSON.stringify({
    messages: [{ role: 'system', content: 'Hi' }],
    model: null,
    params: {},
    variables: [],
  });
  await sql`insert into person (name) values ('Olu'), ('Dee')`;
  await sql`
    insert into prompt (slug, purpose, owner_id, deputy_id, policy, created_by, created_at)
    values ('reply', 'Answers', 1, 2, '{"approvals":1,"required":[],"expiryHours":168}', 1, now()),
      ('other', 'Others', 2, 1, '{"approvals":1,"required":[],"expiryHours":168}', 2, now())`;
  await sql`
    insert into version (prompt_id, number, fingerprint, content, created_by, created_at)
    values (1, 1, ${fingerprint}, ${content}, 1, now())`;
  await sql`
    insert into move (prompt_id, label, kind, to_id, person_id, why, at)
    values (1, 'production', 'promote', 1, 1, 'It begins', now())`;
  await sql`insert into label (prompt_id, name, version_id, move_id) values (1, 'production', 1, 1)`;

  await migrateStore(database.url);

  expect(await readingLoader(store.db)('reply', { label: 'production' })).toMatchObject({ label: 'production' });
  const [reply, other] = [await getPrompt(store.db, 1), await getPrompt(store.db, 2)];
  expect(reply.useCaseId).not.toBe(other.useCaseId);
  const useCase = await getUseCase(store.db, reply.useCaseId);
  expect(useCase).toMatchObject({
    slug: 'reply',
    state: 'draft',
    owner: { name: 'Olu' },
    deputy: { name: 'Dee' },
    decision: null,
    prompts: [{ slug: 'reply' }],
  });
  expect(obstacle(useCase, new Date())?.button.command).toBe('usecase-edit');
  await expect(guardProduction({ db: store.db, now: new Date() }, reply)).rejects.toThrow(Refusal);
});
