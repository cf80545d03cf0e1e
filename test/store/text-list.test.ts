import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textList } from '../../src/store/text-list.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('Postgres reads the same texts, whatever is in them', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 }).map((one) => one.replaceAll('\0', '').toWellFormed());
  const odd = fc.constantFrom('', 'NULL', 'null', '{', '}', ',', '"', '\\', '\\"', '{"a",b}', "'", '\n', ' ');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(text, odd, fc.constant(null)), { maxLength: 8 }), async (texts) => {
      const [row] = await world.sql`select to_json(${textList(texts)}::text::text[]) as back`;
      expect(row!.back).toEqual(texts);
    }),
  );
});
