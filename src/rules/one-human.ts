/**
 * How an account came to its person: by the address its platform vouches for, by a code that its human entered, or set
 * `apart` from another person, after which no address joins it to anybody by itself.
 */
export type Linked = 'email' | 'code' | 'apart';

/**
 * What follows for an account when its platform is asked again:
 * `stay` with its person; `follow`: the account is all there is of the person, so the person goes where the address leads;
 * `leave`: its address is no longer the one that joined it to the others.
 */
type EmailStep = 'stay' | 'follow' | 'leave';

/**
 * @param was what is known of the account
 * @param says the address the platform vouches for now; null when it vouches for none, which changes nothing
 * @param others addresses of the person's other accounts that may act
 */
export function emailStep(
  was: { linked: Linked; email: string | null },
  says: string | null,
  others: readonly (string | null)[],
): EmailStep {
  if (says === null || says === was.email || was.linked !== 'email') return 'stay';
  if (others.length === 0) return 'follow';
  return others.includes(says) ? 'stay' : 'leave';
}

/** What a code is made of: nothing that is read as something else. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 8;

/** A code from random bytes, as it is shown: `7KQM-2XWP`. @param bytes at least 32 of them, each used at most once */
export function codeFrom(bytes: Uint8Array): string {
  // Bytes past the last whole round of the alphabet would make its first letters likelier.
  const even = [...bytes].filter((byte) => byte < 256 - (256 % ALPHABET.length)).slice(0, LENGTH);
  const code = even.map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** A code as it was typed, in its one spelling; null when it cannot be one. */
export function codeIn(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}
