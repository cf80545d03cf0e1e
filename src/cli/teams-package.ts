import { writeFile } from 'node:fs/promises';
import { zipSync } from 'fflate';
import { teamsManifest } from '../bot/teams/manifest.ts';
import { commands } from '../commands/index.ts';
import { readConfig } from '../config.ts';
import { teamsIcons } from './teams-icons.ts';

const OUT = 'countersign-teams.zip';

// `npm run teams:package` writes the zip that is uploaded to Teams, for the app of TEAMS_APP_ID.
async function main(): Promise<void> {
  const { teams, PUBLIC_URL } = readConfig();
  if (!teams)
    throw new Error('Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID first: the package is for one app.');
  await write(teams.appId, PUBLIC_URL);
}

async function write(appId: string, publicUrl: string | undefined): Promise<void> {
  const manifest = `${JSON.stringify(teamsManifest(commands, appId, publicUrl), null, 2)}\n`;
  const files = { 'manifest.json': Buffer.from(manifest), ...(await teamsIcons()) };
  // The same input gives the same file, byte for byte.
  await writeFile(OUT, zipSync(files, { mtime: new Date('2026-01-01T00:00:00') }));
  process.stdout.write(`${OUT} is for app ${appId}. Upload it in Teams: Apps → Manage your apps → Upload an app.\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
