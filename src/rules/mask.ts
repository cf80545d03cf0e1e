import { rules } from '@secretlint/secretlint-rule-preset-recommend';

/** What a secret is replaced by. */
export const MASK = '[masked]';

/** From where to where in the text a secret stands. */
type Range = readonly [start: number, end: number];

/**
 * A text without the secrets that can be told by their form: keys and tokens of the well-known services (the recommended
 * rules of secretlint), and what those leave out, below. Passwords in plain words cannot be told from words.
 */
export async function maskSecrets(text: string): Promise<string> {
  const found = [...(await knownToSecretlint(text)), ...patterns.flatMap((of) => rangesOf(of, text)), ...cards(text)];
  let masked = '';
  let at = 0;
  for (const [start, end] of found.sort((a, b) => a[0] - b[0])) {
    if (end <= at) continue;
    // One that begins inside of the last is masked with it.
    if (start >= at) masked += `${text.slice(at, start)}${MASK}`;
    at = end;
  }
  return masked + text.slice(at);
}

// Its rules alone: what runs them is made for the command line, and remembers every text it has ever been given. One
// of them obeys "secretlint-disable" in a text, which is anybody's.
const scanners = rules.filter((rule) => !rule.meta.id.endsWith('filter-comments'));

async function knownToSecretlint(content: string): Promise<Range[]> {
  const found: Range[] = [];
  const context = {
    sharedOptions: {},
    createTranslator: () => () => ({ message: '', messageId: '' }),
    report: ({ range }: { range: Range }) => void found.push(range),
    ignore: () => {},
  };
  const source = { content, filePath: 'excerpt.txt', ext: '.txt', contentType: 'text' };
  for (const rule of scanners) await rule.create(context as never, {}).file?.(source as never);
  return found;
}

// The part called `secret`, or all of it.
const patterns: readonly RegExp[] = [
  // Our own service tokens.
  /\bcs_[\w-]{10,}/g,
  // Ids of AWS keys, which secretlint takes for harmless.
  /\b(?:A3T[A-Z0-9]|AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z0-9]{16}\b/g,
  // Keys of Google Cloud, of Stripe, and of the many who begin theirs like OpenAI.
  /\bAIza[\w-]{35}/g,
  /\b[rs]k[-_][\w-]{20,}/g,
  /\bAccountKey=(?<secret>[A-Za-z0-9+/]{40,}={0,2})/g,
  // JSON Web Tokens, and whatever follows the word of RFC 6750.
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /\bBearer\s+(?<secret>[\w.~+/-]{16,}=*)/gi,
  // Private keys, also those whose end was cut off.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // Passwords in addresses of any kind.
  /\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s/:@]{0,200}:(?<secret>[^\s/@]+)@/gi,
  // What says of itself that it is one.
  /\b(?:pass(?:word|wd|phrase)|pwd|secret|api[_-]?key|client[_-]?secret|(?:access|auth|refresh)[_-]?token)\b["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>(?=[^\s"',;]*\d)[^\s"',;[]{6,})/gi,
];

function rangesOf(pattern: RegExp, text: string): Range[] {
  return [...text.matchAll(pattern)].map((found) => {
    const secret = found.groups?.secret ?? found[0];
    const start = found.index + found[0].lastIndexOf(secret);
    return [start, start + secret.length];
  });
}

// 13 to 19 digits in groups, whose check digit is right (ISO/IEC 7812-1, Luhn): one in ten of other numbers passes too.
const cards = (text: string): Range[] =>
  rangesOf(/(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, text).filter(([start, end]) => luhn(text.slice(start, end)));

function luhn(number: string): boolean {
  const digits = [...number.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((all, digit, i) => all + (i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}
