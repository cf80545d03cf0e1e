import { randomBytes } from 'node:crypto';
import { contentOf } from '../src/rules/content.ts';
import { defaultPolicy } from '../src/rules/policy.ts';
import { announceMoves } from '../src/store/listen.ts';
import { addMove } from '../src/store/moves.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { rememberByEmail } from '../src/store/people.ts';
import { createPrompt, keepVersion, lockPrompt } from '../src/store/prompts.ts';
import { addToken } from '../src/store/tokens.ts';
import { createUseCase } from '../src/store/use-cases.ts';

/** A prompt that is live with the first of some versions, and a token: to read it and run commands, if nothing else is said. */
export type Readable = { store: Store; slug: string; secret: string; move(version: number): Promise<number> };

/**
 * Fills an empty, migrated database. `move` points the label at another version, as a command does it, and resolves
 * with the moment (`performance.now`) in which its commit was answered. Close the store when done.
 */
export async function readable(url: string, versions: number, scopes = ['read', 'commands']): Promise<Readable> {
  const store = openStore(url);
  const now = new Date();
  const slug = 'support-reply';
  const secret = `cs_${randomBytes(24).toString('base64url')}`;
  const owner = await rememberByEmail(store.db, 'ada@example.com');
  const deputy = await rememberByEmail(store.db, 'grace@example.com');
  await addToken(store.db, { name: 'reader', secret, scopes, personId: owner, now });
  const of = { slug, purpose: 'Answers customers', ownerId: owner, deputyId: deputy, policy: defaultPolicy };
  const useCaseId = (await createUseCase(store.db, { slug, timezone: 'UTC', by: owner, now }))!;
  const promptId = (await createPrompt(store.db, { ...of, useCaseId, by: owner, now }))!;
  const ids: number[] = [];
  for (let number = 1; number <= versions; number++) {
    const text = `Version ${number}. ${'You answer customers of a bookshop, briefly and kindly. '.repeat(30)}`;
    const content = contentOf({ text, model: 'model-1', params: { temperature: 0.2 } });
    ids.push((await keepVersion(store.db, promptId, content, owner, now)).id);
  }
  let held: number | null = null;
  const move = async (version: number) => {
    const toId = ids[version - 1]!;
    await store.transaction(async (db) => {
      await lockPrompt(db, promptId);
      const kind = held === null ? 'promote' : 'rollback';
      const made = { promptId, label: 'production', personId: owner, why: 'Measured', at: new Date() } as const;
      await addMove(db, { ...made, kind, fromId: held, toId });
      await announceMoves(db, [promptId]);
    });
    held = toId;
    return performance.now();
  };
  await move(1);
  return { store, slug, secret, move };
}
