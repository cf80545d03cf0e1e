import type { Block } from './wire.ts';

/**
 * Whom a message would notify, in the order of appearance and without repetition:
 * `!channel`, `!here`, `!everyone`, `@U123` for a person, `!subteam^S123` for a user group.
 */
export type Ping = string;

const sequences = /<(?:!(channel|here|everyone|group)|(@[UWB][A-Z0-9]*)|(!subteam\^[A-Z0-9]+))(?:\|[^<>]*)?>/g;
const bareBroadcast = /(?:^|[^\w@])@(channel|here|everyone)\b/g;

function fromMrkdwn(text: string, found: Set<Ping>): void {
  for (const [, broadcast, user, group] of text.matchAll(sequences)) {
    if (broadcast !== undefined) found.add(broadcast === 'group' ? '!channel' : `!${broadcast}`);
    else found.add((user ?? group) as string);
  }
}

function fromNode(node: unknown, found: Set<Ping>): void {
  if (Array.isArray(node)) {
    for (const item of node) fromNode(item, found);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  const part = node as Record<string, unknown>;
  if ((part.type === 'mrkdwn' || part.type === 'markdown') && typeof part.text === 'string')
    fromMrkdwn(part.text, found);
  if (part.type === 'user' && typeof part.user_id === 'string') found.add(`@${part.user_id}`);
  if (part.type === 'usergroup' && typeof part.usergroup_id === 'string') found.add(`!subteam^${part.usergroup_id}`);
  if (part.type === 'broadcast' && typeof part.range === 'string') found.add(`!${part.range}`);
  for (const value of Object.values(part)) fromNode(value, found);
}

/**
 * Everybody a message notifies: through its text, its mrkdwn and markdown, and its rich text. Code spans do not
 * protect: Slack reads `<!channel>` inside them too. With `linkNames`, a bare `@channel` counts as well.
 */
export function pingsOf(text: string, blocks: readonly Block[], linkNames = false): Ping[] {
  const found = new Set<Ping>();
  fromMrkdwn(text, found);
  if (linkNames) for (const [, range] of text.matchAll(bareBroadcast)) found.add(`!${range}`);
  fromNode(blocks, found);
  return [...found];
}
