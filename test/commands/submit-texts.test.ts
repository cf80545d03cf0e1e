import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'draft');
});
afterAll(() => world.close());

/** Submits a text and returns what the database holds of it. */
async function stored(text: string): Promise<string> {
  const { fingerprint } = await world.done<{ fingerprint: string }>('ada', 'submit', { prompt: slug, text, why: 'x' });
  const [row] = await world.sql<{ content: string }[]>`select content from version where fingerprint = ${fingerprint}`;
  return (JSON.parse(row!.content) as { messages: { content: string }[] }).messages[0]!.content;
}
const refusal = (text: string) => world.refusal('ada', 'submit', { prompt: slug, text, why: 'x' });

const kilobytes = (n: number) => 'Sei höflich. '.repeat(Math.ceil((n * 1000) / 14));

test.each([
  ['right-to-left marks and overrides', 'abc \u200f\u202e\u2066 שלום \u2069\u202c end'],
  ['pings of a chat', 'Hi <!channel> <!here> <@U1> <at>Ada</at> @everyone &lt;'],
  ['triple backticks', '```\ncode\n```\n~~~ *bold* _it_ ~strike~ > quote'],
  ['spaces and line ends of every kind', ' \ttwo  \r\n\r three \u2028\u2029\u0085\u00a0\u3000 \n\n'],
  ['control characters', '\u0001\u0007\u001b[31mred\u001b[0m\u007f\u0080'],
  ['characters beyond the basic plane, combined and not', '👩‍👩‍👧‍👦 e\u0301 é 𝔘 \ufeff\u200b\u2060 \uffff \u{10ffff}'],
  ['JSON and SQL', `{"role":"system"}'; drop table version; -- \\u0000 \\" %s $1 \${x}`],
  ['five thousand lines', Array.from({ length: 5_000 }, (_, i) => `Line ${i}`).join('\n')],
  ['200 kB', kilobytes(200)],
  ['950 kB', kilobytes(950)],
])('%s are kept byte for byte', async (_what, text) => {
  expect((await stored(text)) === text).toBe(true);
});

test('any text at all is kept byte for byte or refused clearly', async () => {
  const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(any, async (text) => {
      const unique = `${text} ${++kept}`;
      const outcome = await world.run('ada', 'submit', { prompt: slug, text: unique, why: 'x' });
      if (unique.includes('\0') || !unique.isWellFormed()) {
        expect(outcome.kind === 'refused' && outcome.refusal.code).toBe('invalid');
      } else {
        expect(outcome.kind).toBe('done');
        const [row] = await world.sql<{ content: string }[]>`select content from version order by id desc limit 1`;
        expect(JSON.parse(row!.content).messages[0].content).toBe(unique);
      }
    }),
    { numRuns: 40 },
  );
});

test('a NUL and half a character are refused at the text, with their place', async () => {
  expect((await refusal('fine\nnot\0fine')).fields.text).toBe(
    'Line 2, column 4 holds a NUL character (U+0000), which cannot be stored. Please delete it.',
  );
  expect((await refusal('half \ud83d of it')).fields.text).toContain('Line 1, column 6 holds half a character');
  expect((await refusal('half \ude00')).message).toContain('a lone surrogate, U+DE00');
});

test('more than a megabyte is refused with its size and the limit', async () => {
  const no = await refusal(kilobytes(1_020));
  expect(no.code).toBe('invalid');
  expect(no.message).toMatch(/^This content is 1\.\d\d MB; the most that can be stored is 1 MB\.$/);
});

test('a diff, a card and the answer of a large and hostile text are made all the same', async () => {
  const text = `${kilobytes(200)}\n<!channel> \u202e\`\`\`\n${'x'.repeat(50_000)}`;
  const { change } = await world.done<{ change: number }>('ada', 'submit', { prompt: slug, text, why: '<!here>' });
  expect(await world.answer('grace', 'change', { change })).toContain('> <!here>');
  expect((await world.run('grace', 'diff', { prompt: slug })).kind).toBe('done');
});

test('a text of one person is no text of another prompt: versions are numbered for each prompt', async () => {
  await world.prompt('another', 'draft');
  expect(await world.done('ada', 'history', { prompt: 'another' })).toMatchObject({ moves: [] });
  const { change } = await world.done<{ change: number }>('ada', 'submit', { prompt: 'another', text: 'b', why: 'x' });
  expect(await world.done('ada', 'change', { change })).toMatchObject({ to: 2 });
});
