import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonValue } from './json-value.ts';

/**
 * The one JSON text of a value (RFC 8785): keys in UTF-16 order, no spaces, numbers and escapes as ECMAScript writes
 * them. Throws on what JSON cannot say (NaN, lone surrogates); a checked content never holds such a thing.
 */
export function canonicalJson(value: JsonValue): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Not a JSON value');
  return text;
}

/** The identity of a content: sha256 of its canonical JSON in UTF-8, 64 lower-case hex digits. */
export function fingerprint(content: JsonValue): string {
  return createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex');
}

/** The first 7 digits, as people see a fingerprint. */
export function shortFingerprint(fp: string): string {
  return fp.slice(0, 7);
}
