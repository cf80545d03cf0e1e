import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Content, contentOf, textOf } from '../../src/rules/content.ts';
import { diffContent } from '../../src/rules/diff/diff.ts';
import { fingerprint } from '../../src/rules/fingerprint.ts';
import { applyHunks, onlyHunks } from './diff/rebuild.ts';

const folder = fileURLToPath(new URL('../../../shared/data/prompt-history/', import.meta.url));
const histories = existsSync(folder) ? readdirSync(folder) : [];

const historySchema = z.array(
  z.object({
    n: z.number(),
    file: z.string(),
    sha256: z.string(),
    bytes: z.number(),
    identical_to: z.number().optional(),
  }),
);
type Version = z.output<typeof historySchema>[number] & { bytesRead: Buffer; content: Content };

function versionsOf(history: string): Version[] {
  const listed = historySchema.parse(JSON.parse(readFileSync(`${folder}${history}/history.json`, 'utf8')));
  return listed.map((version) => {
    const bytesRead = readFileSync(`${folder}${history}/${version.file}`);
    return { ...version, bytesRead, content: contentOf({ text: bytesRead.toString('utf8') }) };
  });
}

if (histories.length === 0) {
  test('real prompt histories lead from version to version', (context) => {
    context.skip('../shared/data/prompt-history is not there');
  });
}

describe.each(histories)('the real history %s', (history) => {
  const versions = versionsOf(history);

  test('keeps every text byte for byte', () => {
    for (const { bytesRead, content, sha256, bytes } of versions) {
      const stored = Buffer.from(textOf(content), 'utf8');
      expect(stored.equals(bytesRead)).toBe(true);
      expect(createHash('sha256').update(stored).digest('hex')).toBe(sha256);
      expect(stored.length).toBe(bytes);
    }
  });

  test('has equal fingerprints exactly where a version returns to an earlier text', () => {
    const firstWith = new Map<string, number>();
    const returns = versions.map(({ n, content }) => {
      const print = fingerprint(content);
      const first = firstWith.get(print);
      if (first === undefined) firstWith.set(print, n);
      return first;
    });
    const texts = new Map(versions.map(({ n, sha256 }) => [n, sha256]));
    for (const [at, { n, identical_to }] of versions.entries()) {
      expect(returns[at] !== undefined, `version ${n}`).toBe(identical_to !== undefined);
      if (identical_to === undefined) continue;
      // A text that came back twice may be said to be the first or the second of its kind.
      expect(texts.get(returns[at]!)).toBe(texts.get(identical_to));
      expect(fingerprint(versions.find((each) => each.n === identical_to)!.content)).toBe(
        fingerprint(versions[at]!.content),
      );
    }
    for (const [at, a] of versions.entries()) {
      for (const b of versions.slice(at + 1)) {
        expect(fingerprint(a.content) === fingerprint(b.content), `${a.n} and ${b.n}`).toBe(a.sha256 === b.sha256);
      }
    }
  });

  test('is told by diffs that lead from each version to the next and back, in little time', () => {
    let [slowest, spent] = [0, 0];
    for (const [at, after] of versions.entries()) {
      const before = versions[at - 1];
      const started = performance.now();
      const diff = diffContent(before?.content ?? null, after.content);
      const took = performance.now() - started;
      [slowest, spent] = [Math.max(slowest, took), spent + took];

      const [was, is] = [before ? textOf(before.content) : '', textOf(after.content)];
      expect(applyHunks(was, onlyHunks(diff))).toBe(is);
      expect(applyHunks(is, onlyHunks(diff), true)).toBe(was);
      expect(diff.summary).toMatch(before ? /changed|added|removed/ : /^first version, \d+ lines/);
      expect(diff.summary).not.toBe('nothing changed');
    }
    expect(slowest).toBeLessThan(500);
    expect(spent / versions.length).toBeLessThan(50);
  });

  test('can be rolled back from the last version to any other, told by one diff', () => {
    const last = versions.at(-1)!;
    for (const target of versions.slice(0, -1)) {
      const hunks = onlyHunks(diffContent(last.content, target.content));
      expect(applyHunks(textOf(last.content), hunks)).toBe(textOf(target.content));
    }
  });
});
