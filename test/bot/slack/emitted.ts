import { type Node, readRepository, sourcesOf, visit } from '../../architecture/source.ts';

/** Commands that cards, offers and forms name, and those that only come to be known at run time, as they are written. */
export type Emitted = { names: { name: string; at: string }[]; computed: { expression: string; at: string }[] };

/**
 * Reads from the sources which commands a button or a form can carry: every object that has a `command` beside the
 * `label` of a button or the `title` of a form.
 */
export function emittedCommands(): Emitted {
  const found: Emitted = { names: [], computed: [] };
  const sources = sourcesOf(readRepository()).filter(({ path }) =>
    /^src\/(commands\/|bot\/([^/]+|slack\/.*)$)/.test(path),
  );
  for (const { path, text, program } of sources) {
    visit(program, (node) => {
      if (node.type !== 'ObjectExpression') return;
      const properties = (node.properties as Node[]).filter((one) => one.type === 'Property');
      const keys = properties.map((one) => (one.key as { name?: string }).name);
      if (!keys.includes('command') || !(keys.includes('label') || keys.includes('title'))) return;
      const value = properties[keys.indexOf('command')]!.value as Node;
      if (value.type === 'Literal') found.names.push({ name: String(value.value), at: path });
      else found.computed.push({ expression: text.slice(value.start, value.end), at: path });
    });
  }
  return found;
}

/** The events that the Slack door listens to, by their names. */
export function eventsHeard(): string[] {
  const heard: string[] = [];
  for (const { path, program } of sourcesOf(readRepository())) {
    if (!path.startsWith('src/bot/slack/')) continue;
    visit(program, (node) => {
      const { callee, arguments: given } = node as unknown as { callee: Node; arguments: Node[] };
      if (node.type !== 'CallExpression' || callee.type !== 'MemberExpression') return;
      const [object, property] = [callee.object as { name?: string }, callee.property as { name?: string }];
      if (object.name === 'app' && property.name === 'event') heard.push(String(given[0]?.value));
    });
  }
  return heard;
}
