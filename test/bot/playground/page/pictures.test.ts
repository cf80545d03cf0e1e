import { execFile } from 'node:child_process';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';
import { withBrowser } from './chromium.ts';

describe.skipIf(withBrowser !== '')(`the pictures of the README${withBrowser}`, () => {
  test('npm run screenshots takes every picture that is kept beside it', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(inject('scratchDir'), 'pictures-'));
    await promisify(execFile)(process.execPath, ['scripts/screenshots.ts', folder], { timeout: 110_000 });
    const taken = await readdir(folder);
    // The sheets of all cards (.jpg) are drawn by the test of the contact sheet.
    const kept = (await readdir('docs/screenshots')).filter((name) => name.endsWith('.png'));
    expect(taken.toSorted()).toEqual(kept.toSorted());
    for (const name of taken) expect((await stat(join(folder, name))).size, name).toBeGreaterThan(5_000);
  });
});
