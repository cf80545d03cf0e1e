import { loaders, type Room, rooms, roots } from './rooms.ts';
import { type Source, visit } from './source.ts';

const roomOf = (path: string): Room | undefined =>
  rooms.find((room) => path === room.at || (room.at.endsWith('/') && path.startsWith(room.at)));

const inHouse = (sources: readonly Source[]) => sources.filter((one) => one.path.startsWith('src/'));

/** Files of `src` that are in no room. */
export function homeless(sources: readonly Source[]): string[] {
  return inHouse(sources).flatMap(({ path }) => (roomOf(path) ? [] : [`${path} is in no room of the house`]));
}

/** Imports that lead from a room into one it may not enter. */
export function trespassing(sources: readonly Source[]): string[] {
  return inHouse(sources).flatMap(({ path, imports }) => {
    const from = roomOf(path);
    return imports.flatMap(({ file, typeOnly }) => {
      if (file === undefined || !from) return [];
      const to = roomOf(file);
      const name = to?.name ?? 'outside';
      if (from.uses.includes(name) || (typeOnly && from.knows?.includes(name))) return [];
      const may = from.knows?.includes(name) ? 'may know only the types of' : 'may not import';
      return [`${path} (${from.name}) ${may} ${file} (${name})`];
    });
  });
}

/** Packages that appear where they do not belong. */
export function strayPackages(sources: readonly Source[]): string[] {
  return inHouse(sources).flatMap(({ path, imports }) => {
    const room = roomOf(path);
    return [...new Set(imports.flatMap(({ pkg }) => pkg ?? []))]
      .filter((pkg) => room && !room.packages.some((allowed) => fits(allowed, pkg)))
      .map((pkg) => `${path} (${room?.name}) may not use the package ${pkg}`);
  });
}

const fits = (allowed: string, pkg: string) =>
  allowed.endsWith('*') ? pkg.startsWith(allowed.slice(0, -1)) : pkg === allowed;

/** Files that load something by a name which no import declares. */
export function hiddenImports(sources: readonly Source[]): string[] {
  return inHouse(sources).flatMap(({ path, program }) => {
    let found = false;
    visit(program, (node) => {
      if (node.type === 'ImportSpecifier') found ||= (node.imported as { name?: string }).name === 'createRequire';
      if (node.type === 'ImportExpression') found ||= (node.source as { type: string }).type !== 'Literal';
    });
    return found && !loaders.includes(path) ? [`${path} loads what it does not declare`] : [];
  });
}

/** Imports of what is only ever started. */
export function importedRoots(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ file }) =>
      file && roots.includes(file) ? [`${path} imports ${file}, which is only started`] : [],
    ),
  );
}

/** Circles of imports, types included, each named once by the files on it. */
export function cycles(sources: readonly Source[]): string[] {
  const next = new Map(sources.map(({ path, imports }) => [path, imports.flatMap(({ file }) => file ?? [])]));
  const circles = new Map<string, string>();
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const circle = trail.slice(at);
      circles.set([...circle].sort().join(), `${[...circle, path].join(' → ')}`);
    } else if (!done.has(path)) {
      for (const one of next.get(path) ?? []) walk(one, [...trail, path]);
      done.add(path);
    }
  };
  for (const path of next.keys()) walk(path, []);
  return [...circles.values()];
}
