import { long } from './rooms.ts';
import { type Files, type Node, type Source, visit } from './source.ts';

const inHouse = (sources: readonly Source[]) => sources.filter((one) => one.path.startsWith('src/'));
const lineOf = (text: string, at: number) => text.slice(0, at).split('\n').length;
const where = ({ path, text }: Source, at: number) => `${path}:${lineOf(text, at)}`;

/** The words of a chain such as `test.concurrent.skip`, called or not; empty for anything else. */
function chain(node: unknown): string[] {
  const { type, ...of } = node as Node;
  if (type === 'Identifier') return [of.name as string];
  if (type === 'CallExpression') return chain(of.callee);
  if (type !== 'MemberExpression' || of.computed) return [];
  const before = chain(of.object);
  return before.length > 0 ? [...before, (of.property as Node).name as string] : [];
}

/** Readings of the environment anywhere but in the configuration. */
export function environment(sources: readonly Source[]): string[] {
  return inHouse(sources).flatMap((source) => {
    const found: string[] = [];
    const say = (node: Node) => void found.push(`${where(source, node.start)} reads the environment`);
    visit(source.program, (node) => {
      if (node.type === 'MemberExpression') {
        const { object, property } = node as unknown as { object: Node; property: Node };
        if (object.name === 'process' && (property.name === 'env' || property.value === 'env')) say(node);
      }
      // `const { env } = process` and `import { env } from 'node:process'`.
      if (node.type === 'VariableDeclarator' && (node.init as Node | null)?.name === 'process') say(node);
      if (node.type === 'ImportDeclaration' && /^(node:)?process$/.test(String((node.source as Node).value))) say(node);
    });
    return source.path === 'src/config.ts' ? [] : found;
  });
}

/** What a rule could only know from outside: the time, and chance. */
export function impureRules(sources: readonly Source[]): string[] {
  const outside =
    /^(Date\.now|Math\.random|performance\.now|process|setTimeout|setInterval|fetch|console|random[A-Z]\w*)\b/;
  return sources
    .filter((one) => one.path.startsWith('src/rules/'))
    .flatMap((source) => {
      const found: string[] = [];
      visit(source.program, (node) => {
        const now =
          node.type === 'NewExpression' && chain(node.callee)[0] === 'Date' && (node.arguments as []).length === 0;
        const name = node.type === 'CallExpression' ? chain(node).join('.') : '';
        const io =
          node.type === 'ImportDeclaration' && /^node:(?!crypto$|buffer$)/.test(String((node.source as Node).value));
        if (now || io || outside.test(name))
          found.push(`${where(source, node.start)} is not pure: time, chance and data are arguments`);
      });
      return found;
    });
}

/** Exports that have no name of their own. Tools want one of their configuration. */
export function defaultExports(sources: readonly Source[]): string[] {
  return sources
    .filter((one) => one.defaultExport && !/^[^/]+\.config\.ts$/.test(one.path))
    .map(({ path }) => `${path} has a default export`);
}

/** Files that are longer than a thought and give no reason, and reasons whose file is short by now. */
export function lengths(sources: readonly Source[]): string[] {
  const measured = sources.filter((one) => /^(src|bench|scripts)\//.test(one.path));
  return measured.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    if (lines > 250) return path in long ? [] : [`${path} has ${lines} lines: split it, or give a reason`];
    return path in long ? [`${path} has ${lines} lines and needs no exception any more`] : [];
  });
}

const EMPTY_WORDS = ['manager', 'service', 'helper', 'util', 'common'];
const isEmpty = (word: string) => EMPTY_WORDS.includes(word.toLowerCase().replace(/s$/, ''));

/** Names that say nothing, of files and of what they declare. */
export function names(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, program }) => {
    const declared = program.body.flatMap((statement) => {
      const inner = 'declaration' in statement && statement.declaration ? statement.declaration : statement;
      if ('declarations' in inner) return inner.declarations.flatMap(({ id }) => ('name' in id ? id.name : []));
      return 'id' in inner && inner.id && 'name' in inner.id ? [inner.id.name] : [];
    });
    const found = declared.filter((name) => name.split(/(?=[A-Z])|_/).some(isEmpty));
    return [
      ...(path.split(/[/.-]/).some(isEmpty) ? [`${path} is called after nothing in particular`] : []),
      ...(/^(src|test|bench|scripts)\/.*[A-Z_ ]/.test(path) ? [`${path} is not written in kebab-case`] : []),
      ...found.map((name) => `${path} declares ${name}, which says nothing`),
    ];
  });
}

/** Tests that are left out without saying why, and tests that leave out all others. */
export function skips(sources: readonly Source[]): string[] {
  return sources
    .filter((one) => one.path.startsWith('test/'))
    .flatMap((source) => {
      const found: string[] = [];
      visit(source.program, (node) => {
        if (node.type !== 'CallExpression') return;
        const said = skipped(node);
        if (said) found.push(`${where(source, node.start)} ${said}`);
      });
      return found;
    });
}

