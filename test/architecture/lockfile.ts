import type { Files } from './source.ts';

type Named = Record<string, string>;
type Package = { dependencies?: Named; devDependencies?: Named; optionalDependencies?: Named };
const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/**
 * What would keep `npm ci` from passing, or let it install something else tomorrow: versions that are not exact, a
 * lockfile of another package.json, and packages for other platforms that it does not hold (npm then refuses on all).
 */
export function lockfileFaults(files: Files): string[] {
  const [manifest, lockfile] = [files.get('package.json'), files.get('package-lock.json')];
  if (manifest === undefined || lockfile === undefined) return [];
  const wanted = JSON.parse(manifest) as Package;
  const { packages = {} } = JSON.parse(lockfile) as { packages?: Record<string, Package> };
  const held = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  return [
    ...kinds.flatMap((kind) =>
      Object.entries(wanted[kind] ?? {}).flatMap(([name, version]) => [
        ...(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`package.json: ${name} ${version} is not one version`]),
        ...(packages['']?.[kind]?.[name] === version ? [] : [`package-lock.json does not hold ${name} ${version}`]),
      ]),
    ),
    ...Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !held.has(name))
        .map((name) => `package-lock.json: ${path} wants ${name}, which is not in it: "npm ci" refuses`),
    ),
  ];
}
