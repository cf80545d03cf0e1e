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
import type { UseCase } from '../../store/use-cases.ts';
import { askChange, askFor, askPrompt, askUseCase } from './ask.ts';
import { checkArgs, missingRefusal, present } from './check.ts';
import type { Command, Ctx, Delivery } from './command.ts';
import type { House, Invocation, Outcome } from './invocation.ts';
import { allow, isAdmin, standingOf } from './standing.ts';
import { changeNumbered, promptNamed, useCaseNamed } from './subject.ts';
import { allowIn, standingIn } from './use-case-standing.ts';

/**
 * Finds what a command is about and who asks for it, allows, checks and runs it, and says what came of it, all on `db`;
 * asks instead where something is missing and the door can ask. `last`: where what is announced at the very end is written.
 * @throws Refusal when it may not be, or cannot be, done
 */
export async function carryOut(
  house: House,
  command: Command,
  invocation: Invocation,
  db: Db,
  last = db,
): Promise<Outcome> {
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
