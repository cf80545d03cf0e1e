import { type Room, rooms } from './rooms.ts';

/** A small house in which every rule is kept. */
export const goodHouse: Readonly<Record<string, string>> = {
  'README.md': '# A house\n\nSee [how to help](CONTRIBUTING.md).\n',
  'CONTRIBUTING.md': '# How to help\n',
  'vitest.config.ts': 'export default {};',
  'package.json': '{ "dependencies": { "one": "1.0.0" } }',
  'package-lock.json':
    '{ "packages": { "": { "dependencies": { "one": "1.0.0" } }, "node_modules/one": { "version": "1.0.0" } } }',
  'src/main.ts':
    "import { readConfig } from './config.ts';\nimport { door } from './bot/slack/door.ts';\ndoor(readConfig());",
  'src/config.ts': "import { z } from 'zod';\nexport const readConfig = () => z.object({}).parse(process.env);",
  'src/refusal.ts': 'export class Refusal extends Error {}',
  'src/rules/slug.ts':
    "import { hash } from 'node:crypto';\nexport const slug = (at: Date) => hash('sha1', new Date(at).toISOString());",
  'src/store/open.ts':
    "import postgres from 'postgres';\nimport { slug } from '../rules/slug.ts';\nexport type Store = { url: string };\nexport const open = () => postgres(slug(new Date()));",
  'src/commands/kit/command.ts':
    "import type { Store } from '../../store/open.ts';\nexport type Command = { store: Store };",
  'src/commands/show.ts': "import type { Command } from './kit/command.ts';\nexport const show = {} as Command;",
  'src/commands/index.ts': "import { show } from './show.ts';\nexport const commands = [show];",
  'src/bot/slack/door.ts':
    "import type { Store } from '../../store/open.ts';\nexport const door = (store: unknown) => store as Store;",
  'test/commands/show.test.ts':
    "import { test } from 'vitest';\ntest('shows', (context) => { context.skip('the folder is not there'); });",
};

/** A violation: the rule that must notice, what must be named, and the files that commit it. */
export type Seed = readonly [rule: string, named: string, files: Readonly<Record<string, string>>];

const uses = (from: string) => `import { x } from '${from}';\nexport const y = x;`;
const inTest = (body: string) => ({ 'test/x.test.ts': `import { describe, test } from 'vitest';\n${body}` });
const notes = (text: string) => ({ 'docs/notes.md': text });
// Written in two pieces, so that a search for what must not be in the repository finds nothing here.
const slash = '/';

const packages = (manifest: object, lockfile: object) => ({
  'package.json': JSON.stringify(manifest),
  'package-lock.json': JSON.stringify({ packages: lockfile }),
});
const one = (version: string) => ({ dependencies: { one: version } });

// Every room reaches into every room it may not enter, and uses a package that is not its own.
/** A file of a room. */
export const fileIn = (room: Room) => (room.at.endsWith('/') ? `${room.at}x.ts` : room.at);
const path = (from: string, to: string) => `${'../'.repeat(from.split('/').length - 1)}${to}`;
export const walls: readonly Seed[] = rooms.flatMap((from) =>
  rooms
    .filter((to) => to !== from && !from.uses.includes(to.name) && to.name !== 'main' && to.name !== 'cli')
    .map((to) => ['rooms', fileIn(from), { [fileIn(from)]: uses(path(fileIn(from), fileIn(to))) }] as Seed),
);
export const strangers: readonly Seed[] = rooms.map((room) => [
  'packages',
  fileIn(room),
  { [fileIn(room)]: uses(room.packages.includes('ws') ? 'node-cron' : 'ws') },
]);

