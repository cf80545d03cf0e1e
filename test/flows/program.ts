import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { compiledOnce } from '../compiled.ts';

export type Line = Record<string, unknown> & { level: number; msg: string };
export type Program = {
  /** Where it listens, once it is ready. */
  url: string;
  pid: number;
  lines: Line[];
  /** Everything it wrote, for looking for what must not be there. */
  output: () => string;
  /** Asks it to stop and waits; resolves with the exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
};

/** Starts the real program, as `npm start` would, with these settings alone, and waits until it is ready. */
export async function startProgram(env: Record<string, string>, waitMs = 60_000): Promise<Program> {
  const { child, lines, output, ended } = launch(env);
  const ready = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${output()}`)), waitMs);
    const look = setInterval(() => {
      const line = lines.find((one) => one.msg.startsWith('Countersign is ready on '));
      if (!line) return;
      clearTimeout(timer);
      clearInterval(look);
      resolve(line.msg.slice('Countersign is ready on '.length));
    }, 10);
    void ended.then((code) => {
      clearTimeout(timer);
      clearInterval(look);
      reject(new Error(`ended with ${code} before it was ready:\n${output()}`));
    });
  });
  return {
    url: ready,
    pid: child.pid!,
    lines,
    output,
    stop: async () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Starts the program with settings it must refuse; resolves with what it said and its exit code. */
export async function failingStart(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { ended, output } = launch(env);
  return { code: await ended, output: output() };
}

// Scripts start it as well, outside of the tests, and bring a cache of their own.
const cacheFor = (env: Record<string, string>) => (env.NODE_COMPILE_CACHE === undefined ? compiledOnce() : {});

function launch(env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...cacheFor(env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  let all = '';
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  createInterface({ input: child.stdout! }).on('line', (text) => {
    all += `${text}\n`;
    if (text.startsWith('{')) lines.push(JSON.parse(text) as Line);
  });
  child.stderr!.on('data', (chunk: Buffer) => {
    all += chunk.toString();
  });
  return { child, lines, output: () => all, ended };
}