/** A title in so far as it is written down; what is put in when it runs may well be the reason. */
function titled(node: Node | undefined): string {
  if (node?.type !== 'TemplateLiteral') return String(node?.value ?? '');
  const [first] = node.quasis as { value: { cooked: string } }[];
  return (node.expressions as Node[]).length > 0 ? '(said at run time)' : (first?.value.cooked ?? '');
}

function skipped(call: Node): string | null {
  const [first, ...more] = chain(call.callee);
  const [argument] = call.arguments as Node[];
  const ofRunner = ['test', 'it', 'describe', 'suite', 'bench'].includes(first ?? '');
  const isCalled = (call.callee as Node).type === 'CallExpression';
  if (ofRunner && more.includes('only')) return 'runs alone';
  if (ofRunner && (more.includes('skip') || more.includes('todo'))) return 'leaves a test out for good';
  if (ofRunner && isCalled && (more.includes('skipIf') || more.includes('runIf')))
    return /\(.{10,}\)/.test(titled(argument)) ? null : 'leaves a test out: its title says why in brackets';
  const isSkip = first !== undefined && !ofRunner && (more.at(-1) ?? first) === 'skip';
  if (isSkip && !isCalled && !argument) return 'leaves a test out without a reason';
  return null;
}

/** Commands without a test of their name, or that are not in the list. */
export function commandsWithoutTest(sources: readonly Source[]): string[] {
  const paths = new Set(sources.map((one) => one.path));
  return commandNames(sources).flatMap((name) =>
    paths.has(`test/commands/${name}.test.ts`) ? [] : [`src/commands/${name}.ts has no test/commands/${name}.test.ts`],
  );
}

export function unlistedCommands(sources: readonly Source[]): string[] {
  const list = sources.find((one) => one.path === 'src/commands/index.ts');
  const listed = list?.imports.map((one) => one.file) ?? [];
  return commandNames(sources).flatMap((name) =>
    listed.includes(`src/commands/${name}.ts`) ? [] : [`src/commands/${name}.ts is not in the list of commands`],
  );
}

const commandNames = (sources: readonly Source[]) =>
  sources.flatMap(({ path }) => /^src\/commands\/(?!index\.ts)([^/]+)\.ts$/.exec(path)?.[1] ?? []);

const outside: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a folder of somebody’s machine', /(?<![\w.:/-])\/(?:work|root|home|Users|scratch)\/[\w.-]+/],
  ['a package registry', /\bregistry\.(?:npmjs|yarnpkg)\b|https?:\/\/[^\s"'/]*registry|"resolved":/],
  [
    'a ticket',
    /\b(?:issues?|tickets?|stor(?:y|ies)|pull request|PR) ?#\d+|\b(?:later|next|this|other|another|earlier) (?:issue|ticket|sprint)\b/i,
  ],
  ['data that is not ours', /\.\.\/shared\/(?!data\b)/],
];

/** Mentions of what a reader of the repository does not have. */
export function outsideMentions(files: Files): string[] {
  return [...files].flatMap(([path, content]) => {
    // This rule and what it is tried out with have to say it.
    if (path.startsWith('test/architecture/')) return [];
    return outside.flatMap(([what, pattern]) => {
      const at = pattern.exec(content)?.index;
      return at === undefined ? [] : [`${path}:${lineOf(content, at)} mentions ${what}`];
    });
  });
}

/** What is written for people: comments and documents, by their file. */
const prose = (files: Files, sources: readonly Source[]) => [
  ...sources.map(({ path, comments }) => [path, comments.join('\n')] as const),
  ...[...files].filter(([path]) => path.endsWith('.md')),
];

/** Documents that comments and documents refer to and that are not there. */
export function missingDocuments(files: Files, sources: readonly Source[]): string[] {
  const known = [...files.keys()].filter((path) => path.endsWith('.md'));
  return prose(files, sources).flatMap(([path, words]) =>
    [...words.matchAll(/(?<![\w.])[\w./-]*\w\.md\b/g)]
      .map(([name]) => name.replace(/^[./]+/, ''))
      .filter((name) => !known.some((one) => one === name || one.endsWith(`/${name}`)))
      .map((name) => `${path} refers to ${name}, which is not there`),
  );
}

/** Scripts that readers are told to run and that do not exist. */
export function missingScripts(files: Files, sources: readonly Source[]): string[] {
  const { scripts = {} } = JSON.parse(files.get('package.json') ?? '{}') as { scripts?: Record<string, string> };
  return prose(files, sources).flatMap(([path, words]) =>
    [...words.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)]
      .filter(([, name]) => !(name! in scripts))
      .map(([line]) => `${path} says "${line}", which does not exist`),
  );
}
