import pino from 'pino';

export type Logger = pino.Logger;

/**
 * JSON lines on standard output. Errors are reduced to what is safe: a failed query's text and parameters hold prompts,
 * so of those only the SQLSTATE and the names of tables and constraints are kept.
 */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['req.headers.authorization', 'headers.authorization', 'token', 'secret'],
    serializers: { err: safeError },
  });
}

type Known = { code?: unknown; table_name?: unknown; constraint_name?: unknown; data?: { error?: unknown } };

/** An error without anything that somebody wrote. Exported for the log's test. */
export function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, table_name: table, constraint_name: constraint, data } = error as Known;
  const query = 'query' in error || 'severity' in error;
  return {
    type: error.name,
    ...(query ? { message: 'a query failed' } : { message: error.message.slice(0, 300) }),
    ...(typeof code === 'string' && { code }),
    ...(typeof table === 'string' && { table }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(typeof data?.error === 'string' && { platform: data.error }),
    ...(error.stack && { stack: frames(error.stack) }),
    ...(error.cause !== undefined && { cause: safeError(error.cause) }),
  };
}

// A stack begins with the message, which was dealt with above.
const frames = (stack: string) =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());

/** What libraries would write to the console goes to the log, the first line of it. */
export function takeConsole(log: Logger): void {
  const say = (...parts: unknown[]) => {
    const words = parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
    log.warn({ from: 'console' }, words.split('\n')[0]?.slice(0, 200) ?? '');
  };
  for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) console[level] = say;
}
