import { writeFile } from 'node:fs/promises';
import { slackManifest } from '../bot/slack/manifest.ts';
import { commands } from '../commands/index.ts';

// `npm run manifest` writes the files that are handed to Slack; `npm run manifest -- https://bot.example.com` prints the
// one of that address, ready to be pasted.
const [publicUrl] = process.argv.slice(2);
const json = (manifest: object) => `${JSON.stringify(manifest, null, 2)}\n`;
const write = (name: string, manifest: object) =>
  writeFile(new URL(`../../manifests/${name}`, import.meta.url), json(manifest));

if (publicUrl === undefined) {
  await write('slack.json', slackManifest(commands));
  await write('slack-socket-mode.json', slackManifest(commands, null));
} else if (URL.canParse(publicUrl) && publicUrl.startsWith('https://')) {
  process.stdout.write(json(slackManifest(commands, publicUrl)));
} else {
  process.stderr.write(`"${publicUrl}" is not an address that Slack could call: it begins with https://\n`);
  process.exitCode = 1;
}
