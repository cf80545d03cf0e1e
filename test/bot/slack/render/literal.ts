/** All text that Slack reads mark-up out of: the `text` of a message is one, and every mrkdwn object. */
export function parsedTexts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(parsedTexts);
  if (node === null || typeof node !== 'object') return [];
  const own = 'type' in node && node.type === 'mrkdwn' && 'text' in node ? [String(node.text)] : [];
  return [...own, ...Object.values(node).flatMap(parsedTexts)];
}

const MEANT = [
  /<!date\^-?\d+\^\{date_num\} \{time\}\|[^<>|]* UTC>/g,
  /<@[UW][A-Z0-9]+>/g,
  /<#[CG][A-Z0-9]+>/g,
  /<(?:https?:|mailto:)[^<>|]*\|[^<>]*>/g,
];

/** What is left of a text that would still mean something to Slack once the meant sequences are taken out. */
export function unescaped(text: string): string[] {
  const rest = MEANT.reduce((left, sequence) => left.replace(sequence, ''), text);
  return rest.match(/[<>]|&(?!(?:amp|lt|gt);)/g) ?? [];
}
