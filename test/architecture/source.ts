import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, type Visitor } from 'oxc-parser';

/** Files by their path from the top of the repository, as text. */
export type Files = ReadonlyMap<string, string>;

/** One import, re-export, dynamic import or imported type. `file`: what it leads to; `pkg`: or which package. */
export type Import = { file?: string; pkg?: string; typeOnly: boolean };

export type Source = {
  path: string;
  text: string;
  program: Parameters<Visitor['visit']>[0];
  imports: Import[];
  defaultExport: boolean;
  comments: string[];
};

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['src', 'test', 'bench', 'scripts', 'docs', 'manifests', '.ci'];

/** Everything of the repository that was written by hand or is checked in for readers. */
export function readRepository(): Files {
  const files = new Map<string, string>();
  for (const entry of readdirSync(ROOT, { withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith('.log'))
      files.set(entry.name, readFileSync(join(ROOT, entry.name), 'utf8'));
    if (!entry.isDirectory() || !FOLDERS.includes(entry.name)) continue;
    for (const below of readdirSync(join(ROOT, entry.name), { withFileTypes: true, recursive: true })) {
      if (!below.isFile()) continue;
      const path = join(below.parentPath, below.name);
      files.set(path.slice(ROOT.length), readFileSync(path, 'utf8'));
    }
  }
  return files;
}

/** The TypeScript among the files, parsed. @throws Error when one of them does not parse */
export function sourcesOf(files: Files): Source[] {
  return [...files].filter(([path]) => /\.tsx?$/.test(path)).map(([path, text]) => sourceOf(path, text));
}

function sourceOf(path: string, text: string): Source {
  const { program, module, comments, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const imports: Import[] = [];
  const add = (from: unknown, typeOnly: boolean) => {
    if (typeof from !== 'string' || from.startsWith('node:')) return;
    imports.push({ ...target(path, from), typeOnly });
  };
  // Asked of the declaration, not of the names in it: `import { type A }` still loads the file when it runs.
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') add(node.source.value, node.importKind === 'type');
    if (node.type === 'ExportNamedDeclaration' && node.source) add(node.source.value, node.exportKind === 'type');
    if (node.type === 'ExportAllDeclaration') add(node.source.value, node.exportKind === 'type');
  }
  visit(program, (node) => {
    const source = node.source as { type: string; value: unknown } | undefined;
    if (node.type === 'ImportExpression' && source?.type === 'Literal') add(source.value, false);
    if (node.type === 'TSImportType' && source?.type === 'Literal') add(source.value, true);
  });
  const defaultExport = module.staticExports.some((one) =>
    one.entries.some(({ exportName: { kind, name } }) => kind === 'Default' || name === 'default'),
  );
  return { path, text, program, imports, defaultExport, comments: comments.map((one) => one.value) };
}

function target(path: string, from: string): { file: string } | { pkg: string } {
  if (from.startsWith('.')) return { file: posix.join(posix.dirname(path), from) };
  return {
    pkg: from
      .split('/')
      .slice(0, from.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}

/** A node of a parsed program. Its other fields depend on its type. */
export type Node = { type: string; start: number; end: number; [field: string]: unknown };

/** Calls `each` for every node below and including this one, parents first. */
export function visit(node: unknown, each: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, each);
  else if (isNode(node)) {
    each(node);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, each);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
