import { afterAll, beforeAll, expect, test } from 'vitest';
import { viewOf } from '../../src/commands/cards/subjects.ts';
import { commandsByName } from '../../src/commands/index.ts';
import type { Button, Card } from '../../src/commands/kit/card.ts';
import { checkArgs, present } from '../../src/commands/kit/check.ts';
import type { Outcome } from '../../src/commands/kit/invocation.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
const buttons: (Omit<Button, 'args'> & { args: Record<string, unknown>; on: string })[] = [];

beforeAll(async () => {
  world = await createWorld();
  await aDay();
});

afterAll(() => world?.close());

/** Something of everything: a release, a revision, refusals, a rollback and its follow-up, and whatever shows them. */
async function aDay() {
  const say = async (who: string, command: string, args: Record<string, unknown> = {}, canAsk = true) =>
    keep(`${command} of ${who}`, await world.run(who, command, args, { canAsk }));
  const first = await world.prompt();
  await say('ada', 'approve', { change: first.change, cycle: 1, fingerprint: first.fingerprint });
  await world.approve('grace', first.change);
  await say('grace', 'rollback', { prompt: 'support-reply', reason: 'wrong' }, false);
  const second = await world.done<{ change: number }>('ada', 'submit', {
    prompt: 'support-reply',
    text: 'Two',
    why: 'Two',
  });
  await say('grace', 'request-changes', { change: second.change, cycle: 1, fingerprint: first.fingerprint });
  const seen = await world.done<{ cycle: number; fingerprint: string }>('grace', 'change', { change: second.change });
  await say('grace', 'request-changes', {
    change: second.change,
    cycle: seen.cycle,
    fingerprint: seen.fingerprint,
    reason: 'Kinder',
  });
  await say('ada', 'submit', { prompt: 'support-reply', change: second.change, text: 'Kinder two', why: 'Kinder' });
  await world.approve('grace', second.change);
  await say('ada', 'submit', { prompt: 'suport-reply' });
  await say('ada', 'submit', { prompt: 'support-reply', text: 'Kinder two', why: 'The same' });
  await say('olu', 'rollback', { prompt: 'support-reply', reason: 'wrong', from: 'v3' });
  await say('grace', 'rollback', { prompt: 'support-reply', reason: 'wrong', from: 'v3' });
  await say('ada', 'submit', { prompt: 'support-reply', text: 'Three', why: 'Three', label: 'staging' });
  for (const command of commandsByName.keys()) {
    await say('grace', command, {});
    await say('olu', command, { prompt: 'support-reply' });
    await say('root', command, { change: second.change });
    await say('root', command, { change: 'nothing', prompt: 'support-replies' });
  }
  await say('grace', 'shwo', { prompt: 'support-reply' });
  for (const kind of ['change', 'move', 'verdict']) {
    for (let id = 1; id <= 8; id++) {
      for (const slot of [
        'card',
        'thread:verdict',
        'dm:verdict',
        'thread:stale-1',
        'dm:expired-1',
        'thread:withdrawn-1',
      ]) {
        const view = await viewOf(world.store.db, `${kind}:${id}`, slot, world.now(), world.house.settings);
        if (view) keepCard(`${kind}:${id} ${slot}`, view.card);
      }
    }
  }
}

function keep(on: string, outcome: Outcome): void {
  if (outcome.kind === 'done') keepCard(on, outcome.card);
  if (outcome.kind === 'ask') keepCard(`the form for ${on}`, { title: [], parts: outcome.form.parts });
  if (outcome.kind === 'refused')
    buttons.push(...outcome.refusal.offers.map((offer) => ({ ...offer, on: `the refusal of ${on}` })));
  expect(['failed', 'unknown'], on).not.toContain(outcome.kind);
}

function keepCard(on: string, card: Card): void {
  for (const part of card.parts) {
    if (part.kind === 'thumbs') buttons.push({ ...part.up, on }, { ...part.down, on });
    if (part.kind === 'buttons') buttons.push(...part.buttons.map((button) => ({ ...button, on })));
  }
}

test('the day showed buttons of most commands that have one', () => {
  const commands = new Set(buttons.map((one) => one.command));
  expect([...commands]).toEqual(
    expect.arrayContaining([
      'approve',
      'request-changes',
      'decline',
      'change',
      'rollback',
      'submit',
      'diff',
      'show',
      'history',
      'withdraw',
      'help',
    ]),
  );
  expect(buttons.length).toBeGreaterThan(40);
});

test('every button on every card is a command that people may send, with arguments it takes', () => {
  for (const { command: name, args, on, label } of buttons) {
    const command = commandsByName.get(name);
    expect(command && !command.hidden, `"${label}" on ${on}`).toBe(true);
    // What is missing is asked for in a form; what is wrong would be refused whatever the person does.
    expect(() => checkArgs(command!, present(args)), `"${label}" on ${on}`).not.toThrow();
  }
});
