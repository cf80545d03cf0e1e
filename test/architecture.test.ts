import { describe, expect, test } from 'vitest';
import * as habits from './architecture/habits.ts';
import * as imports from './architecture/imports.ts';
import { lockfileFaults } from './architecture/lockfile.ts';
import { rooms } from './architecture/rooms.ts';
import { fileIn, goodHouse, type Seed, seeds, strangers, walls } from './architecture/seeds.ts';
import { type Files, readRepository, type Source, sourcesOf } from './architecture/source.ts';

/** Each rule finds what breaks it, as sentences that name the file. The rooms themselves are a table in `rooms.ts`. */
const rules: Readonly<Record<string, (sources: readonly Source[], files: Files) => string[]>> = {
  homes: imports.homeless,
  rooms: imports.trespassing,
  packages: imports.strayPackages,
  'hidden imports': imports.hiddenImports,
  roots: imports.importedRoots,
  cycles: imports.cycles,
  environment: habits.environment,
  purity: habits.impureRules,
  'default exports': habits.defaultExports,
  lengths: habits.lengths,
  names: habits.names,
  skips: habits.skips,
  'tests of commands': habits.commandsWithoutTest,
  'list of commands': habits.unlistedCommands,
  outside: (_sources, files) => habits.outsideMentions(files),
  lockfile: (_sources, files) => lockfileFaults(files),
  documents: (sources, files) => habits.missingDocuments(files, sources),
  scripts: (sources, files) => habits.missingScripts(files, sources),
};
const names = Object.keys(rules);

/** What is broken, by rule; rules that are kept are left out. */
function broken(files: Files): Record<string, string[]> {
  const sources = sourcesOf(files);
  const found = names.map((name) => [name, rules[name]!(sources, files)] as const);
  return Object.fromEntries(found.filter(([, sentences]) => sentences.length > 0));
}

const spoiled = ([, , files]: Seed) => broken(new Map(Object.entries({ ...goodHouse, ...files })));

describe('the house as it stands', () => {
  const files = readRepository();
  const found = broken(files);

  test('is read as a whole', () => {
    const expected = ['package.json', 'src/main.ts', 'test/architecture.test.ts', 'docs/decisions', '.ci/run'];
    for (const path of expected)
      expect(
        [...files.keys()].some((one) => one.startsWith(path)),
        path,
      ).toBe(true);
    expect(sourcesOf(files).find((one) => one.path === 'src/main.ts')!.imports.length).toBeGreaterThan(5);
  });

  test.each(names)('keeps the rule of %s', (name) => {
    expect(found[name] ?? []).toEqual([]);
  });
});

describe('the rules', () => {
  test('find nothing in a house that keeps them', () => {
    expect(broken(new Map(Object.entries(goodHouse)))).toEqual({});
  });

  test('are each tried out with a violation', () => {
    expect(names.filter((name) => !seeds.some(([rule]) => rule === name))).toEqual([]);
  });

  test.each(seeds.map((seed, at) => ({ at, rule: seed[0], named: seed[1], seed })))(
    'of $rule notice what is wrong with $named ($at)',
    ({ rule, named, seed }) => {
      expect(spoiled(seed)[rule]?.join('\n')).toContain(named);
    },
  );

  test.each(rooms.map((room) => room.name))('keep %s out of every room it may not enter', (name) => {
    const from = rooms.find((room) => room.name === name)!;
    const seeded = walls.filter(([, named]) => named === fileIn(from));
    expect(seeded.length).toBeGreaterThan(0);
    for (const seed of seeded) expect(spoiled(seed).rooms?.join('\n')).toContain(seed[1]);
  });

  test.each(strangers.map((seed) => ({ named: seed[1], seed })))(
    'let no strange package into $named',
    ({ named, seed }) => {
      expect(spoiled(seed).packages?.join('\n')).toContain(named);
    },
  );
});
