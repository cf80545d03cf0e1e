import { Refusal } from '../../refusal.ts';
import { nearest } from '../../rules/nearest.ts';
import { labelName } from '../../rules/slug.ts';
import type { Miss, Which } from '../../store/prompt-reading.ts';

const KNOWN = ['label', 'version', 'fingerprint'];

/** Which version a query asks for; `production` when it does not say. @throws Refusal `invalid` */
export function readWhich(query: Record<string, unknown>): Which {
  const names = Object.keys(query);
  for (const name of names) {
    // A mistyped parameter must not silently be answered with production.
    if (!KNOWN.includes(name)) {
      const near = nearest(name, KNOWN);
      throw invalid(
        name,
        `I do not know the parameter "${name}".${near ? ` Did you mean ${near}?` : ''} Known are ${KNOWN.join(', ')}.`,
      );
    }
    if (typeof query[name] !== 'string') throw invalid(name, `Give ${name} once.`);
  }
  if (names.length > 1) throw invalid(names[1]!, `Give one of ${KNOWN.join(', ')}, not ${names.join(' and ')}.`);
  const [name] = names;
  if (name === 'version') return { version: readVersion(String(query.version)) };
  if (name === 'fingerprint') return { fingerprint: readFingerprint(String(query.fingerprint)) };
  const label = labelName.safeParse(query.label ?? 'production');
  if (!label.success) throw invalid('label', label.error.issues[0]!.message);
  return { label: label.data };
}

function readVersion(given: string): number {
  const number = Number(/^v?(\d{1,9})$/i.exec(given.trim())?.[1] ?? 0);
  if (number > 0) return number;
  throw invalid('version', 'A version is a number, as in version=3 or version=v3.');
}

function readFingerprint(given: string): string {
  const fingerprint = given.trim().toLowerCase();
  if (/^[0-9a-f]{7,64}$/.test(fingerprint)) return fingerprint;
  throw invalid('fingerprint', 'A fingerprint is 7 to 64 of the characters 0-9 and a-f.');
}

/** Why there is no answer, in words; for a miss of the prompt itself see the commands. */
export function missRefusal(slug: string, which: Which, miss: Exclude<Miss, { miss: 'prompt' }>): Refusal {
  if (miss.miss === 'stopped') return stopped(slug, miss);
  if (miss.miss === 'ambiguous') {
    return invalid(
      'fingerprint',
      `Several versions of ${slug} begin like this: ${listed(miss.versions)}. Give more of it.`,
    );
  }
  if (miss.miss === 'label') {
    const wanted = 'label' in which ? which.label : '';
    if (miss.labels.length === 0)
      return missing('label', `Nothing of ${slug} has been released yet, so it has no label.`);
    const near = nearest(wanted, miss.labels);
    return missing(
      'label',
      `${slug} has no label ${wanted}.${near ? ` Did you mean ${near}?` : ''} It has: ${miss.labels.join(', ')}.`,
    );
  }
  const held = miss.newest === null ? 'It has no versions yet.' : `It has v1 to v${miss.newest}.`;
  return 'version' in which
    ? missing('version', `${slug} has no v${which.version}. ${held}`)
    : missing('fingerprint', `No version of ${slug} has this fingerprint. ${held}`);
}

// Applications fall back on the failure response, which was agreed on before anything failed.
function stopped(slug: string, miss: Extract<Miss, { miss: 'stopped' }>): Refusal {
  const { state, useCase, failureResponse, since, until } = miss;
  const end = until ? `until ${until.toISOString()}` : state === 'paused' ? 'until somebody resumes it' : 'for good';
  return new Refusal('paused', `${slug} is not served: its use case ${useCase} is ${state} ${end}.`, {
    facts: {
      state,
      use_case: useCase,
      failure_response: failureResponse,
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
    },
  });
}

const listed = (versions: readonly number[]) => versions.map((number) => `v${number}`).join(', ');
const invalid = (field: string, message: string) => new Refusal('invalid', message, { fields: { [field]: message } });
const missing = (field: string, message: string) => new Refusal('not_found', message, { fields: { [field]: message } });
