import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatch } from '../../../src/commands/kit/dispatch.ts';
import { safeError } from '../../../src/log.ts';
import { said } from '../../said.ts';
import { createWorld, type World } from '../../world.ts';

let world: World;
let slug: string;
beforeAll(async () => {
  world = await createWorld();
  slug = 'support-reply';
  const { change } = await world.prompt(slug, 'one');
  await world.approve('grace', change);
  await world.release(slug, 'two');
});
afterAll(() => world.close());

let texts = 0;
/** Arguments of a submission that has not been made before. */
const fresh = () => ({ prompt: slug, text: `text ${++texts}`, why: 'Better' });

test('a mistyped verb is refused with the nearest one, which can be run from there', async () => {
  const no = await world.refusal('ada', 'histroy', { prompt: slug });
  expect(no.code).toBe('not_found');
  expect(no.message).toBe('I do not know "histroy". Did you mean history? "help" lists all.');
  expect(no.offers).toEqual([
    { label: 'Run history', command: 'history', args: { prompt: slug } },
    { label: 'Help', command: 'help', args: {} },
  ]);
  const long = await world.refusal('ada', 'submt', { prompt: slug, text: 'x'.repeat(501) });
  expect(long.offers[0]).toMatchObject({ command: 'submit', args: {} });
});

test('a verb like no other is refused with a way to the list', async () => {
  const no = await world.refusal('ada', 'xyzzy');
  expect(no.message).toBe('I do not know "xyzzy". "help" lists all.');
});

test.each(['slack', 'http', 'teams', 'cli'] as const)(
  'what only the clock types is unknown at the door "%s"',
  async (door) => {
    expect(await world.refused('root', 'expire', {}, { via: { door } })).toMatch(/^I do not know "expire"\./);
    expect((await world.run(null, 'expire', {}, { via: { door } })).kind).toBe('refused');
  },
);

test('the clock acts for nobody, and nobody acts through any other door', async () => {
  expect((await world.run(null, 'expire', {}, { via: { door: 'clock' } })).kind).toBe('done');
  for (const door of ['slack', 'http'] as const)
    expect(await world.refused(null, 'submit', fresh(), { via: { door } })).toBe('I do not know you.');
});

test('somebody who is not remembered is refused', async () => {
  expect(await world.refused('ada', 'whoami', {}, { personId: 999_999 })).toBe('I do not know you.');
});

test('without forms a missing argument is refused with an example', async () => {
  const no = await world.refusal('ada', 'comment', { change: 1 });
  expect(no.message).toBe('comment needs note. Example: comment 12 Does this also hold for gift cards?');
  expect(no.fields).toEqual({ note: 'This is needed.' });
  expect(await world.refused('ada', 'show')).toBe('show needs prompt. Example: show support-reply');
  expect(await world.refused('ada', 'change')).toBe('change needs change. Example: change 12');
});

test('where forms exist a missing argument opens one, and what was given comes back with it', async () => {
  const form = await world.asked('ada', 'comment', { change: 1 });
  expect(form).toMatchObject({ command: 'comment', args: { change: 1 } });
  expect(form.fields).toEqual([
    { name: 'note', label: 'Comment', hint: undefined, optional: false, input: { kind: 'text' } },
  ]);
});

test('a missing prompt is chosen from those that there are, a missing change from those that wait', async () => {
  const prompts = await world.asked('ada', 'show');
  expect(prompts.fields[0]!.input).toEqual({ kind: 'choice', choices: [{ value: slug, label: slug }] });
  const { change } = await world.done<{ change: number }>('ada', 'submit', fresh());
  const changes = await world.asked('grace', 'approve');
  expect(changes.fields[0]!.input).toMatchObject({
    kind: 'choice',
    choices: [{ value: String(change), label: `#${change} ${slug} by Ada` }],
  });
});

test('a form that is asked for opens although nothing is missing, and has no effect', async () => {
  const before = await world.effects();
  const form = await world.asked('ada', 'submit', fresh(), { ask: true, canAsk: false, id: 'slack:ask' });
  expect(form.command).toBe('submit');
  expect(await world.effects()).toEqual(before);
  expect((await world.run('ada', 'submit', fresh(), { id: 'slack:ask' })).kind).toBe('done');
});

test('a form is refused to whoever could not send it', async () => {
  expect(await world.refused('eve', 'rollback', { prompt: slug }, { canAsk: true })).toMatch(/^You may not roll/);
  expect(await world.refused('eve', 'submit', { prompt: slug }, { canAsk: true })).toMatch(/^You may not submit/);
});

test('a delivery that arrives three times has one effect', async () => {
  const given = fresh();
  const first = await world.run('ada', 'submit', given, { id: 'slack:thrice' });
  expect(first.kind).toBe('done');
  const after = await world.effects();
  for (let again = 0; again < 2; again++) {
    expect(await world.run('ada', 'submit', given, { id: 'slack:thrice' })).toMatchObject({
      kind: 'repeated',
      answer: null,
    });
  }
  expect(await world.effects()).toEqual(after);
});

test('of twenty deliveries with one id at the same moment exactly one has an effect', async () => {
  const given = fresh();
  const before = await world.effects();
  const all = await Promise.all(
    Array.from({ length: 20 }, () => world.run('ada', 'submit', given, { id: 'slack:twenty', canAsk: true })),
  );
  const kinds = Object.groupBy(all, (one) => one.kind);
  expect(kinds.done).toHaveLength(1);
  expect(kinds.repeated).toHaveLength(19);
  const after = await world.effects();
  expect(after.change! - before.change!).toBe(1);
  expect(after.audit! - before.audit!).toBe(1);
  expect(after.invocation! - before.invocation!).toBe(1);
});

