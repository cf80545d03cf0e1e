import { complain } from './with-house.ts';

/**
 * Runs what was typed behind the name of the command. Where `read` throws, that is said, and where it makes nothing of it,
 * `usage`; the exit code is then 1.
 */
export async function onLine<Asked>(
  usage: string,
  read: (line: string[]) => Asked | null,
  run: (asked: Asked) => Promise<void>,
): Promise<void> {
  let asked: Asked | null = null;
  try {
    asked = read(process.argv.slice(2));
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
  }
  if (asked) return run(asked);
  complain(usage);
  process.exitCode = 1;
}
