import { Refusal } from '../../refusal.ts';
import { refusedByServer } from '../../store/sql-state.ts';
import { line } from './card.ts';
import { carryOut } from './carry-out.ts';
import { checkArgs, Incomplete, missingRefusal, present } from './check.ts';
import type { Command } from './command.ts';
import type { House, Invocation, Outcome } from './invocation.ts';
import { unknownCommand } from './unknown-command.ts';

/** Milliseconds after which nothing may happen any more: platforms give up after three seconds. */
const WITHIN = 2_300;
/** Milliseconds for a commit that is under way by then. */
const GRACE = 500;

/** Thrown inside a transaction whose caller has been told that nothing was done. */
class TooLate extends Error {}

type Clock = { over: boolean; committing: boolean };

/**
 * The one room every command goes through: find, allow, check, run, say, in one transaction.
 * Never throws and always answers within `within` plus half a second. When it answers `failed` nothing was done and
 * nothing will be: a transaction that has not been sent to commit by then is rolled back.
 */
export async function dispatch(house: House, invocation: Invocation): Promise<Outcome> {
  const started = performance.now();
  const outcome = await outcomeInTime(house, invocation);
  // What people make up is not among the names.
  const name = house.commands.has(invocation.command) ? invocation.command : 'unknown';
  const ended = outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
  house.measure?.(name, ended, invocation.via.door, (performance.now() - started) / 1000);
  return outcome;
}

async function outcomeInTime(house: House, invocation: Invocation): Promise<Outcome> {
  const command = house.commands.get(invocation.command);
  if (!command || (command.hidden && invocation.via.door !== 'clock' && !invocation.own))
    return { kind: 'refused', refusal: unknownCommand(house.commands, invocation.command, invocation.args) };
  if (command.effect === 'none') return pure(house, command, invocation);
  const clock: Clock = { over: false, committing: false };
  const work = transact(house, command, invocation, clock)
    .catch((error: unknown) => askForMore(house, command, invocation, error))
    .catch((error: unknown): Outcome => {
      if (error instanceof Refusal) return { kind: 'refused', refusal: error };
      const kind = clock.committing && !refusedByServer(error) ? 'unknown' : 'failed';
      if (!(error instanceof TooLate)) failed(house, command, invocation, error, kind);
      return { kind };
    });
  return Promise.race([work, deadline(clock, invocation.within ?? WITHIN)]);
}

// What a command found missing only while it ran is asked for in its form; all it had done is rolled back by then.
async function askForMore(house: House, command: Command, invocation: Invocation, error: unknown): Promise<Outcome> {
  if (!(error instanceof Incomplete)) throw error;
  if (!invocation.canAsk) throw error.refusal ?? missingRefusal(command, error.fields);
  const asked = await carryOut(house, command, { ...invocation, ask: true }, house.store.db);
  if (asked.kind !== 'ask' || error.message === '') return asked;
  return { kind: 'ask', form: { ...asked.form, parts: [line([error.message]), ...asked.form.parts] } };
}

// What touches nothing always answers the same: each answer is made once. Bounded, since arguments are anybody's.
const answers = new WeakMap<Command, Map<string, Outcome>>();
const ANSWERS = 200;

// A command that touches nothing needs neither a transaction nor to know who asks.
async function pure(house: House, command: Command, invocation: Invocation): Promise<Outcome> {
  try {
    const checked = checkArgs(command, present(invocation.args));
    if (!checked.ok) throw missingRefusal(command, checked.missing);
    const known = answers.get(command) ?? new Map<string, Outcome>();
    const key = JSON.stringify(checked.args);
    const answer = known.get(key);
    if (answer) return answer;
    const result = await command.run({} as never, checked.args as never);
    const outcome: Outcome = { kind: 'done', result, card: command.say(result) };
    if (known.size < ANSWERS) answers.set(command, known.set(key, outcome));
    return outcome;
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', refusal: error };
    failed(house, command, invocation, error, 'failed');
    return { kind: 'failed' };
  }
}

function failed(house: House, command: Command, { request, id }: Invocation, error: unknown, kind: string): void {
  house.log.error({ request: request ?? id, err: error, command: command.name, kind }, 'command failed');
}

async function deadline(clock: Clock, ms: number): Promise<Outcome> {
  await new Promise((done) => setTimeout(done, ms).unref());
  clock.over = true;
  if (!clock.committing) return { kind: 'failed' };
  await new Promise((done) => setTimeout(done, GRACE).unref());
  return { kind: 'unknown' };
}

async function transact(house: House, command: Command, invocation: Invocation, clock: Clock): Promise<Outcome> {
  if (command.effect === 'read' || invocation.ask) return carryOut(house, command, invocation, house.store.db);
  return house.store.transaction(async (db, last) => {
    const outcome = await carryOut(house, command, invocation, db, last);
    // From here to COMMIT nothing waits for anything but this: the check and the commit cannot be torn apart.
    if (clock.over) throw new TooLate();
    clock.committing = true;
    return outcome;
  });
}
