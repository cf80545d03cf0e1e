import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledOnce } from '../compiled.ts';

/** How a program ended and what it wrote. */
export type Ran = { code: number | null; out: string; err: string };

const cli = (name: string) => fileURLToPath(new URL(`../../src/cli/${name}.ts`, import.meta.url));

/** Runs one of the programs beside the bot, as `npm run` would, with these settings alone. */
export async function run(
  name: 'audit' | 'import' | 'token' | 'teams-package',
  env: Record<string, string>,
  args: string[] = [],
  cwd = '/',
): Promise<Ran> {
  const child = spawn(process.execPath, [cli(name), ...args], {
    env: { PATH: process.env.PATH, ...compiledOnce(), ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    ran.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    ran.err += chunk.toString();
  });
  await once(child, 'close');
  return { ...ran, code: child.exitCode };
}
