import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { app, channels, emailOf, people, tenant, type Who } from './people.ts';

/** Under an evaluation licence: it is run, and no part of it is kept in this repository. */
const PACKAGE = '@microsoft/m365agentsplayground@0.2.28';
/** Milliseconds; the first time it is downloaded. */
const PATIENCE = 180_000;

export type Client = { url: string; stop(): Promise<void> };

/**
 * Starts Microsoft's playground as the window of one person: only one of the people it knows can write.
 * @throws Error with what it said when it does not start
 */
export async function startClient(of: {
  who: Who;
  /** An empty one, for its configuration. */
  folder: string;
  /** Where its activities go. */
  endpoint: string;
  /** Where it tells the bot to answer. */
  serviceUrl: string;
}): Promise<Client> {
  const bin = join(of.folder, 'bin');
  await mkdir(bin, { recursive: true });
  // JSON is YAML.
  await writeFile(join(of.folder, '.m365agentsplayground.yml'), JSON.stringify(configuration(of.who)));
  // It opens a browser when it has started, and ends where there is none to open.
  await writeFile(join(bin, 'xdg-open'), '#!/bin/sh\n', { mode: 0o755 });

  const where = ['--app-endpoint', of.endpoint, '--service-url', of.serviceUrl, '--port', '0'];
  const child = spawn('npx', ['--yes', PACKAGE, 'start', '--channel-id', 'msteams', ...where, '--disable-telemetry'], {
    cwd: of.folder,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npx starts it as another process, and both are ended together.
    detached: true,
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async () => {
    if (child.pid === undefined) return;
    if (child.exitCode === null) process.kill(-child.pid);
    await ended;
  };
  let said = '';
  const listening = new Promise<string>((resolve, reject) => {
    const failed = (how: string) => reject(new Error(`Microsoft's playground ${how}:\n${said}`));
    const late = setTimeout(() => failed('did not start in time'), PATIENCE);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said += `${line}\n`;
        const port = /Listening on (\d+)/.exec(line)?.[1];
        if (port) resolve(`http://127.0.0.1:${port}`);
      });
    }
    child.once('error', reject);
    void ended.then(() => {
      clearTimeout(late);
      failed('ended');
    });
  });
  try {
    return { url: await listening, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const user = (id: string, name: string, email: string) => ({
  // Teams' connector finds people by their id in Teams and by that in Entra, this one by `id` alone: so both are the same.
  id,
  aadObjectId: id,
  name,
  givenName: name,
  surname: 'Example',
  email,
  userPrincipleName: email,
});

const known = (who: Who) => user(people[who].id, people[who].name, emailOf(who));
const strangers = [1, 2, 3].map((n) =>
  user(`5d1f0c3a-1b7e-4a55-9c0e-0d6f3f1a00f${n}`, `Stranger ${n}`, `stranger-${n}@example.com`),
);

/** It takes exactly five people beside the one who writes, and exactly one channel beside General; else it ends in silence. */
function configuration(who: Who) {
  const others = (Object.keys(people) as Who[]).filter((one) => one !== who);
  return {
    version: '0.1.1',
    tenantId: tenant,
    bot: { id: `28:${app.id}`, name: app.name },
    currentUser: known(who),
    users: [...others.map(known), ...strangers],
    personalChat: { id: `a:chat-of-${who}` },
    groupChat: { id: `19:chat-of-${who}@thread.v2`, name: 'Group chat' },
    team: {
      id: channels.reviews.id,
      name: 'Prompts',
      aadGroupId: '5d1f0c3a-1b7e-4a55-9c0e-0d6f3f1a0099',
      channels: [channels.news],
    },
  };
}
