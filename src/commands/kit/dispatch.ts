import { Refusal } from '../../refusal.ts';
import { parseAccountKey } from '../../rules/account.ts';
import { appendAudit } from '../../store/audit.ts';
import type { ChangeState } from '../../store/changes.ts';
import { claimInvocation, keepAnswer, keptAnswer } from '../../store/invocations.ts';
import { enqueueSpread } from '../../store/jobs.ts';
import { announceMoves } from '../../store/listen.ts';
import type { Db } from '../../store/open.ts';
import { type Actor, whoActs } from '../../store/people.ts';
import type { PromptState } from '../../store/prompts.ts';
import { refusedByServer } from '../../store/sql-state.ts';
import type { UseCase } from '../../store/use-cases.ts';
import { askChange, askFor, askPrompt, askUseCase } from './ask.ts';
import { line } from './card.ts';
import { checkArgs, Incomplete, missingRefusal, present } from './check.ts';
import type { Command, Ctx, Delivery } from './command.ts';
import type { House, Invocation, Outcome } from './invocation.ts';
import { allow, isAdmin, standingOf } from './standing.ts';
import { changeNumbered, promptNamed, useCaseNamed } from './subject.ts';
import { unknownCommand } from './unknown-command.ts';
import { allowIn, standingIn } from './use-case-standing.ts';

export type { Log } from './command.ts';
export type { House, Invocation, Outcome } from './invocation.ts';

const WITHIN = 2_300;
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
  const outcome = await conduct(house, invocation);
  // What people make up is not among the names.
  const name = house.commands.has(invocation.command) ? invocation.command : 'unknown';
  const ended = outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
  house.measure?.(name, ended, invocation.via.door, (performance.now() - started) / 1000);
  return outcome;
}

async function conduct(house: House, invocation: Invocation): Promise<Outcome> {
  const command = house.commands.get(invocation.command);
  if (!command || (command.hidden && invocation.via.door !== 'clock' && !invocation.own))
    return { kind: 'refused', refusal: unknownCommand(house.commands, invocation.command, invocation.args) };
  if (command.effect === 'none') return pure(house, command, invocation);
  const clock: Clock = { over: false, committing: false };
  const work = perform(house, command, invocation, clock)
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
  const asked = await attempt(house, command, { ...invocation, ask: true }, house.store.db);
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

async function perform(house: House, command: Command, invocation: Invocation, clock: Clock): Promise<Outcome> {
  if (command.effect === 'read' || invocation.ask) return attempt(house, command, invocation, house.store.db);
  return house.store.transaction(async (db, last) => {
    const outcome = await attempt(house, command, invocation, db, last);
    // From here to COMMIT nothing waits for anything but this: the check and the commit cannot be torn apart.
    if (clock.over) throw new TooLate();
    clock.committing = true;
    return outcome;
  });
}

async function attempt(house: House, command: Command, invocation: Invocation, db: Db, last = db): Promise<Outcome> {
  const args = present(invocation.args);
  const writes = command.effect === 'write' && !invocation.ask;

  const canAsk = invocation.canAsk || invocation.ask;
  if (canAsk && command.about !== 'nothing' && !args[command.about]) {
    await actorOf(db, invocation);
    return { kind: 'ask', form: await asks[command.about](db, command, args) };
  }
  const answered = invocation.id && invocation.via.door === 'http';
  // Sent in this order: while a change is decided on nobody becomes, or ceases to be, one with anybody.
  const [subject, actor, kept] = await Promise.all([
    lookUp(command, db, args, writes),
    actorOf(db, invocation),
    writes && answered ? keptAnswer(db, invocation.id!) : null,
  ]);
  // Before anything is asked of the person: what was done the first time may have taken away the right to do it.
  if (kept) return { kind: 'repeated', ...kept };
  const { ctx, posts, refresh, entries, moved } = context(house, db, actor, invocation);
  const { prompt, change, useCase } = subject;
  const standing = useCase
    ? standingIn(actor, ctx.admin, invocation.via, useCase)
    : standingOf(actor, ctx.admin, invocation.via, prompt, change);
  if (useCase) allowIn(command.right, standing, useCase);
  else allow(command.right, standing, prompt, change);
  const full = { ...ctx, ...subject, standing } as never;

  const checked = checkArgs(command, args);
  if (invocation.ask || !checked.ok) {
    if (!canAsk) throw missingRefusal(command, checked.ok ? [] : checked.missing);
    const form = command.ask
      ? await command.ask(full, checked.args as never)
      : askFor(command, args, checked.ok ? [] : checked.missing);
    return { kind: 'ask', form };
  }
  if (writes && invocation.id && !(await claimInvocation(db, invocation.id, ctx.now))) {
    return { kind: 'repeated', answer: null, asked: null, ...(await keptAnswer(db, invocation.id)) };
  }
  const done = await command.run(full, checked.args as never);
  const result = command.json ? command.json(done) : done;
  if (writes) {
    if (answered) {
      await keepAnswer(db, invocation.id!, { answer: result, asked: invocation.asked ?? null });
    }
    await enqueueSpread(last, { posts, refresh: [...refresh] });
    await announceMoves(last, moved);
    // At the very end: it holds the lock of the whole chain until the commit.
    await appendAudit(last, entries);
  }
  return { kind: 'done', result, card: command.say(done) };
}

const asks = { prompt: askPrompt, change: askChange, usecase: askUseCase };

const nobody: Actor = { id: 0, name: 'Countersign', email: null, emails: [], accounts: [] };

async function actorOf(db: Db, { personId: id, via }: Invocation): Promise<Actor> {
  if (id === null && via.door === 'clock') return nobody;
  const key = via.account === undefined ? null : parseAccountKey(via.account);
  const person = id === null ? null : await whoActs(db, id, key);
  if (!person) throw new Refusal('forbidden', 'I do not know you.');
  return person;
}

type Subject = { prompt?: PromptState; change?: ChangeState; useCase?: UseCase };

async function lookUp(command: Command, db: Db, args: Record<string, unknown>, lock: boolean): Promise<Subject> {
  const { about } = command;
  if (about === 'nothing') return {};
  if (!args[about]) throw missingRefusal(command, [about]);
  if (about === 'change') return changeNumbered(db, args.change, lock);
  const name = command.args.shape[about]!.safeParse(args[about]);
  if (!name.success) {
    const { message } = name.error.issues[0]!;
    throw new Refusal('invalid', message, { fields: { [about]: message } });
  }
  const slug = name.data as string;
  return about === 'prompt'
    ? { prompt: await promptNamed(db, slug, lock) }
    : { useCase: await useCaseNamed(db, slug, lock) };
}

function context(house: House, db: Db, actor: Actor, { via }: Invocation) {
  const now = house.clock();
  const posts: Delivery[] = [];
  const refresh = new Set<string>();
  const moved = new Set<number>();
  const entries: Parameters<typeof appendAudit>[1][number][] = [];
  const by = actor === nobody ? 'clock' : via.token ? `person:${actor.id} token:${via.token.id}` : `person:${actor.id}`;
  const ctx: Ctx = {
    db,
    now,
    actor,
    admin: isAdmin(actor, house.settings.admins),
    via,
    settings: house.settings,
    log: house.log,
    tell: (delivery) => void posts.push(delivery),
    refresh: (subject) => void refresh.add(subject),
    record: (action, subject, detail) =>
      void entries.push({ actor: by, via: via.door, action, subject, detail: JSON.stringify(detail), at: now }),
    moved: (promptId) => void moved.add(promptId),
  };
  return { ctx, posts, refresh, entries, moved };
}
