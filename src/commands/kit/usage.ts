import type { z } from 'zod';
import { nearest } from '../../rules/nearest.ts';
import { type Token, tokens } from '../../rules/typed.ts';
import { isOptional } from './check.ts';
import type { Command } from './command.ts';

type Typed = { command: string; args: Record<string, unknown> };

/**
 * A typed line as a command and its arguments. Never fails: an unknown verb and wrong arguments are refused where every
 * command is checked. Arguments come in the order the command lists them, the last one taking the rest of the line as it
 * stands if it can hold it, without the arguments by name at its end; or by name: `label=staging`, `note="two words"`,
 * `--label staging`. Words for which no argument is left belong to the one that was named last.
 */
export function readLine(line: string, commands: ReadonlyMap<string, Command>): Typed {
  const all = tokens(line);
  if (all.length === 0) return { command: 'help', args: {} };
  const [name, used] = verb(all, commands);
  // The arguments of a mistyped verb are read for the one that was probably meant, which the refusal then offers.
  const command = commands.get(name) ?? commands.get(nearestVerb(name, commands) ?? '');
  return { command: name, args: command ? argsOf(command, line, all.slice(used)) : {} };
}

/** The command that a mistyped verb was probably meant to be. */
export function nearestVerb(name: string, commands: ReadonlyMap<string, Command>): string | undefined {
  const names = [...commands.values()].filter((one) => !one.hidden).map((one) => one.name);
  return nearest(name, names);
}

function verb(all: readonly Token[], commands: ReadonlyMap<string, Command>): [name: string, tokensUsed: number] {
  const first = word(all[0]!);
  const two = all[1] && `${first}-${word(all[1])}`;
  return two && commands.has(two) ? [two, 2] : [first, 1];
}

const word = (token: Token) => verbIn(token.text);

/** A verb as the commands spell it: `/Request_Changes:` and `request changes` are `request-changes`. */
export const verbIn = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^\//, '')
    .replace(/[\s_]+/g, '-')
    .replace(/[.,:;!?]+$/, '');

function argsOf(command: Command, line: string, rest: readonly Token[]): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  let left: string[] = [...command.typed];
  let last: Named | null = null;
  for (let i = 0; i < rest.length; i++) {
    const token = rest[i]!;
    const named = byName(command, line, token, rest[i + 1]);
    if (named) {
      args[named.name] = named.value;
      left = left.filter((name) => name !== named.name);
      last = named;
      while (rest[i + 1] && rest[i + 1]!.start < named.end) i++;
      continue;
    }
    // A word that does not fit an argument that may be left out is meant for the next one.
    while (left.length > 1 && skippable(command, left[0]!, token)) left.shift();
    const name = left.shift();
    if (name === undefined) {
      if (last) args[last.name] = line.slice(last.start, token.end);
      continue;
    }
    last = null;
    // In `v3 wrong label=staging` the label is no part of the reason; in the middle of somebody's words it is.
    const end = left.length > 0 ? i + 1 : tailNamed(command, line, rest, i + 1, { ...args, [name]: token.text });
    const whole = line.slice(token.start, rest[end]?.start).trim();
    const fits = end > i + 1 && schemaOf(command, name).safeParse(whole).success;
    args[name] = fits ? whole : token.text;
    if (fits) i = end - 1;
  }
  return args;
}

/** Where the arguments by name begin with which the line ends, none of them given yet; its end when there are none. */
function tailNamed(
  command: Command,
  line: string,
  rest: readonly Token[],
  from: number,
  given: Record<string, unknown>,
): number {
  let start = rest.length;
  for (let i = from; i < rest.length; ) {
    const named = byName(command, line, rest[i]!, rest[i + 1]);
    const counts = named !== null && !Object.hasOwn(given, named.name);
    if (counts && start === rest.length) start = i;
    if (!counts) start = rest.length;
    i += 1;
    while (counts && rest[i] && rest[i]!.start < named.end) i += 1;
  }
  return start;
}

const schemaOf = (command: Command, name: string) => command.args.shape[name] as unknown as z.ZodType;

const skippable = (command: Command, name: string, token: Token): boolean =>
  isOptional(schemaOf(command, name)) && !schemaOf(command, name).safeParse(token.text).success;

/** An argument by name: its value, where that starts in the line and where it ends. */
type Named = { name: string; value: string; start: number; end: number };

function byName(command: Command, line: string, token: Token, next: Token | undefined): Named | null {
  if (token.quoted) return null;
  const dashed = /^--([a-z_]+)$/i.exec(token.text)?.[1]?.toLowerCase();
  if (dashed && next && Object.hasOwn(command.args.shape, dashed)) {
    return { name: dashed, value: next.text, start: next.start, end: next.end };
  }
  const [, key = '', given = ''] = /^(?:--)?([a-z_]+)=(.*)$/is.exec(token.text) ?? [];
  const name = key.toLowerCase();
  if (!Object.hasOwn(command.args.shape, name)) return null;
  const start = line.indexOf('=', token.start) + 1;
  const quoted = /^["“”„«]([^"“”»]*)["“”»]/.exec(line.slice(start));
  if (quoted) return { name, value: quoted[1]!, start, end: start + quoted[0].length };
  // A quote that is never closed stands for nothing.
  const open = given.startsWith('"') ? 1 : 0;
  return { name, value: given.slice(open), start: start + open, end: token.end };
}
