import type { Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../commands/kit/command.ts';

const said = (parts: unknown[]) =>
  parts
    .map((part) => (part instanceof Error ? part.message : String(part)))
    .join(' ')
    // V8 quotes the text around a mistake in JSON.
    .replace(/,? *"[\s\S]*" is not valid JSON/, '')
    .slice(0, 500);

/** Slack's libraries speak through our log; what they would say about single payloads is left out. */
export function quietLogger(log: Log): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn({ from: 'slack' }, said(parts)),
    error: (...parts) => log.error({ from: 'slack' }, said(parts)),
    setLevel: () => {},
    getLevel: () => 'warn' as LogLevel,
    setName: () => {},
  };
}
