import type { z } from 'zod';
import { type Token, tokens } from '../../rules/typed.ts';
import { isOptional } from './check.ts';
import type { Command } from './command.ts';

export type Typed = { command: string; args: Record<string, unknown> };

/**
 * A typed line as a command and its arguments. Never fails: an unknown verb and wrong arguments are refused where every
 * command is checked. Arguments come in the order the command lists them, the last one taking the rest of the line as it
 * stands, or by name: `label=staging`, `note="two words"`, `--label staging`.
 */
export function readLine(line: string, commands: ReadonlyMap<string, Command>): Typed {
  const all = tokens(line);
  if (all.length === 0) return { command: 'help', args: {} };
  const [name, used] = verb(all, commands);
  const command = commands.get(name);
  return { command: name, args: command ? argsOf(command, line, all.slice(used)) : {} };
}

function verb(all: readonly Token[], commands: ReadonlyMap<string, Command>): [name: string, tokensUsed: number] {
  const first = word(all[0]!);
  const two = all[1] && `${first}-${word(all[1])}`;
  return two && commands.has(two) ? [two, 2] : [first, 1];
}

const word = (token: Token) =>
  token.text
    .toLowerCase()
    .replace(/^\//, '')
    .replaceAll('_', '-')
    .replace(/[.,:;!?]+$/, '');

function argsOf(command: Command, line: string, rest: readonly Token[]): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  const left = [...command.typed];
  for (let i = 0; i < rest.length; i++) {
    const token = rest[i]!;
    const named = byName(command, line, token, rest[i + 1]);
    if (named) {
      args[named.name] = named.value;
      while (rest[i + 1] && rest[i + 1]!.start < named.end) i++;
      continue;
    }
    // A word that does not fit an argument that may be left out is meant for the next one.
    while (left.length > 1 && skippable(command, left[0]!, token)) left.shift();
    const name = left.shift();
    if (name === undefined) break;
    if (left.length === 0) {
      args[name] = i === rest.length - 1 ? token.text : line.slice(token.start).trim();
      break;
    }
    args[name] = token.text;
  }
  return args;
}

function skippable(command: Command, name: string, token: Token): boolean {
  const schema = command.args.shape[name] as unknown as z.ZodType;
  return isOptional(schema) && !schema.safeParse(token.text).success;
}

function byName(command: Command, line: string, token: Token, next: Token | undefined) {
  if (token.quoted) return null;
  const dashed = /^--([a-z]+)$/i.exec(token.text)?.[1]?.toLowerCase();
  if (dashed && dashed in command.args.shape && next) return { name: dashed, value: next.text, end: next.end };
  const [, key, start] = /^([a-z]+)=(.*)$/is.exec(token.text) ?? [];
  const name = key?.toLowerCase();
  if (name === undefined || !(name in command.args.shape)) return null;
  if (!start?.startsWith('"')) return { name, value: start, end: token.end };
  const quoted = /^[a-z]+=["“”„«]([^"“”»]*)["“”»]/i.exec(line.slice(token.start));
  return quoted
    ? { name, value: quoted[1], end: token.start + quoted[0].length }
    : { name, value: start.slice(1), end: token.end };
}
