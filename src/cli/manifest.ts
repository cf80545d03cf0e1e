import { writeFile } from 'node:fs/promises';
import { slackManifest } from '../bot/slack/manifest.ts';
import { teamsManifest } from '../bot/teams/manifest.ts';
import { commands } from '../commands/index.ts';
import { teamsIcons } from './teams-icons.ts';

// `npm run manifest` writes the files that are handed to Slack and Teams; `npm run manifest -- https://bot.example.com` prints the
// Slack one of that address, ready to be pasted.
const [publicUrl] = process.argv.slice(2);
const json = (manifest: object) => `${JSON.stringify(manifest, null, 2)}\n`;
const write = (name: string, content: object | Buffer) =>
  writeFile(new URL(`../../manifests/${name}`, import.meta.url), Buffer.isBuffer(content) ? content : json(content));

if (publicUrl === undefined) {
  await write('slack.json', slackManifest(commands));
  await write('slack-socket-mode.json', slackManifest(commands, null));
  await write('teams/manifest.json', teamsManifest(commands));
  for (const [name, icon] of Object.entries(await teamsIcons())) await write(`teams/${name}`, icon);
} else if (URL.canParse(publicUrl) && publicUrl.startsWith('https://')) {
  process.stdout.write(json(slackManifest(commands, publicUrl)));
} else {
  process.stderr.write(`"${publicUrl}" is not an address that Slack could call: it begins with https://\n`);
  process.exitCode = 1;
}
