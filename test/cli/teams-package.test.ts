import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './command-line.ts';

const app = '2b9d6f10-7c35-4e8a-b1d2-0f9e8d7c6b5a';
const settings = {
  TEAMS_APP_ID: app,
  TEAMS_APP_PASSWORD: 'a-client-secret-word',
  TEAMS_TENANT_ID: '7f0a2c1e-58d3-4b6e-9c1f-3a2b4c5d6e7f',
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('without the settings it says in one sentence which are missing, and writes nothing', async () => {
  const { code, out, err } = await run('teams-package', {}, [], folder);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe('Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID first: the package is for one app.\n');
  expect(await readdir(folder)).toEqual([]);
});

test('the zip holds the manifest of this app with both icons, and no secret', async () => {
  const { code, out } = await run('teams-package', settings, [], folder);
  expect(code).toBe(0);
  expect(out).toContain(`countersign-teams.zip is for app ${app}`);
  const files = unzipSync(await readFile(join(folder, 'countersign-teams.zip')));
  const manifest = JSON.parse(strFromU8(files['manifest.json']!));
  expect(Object.keys(files).sort()).toEqual([manifest.icons.color, 'manifest.json', manifest.icons.outline].sort());
  expect([manifest.id, manifest.bots[0].botId]).toEqual([app, app]);
  expect(JSON.stringify(manifest)).not.toContain('secret');
});