test('a repeated request over HTTP gets the first answer', async () => {
  const given = fresh();
  const via = { door: 'http', token: { id: 7, name: 'help-desk' } } as const;
  const first = await world.done('ada', 'submit', given, { id: 'http:7:key', via, asked: 'digest' });
  const again = await world.run('ada', 'submit', given, { id: 'http:7:key', via, asked: 'digest' });
  expect(again).toEqual({ kind: 'repeated', answer: first, asked: 'digest' });
});

test('a repeated request gets the first answer although its caller has lost the right meanwhile', async () => {
  const via = { door: 'http', token: { id: 7, name: 'help-desk' } } as const;
  const call = { id: 'http:7:lost', via, asked: 'digest' };
  await world.release(slug, 'to be rolled back');
  const given = { prompt: slug, version: 'v2', reason: 'wrong' };
  const first = await world.done('ada', 'rollback', given, call);
  await world.done('olu', 'contributors', { prompt: slug, action: 'remove', people: 'ada@example.com' });
  const before = await world.effects();
  expect(await world.run('ada', 'rollback', given, call)).toEqual({
    kind: 'repeated',
    answer: first,
    asked: 'digest',
  });
  expect(await world.refused('ada', 'rollback', given, { ...call, id: 'http:8:lost' })).toMatch(/^You may not roll/);
  expect(await world.effects()).toEqual(before);
  await world.done('olu', 'contributors', { prompt: slug, action: 'add', people: 'ada@example.com' });
});

test('a refused delivery leaves its id unused', async () => {
  expect(await world.refused('ada', 'submit', { ...fresh(), text: 'two' }, { id: 'slack:second-try' })).toMatch(
    /^This is v2 already/,
  );
  expect((await world.run('ada', 'submit', fresh(), { id: 'slack:second-try' })).kind).toBe('done');
});

test('reading is never claimed: the same question is answered as often as it comes', async () => {
  for (let i = 0; i < 2; i++)
    expect((await world.run('ada', 'show', { prompt: slug }, { id: 'slack:read' })).kind).toBe('done');
});

test('what a command does, its audit rows and its deliveries are one transaction', async () => {
  const { sql } = world;
  const before = await world.effects();
  await sql.unsafe(`
    create function refuse_audit() returns trigger language plpgsql as $$ begin raise exception 'the sauce is secret'; end $$;
    create trigger a_refusal before insert on audit for each row execute function refuse_audit()`);
  const rolledBack = await world.run('ada', 'rollback', { prompt: slug, reason: 'wrong' }, { id: 'slack:fault' });
  const submitted = await world.run('ada', 'submit', fresh(), { id: 'slack:fault' });
  await sql.unsafe('drop trigger a_refusal on audit; drop function refuse_audit()');
  expect(rolledBack).toEqual({ kind: 'failed' });
  expect(submitted).toEqual({ kind: 'failed' });
  expect(await world.effects()).toEqual(before);
  expect((await world.run('ada', 'submit', fresh(), { id: 'slack:fault' })).kind).toBe('done');
});

test('a fault is written down for the operator and never told to anybody', async () => {
  const { sql } = world;
  await sql.unsafe('alter table change rename to change_gone');
  const given = { ...fresh(), why: 'words that nobody else may read' };
  const outcome = await world.run('ada', 'submit', given, { id: 'slack:trigger' });
  await sql.unsafe('alter table change_gone rename to change');
  expect(outcome).toEqual({ kind: 'failed' });
  const logged = world.logs.at(-1)!;
  expect(logged).toMatchObject({ level: 'error', message: 'command failed' });
  expect(logged.facts).toMatchObject({ command: 'submit', request: 'slack:trigger' });
  // What the log keeps of it names the table and no text of anybody.
  expect(String(logged.facts.err)).toContain('words that nobody else may read');
  const kept = JSON.stringify(safeError(logged.facts.err));
  expect(kept).toContain('42P01');
  expect(kept).not.toContain('words that');
});

test('what touches nothing is answered without knowing who asks', async () => {
  const outcome = await world.run(null, 'help', {}, { via: { door: 'slack' } });
  expect(outcome.kind === 'done' && said(outcome.card)).toContain('submit support-reply');
});

test('every command is measured once by name, outcome and door, and made-up names are not told apart', async () => {
  const measured: unknown[] = [];
  const house = { ...world.house, measure: (...facts: unknown[]) => void measured.push(facts) };
  const personId = await world.person('ada');
  const send = (command: string, args: Record<string, unknown>, door: 'slack' | 'http') =>
    dispatch(house, { command, args, personId, via: { door }, canAsk: door === 'slack' });
  await send('help', {}, 'slack');
  await send('show', { prompt: slug }, 'http');
  await send('show', {}, 'slack');
  await send('show', { prompt: 'nobody-knows' }, 'http');
  await send('whatever', {}, 'slack');
  const seconds = expect.any(Number);
  expect(measured).toEqual([
    ['help', 'done', 'slack', seconds],
    ['show', 'done', 'http', seconds],
    ['show', 'ask', 'slack', seconds],
    ['show', 'not_found', 'http', seconds],
    ['unknown', 'not_found', 'slack', seconds],
  ]);
});
