import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

const repository = fileURLToPath(new URL('../', import.meta.url));
const sees = "import { expect, test } from 'vitest';\n";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(inject('scratchDir'), 'closing-'));
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(
    join(folder, 'vitest.config.ts'),
    `import { closingLine } from ${JSON.stringify(join(repository, 'test/closing-line.ts'))};
     export default { test: { reporters: ['default', closingLine()], cache: false, fsModuleCache: false } };`,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs these tests in a vitest of their own. */
async function run(files: Record<string, string>, args: string[] = []) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), sees + text);
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--configLoader', 'runner', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, CI: 'true', TMPDIR: tmpdir() },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  await once(child, 'close');
  for (const name of Object.keys(files)) await rm(join(folder, name));
  return { code: child.exitCode, lines: out.trimEnd().split('\n').slice(-3) };
}

const passes = "test('adds', () => expect(1 + 1).toBe(2));\n";

test('all is well: the count stands alone on the last line', async () => {
  const { code, lines } = await run({ 'a.test.ts': passes });
  expect([code, lines.at(-1)]).toEqual([0, '1 passed, 0 failed']);
});

test('what fails and what is left out is counted, with the reason', async () => {
  const { code, lines } = await run({
    'a.test.ts': `${passes}test('fails', () => expect(1).toBe(2));\ntest('waits', (context) => context.skip('not today'));\n`,
  });
  expect(code).toBe(1);
  expect(lines.slice(-2)).toEqual(['skipped: waits – not today', '1 passed, 1 failed, 1 skipped']);
});

test('a file that does not load and an error that nobody caught are failures', async () => {
  const { code, lines } = await run({
    'a.test.ts': passes,
    'b.test.ts': "throw new Error('does not load');\n",
    'c.test.ts': `${passes}setTimeout(() => { throw new Error('nobody caught this'); });\ntest('waits', () => new Promise((done) => setTimeout(done, 50)));\n`,
  });
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe('3 passed, 2 failed');
});

test('tests that were not asked for are counted and not listed', async () => {
  const { code, lines } = await run({ 'a.test.ts': `${passes}test('other', () => {});\n` }, ['-t', 'adds']);
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped');
  expect(lines.join('\n')).not.toContain('skipped: other');
});