export const seeds: readonly Seed[] = [
  ['rooms', 'src/bot/door.ts', { 'src/bot/door.ts': uses('../store/open.ts') }],
  ['rooms', 'src/bot/door.ts', { 'src/bot/door.ts': "export { open } from '../store/open.ts';" }],
  ['rooms', 'src/bot/door.ts', { 'src/bot/door.ts': "export * from '../store/open.ts';" }],
  [
    'rooms',
    'src/bot/door.ts',
    { 'src/bot/door.ts': "import { type Store } from '../store/open.ts';\nexport type S = Store;" },
  ],
  ['rooms', 'src/bot/door.ts', { 'src/bot/door.ts': "export const open = await import('../store/open.ts');" }],
  ['rooms', 'src/rules/slug.ts', { 'src/rules/slug.ts': "export type S = import('../store/open.ts').Store;" }],
  [
    'rooms',
    'src/commands/list.ts',
    {
      'src/commands/list.ts': uses('./show.ts'),
      'src/commands/index.ts':
        "import { list } from './list.ts';\nimport { show } from './show.ts';\nexport const commands = [show, list];",
      'test/commands/list.test.ts': '',
    },
  ],
  ['rooms', 'src/store/open.ts', { 'src/store/open.ts': uses('../../test/world.ts') }],
  ['packages', 'drizzle-orm', { 'src/commands/show.ts': uses('drizzle-orm/pg-core') }],
  [
    'packages',
    '@slack/web-api',
    { 'src/bot/http/x.ts': "import type { WebClient } from '@slack/web-api';\nexport type W = WebClient;" },
  ],
  ['homes', 'src/attic/x.ts', { 'src/attic/x.ts': '' }],
  [
    'hidden imports',
    'src/store/x.ts',
    { 'src/store/x.ts': "import { createRequire } from 'node:module';\ncreateRequire('.')('pg');" },
  ],
  ['hidden imports', 'src/store/x.ts', { 'src/store/x.ts': 'export const load = (name: string) => import(name);' }],
  ['roots', 'src/main.ts', { 'test/x.test.ts': uses('../src/main.ts') }],
  ['roots', 'src/cli/audit.ts', { 'src/cli/audit.ts': '', 'src/cli/x.ts': uses('./audit.ts') }],
  ['cycles', 'src/rules/a.ts', { 'src/rules/a.ts': uses('./b.ts'), 'src/rules/b.ts': uses('./a.ts') }],
  [
    'cycles',
    'src/rules/b.ts',
    { 'src/rules/a.ts': "import type { x } from './b.ts';\nexport type Y = x;", 'src/rules/b.ts': uses('./a.ts') },
  ],
  ['cycles', 'src/rules/a.ts', { 'src/rules/a.ts': uses('./a.ts') }],
  ['environment', 'src/store/x.ts:1', { 'src/store/x.ts': 'export const home = process.env.HOME;' }],
  ['environment', 'src/store/x.ts:2', { 'src/store/x.ts': "\nexport const home = process['env'].HOME;" }],
  ['environment', 'src/store/x.ts', { 'src/store/x.ts': 'const { env } = process;\nexport const home = env.HOME;' }],
  [
    'environment',
    'src/store/x.ts',
    { 'src/store/x.ts': "import { env } from 'node:process';\nexport const home = env.HOME;" },
  ],
  ['purity', 'src/rules/x.ts:1', { 'src/rules/x.ts': 'export const now = () => new Date();' }],
  ['purity', 'src/rules/x.ts', { 'src/rules/x.ts': 'export const now = () => Date.now();' }],
  ['purity', 'src/rules/x.ts', { 'src/rules/x.ts': 'export const dice = () => Math.random();' }],
  [
    'purity',
    'src/rules/x.ts',
    { 'src/rules/x.ts': "import { randomUUID } from 'node:crypto';\nexport const id = () => randomUUID();" },
  ],
  [
    'purity',
    'src/rules/x.ts',
    { 'src/rules/x.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;" },
  ],
  ['default exports', 'src/store/x.ts', { 'src/store/x.ts': 'export default 3;' }],
  ['default exports', 'src/store/x.ts', { 'src/store/x.ts': 'const x = 3;\nexport { x as default };' }],
  ['lengths', 'src/store/x.ts has 251 lines', { 'src/store/x.ts': '\n'.repeat(250).concat('export const x = 3;') }],
  [
    'lengths',
    'src/bot/playground/slack/platform.ts',
    { 'src/bot/playground/slack/platform.ts': 'export const x = 3;' },
  ],
  ['names', 'src/store/helpers.ts', { 'src/store/helpers.ts': '' }],
  ['names', 'src/store/date-util.ts', { 'src/store/date-util.ts': '' }],
  ['names', 'PromptManager', { 'src/store/x.ts': 'export class PromptManager {}' }],
  ['names', 'UserService', { 'src/store/x.ts': 'export type UserService = string;' }],
  ['names', 'commonThings', { 'src/store/x.ts': 'export const commonThings = 3;' }],
  ['names', 'formatHelper', { 'src/store/x.ts': 'function formatHelper() {}\nformatHelper();' }],
  ['names', 'src/store/openStore.ts', { 'src/store/openStore.ts': '' }],
  ['skips', 'test/x.test.ts:2', inTest("test.skip('later', () => {});")],
  ['skips', 'test/x.test.ts', inTest("describe.concurrent.skip('later', () => {});")],
  ['skips', 'test/x.test.ts', inTest("test.todo('later');")],
  ['skips', 'test/x.test.ts', inTest("test.only('now', () => {});")],
  ['skips', 'test/x.test.ts', inTest("test('later', (context) => { context.skip(); });")],
  ['skips', 'test/x.test.ts', inTest("test('later', ({ skip }) => { skip(); });")],
  ['skips', 'test/x.test.ts', inTest("describe.skipIf(true)('later', () => {});")],
  ['skips', 'test/x.test.ts', inTest("test.runIf(false)('later', () => {});")],
  ['skips', 'test/x.test.ts', inTest('test.runIf(false)(`later`, () => {});')],
  [
    'tests of commands',
    'test/commands/list.test.ts',
    {
      'src/commands/list.ts': 'export const list = 3;',
      'src/commands/index.ts':
        "import { list } from './list.ts';\nimport { show } from './show.ts';\nexport const commands = [show, list];",
    },
  ],
  ['list of commands', 'src/commands/list.ts', { 'src/commands/list.ts': '', 'test/commands/list.test.ts': '' }],
  ['outside', 'docs/notes.md:2', notes(`\nIt lies in ${slash}root/notes.`)],
  ['outside', 'docs/notes.md', notes(`It lies in ${slash}home/ada/notes.`)],
  ['outside', 'docs/notes.md', notes('Asked for in issue #12.')],
  ['outside', 'docs/notes.md', notes('This comes with a later issue.')],
  ['outside', 'test/x.test.ts', inTest("test('reads', () => { open('../shared/notes.txt'); });")],
  ['outside', 'package-lock.json', { 'package-lock.json': '{ "resolved": "https://example.com/x.tgz" }' }],
  ['scripts', 'npm run fly', notes('Then type `npm run fly`.')],
  ['scripts', 'src/store/x.ts', { 'src/store/x.ts': '// Made by "npm run -s fly".\nexport const x = 3;' }],
  ['documents', 'anchors.md', notes('As anchors.md says.')],
  ['documents', 'docs/plan.md', { 'src/store/x.ts': '// See docs/plan.md.\nexport const x = 3;' }],
  ['lockfile', 'one ^1.0.0 is not one version', packages(one('^1.0.0'), { '': one('^1.0.0') })],
  ['lockfile', 'does not hold one 1.0.1', packages(one('1.0.1'), { '': one('1.0.0') })],
  [
    'lockfile',
    'wants one-darwin',
    packages(one('1.0.0'), {
      '': one('1.0.0'),
      'node_modules/one': { optionalDependencies: { 'one-darwin': '1.0.0' } },
    }),
  ],
];
