import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { createWorld, type World } from '../world.ts';

type Help = { commands: { name: string; summary: string; examples: string[] }[] };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const visible = commands.filter((one) => !one.hidden);
const hidden = commands.filter((one) => one.hidden);

test('all commands are listed, each with an example, in the order of the list', async () => {
  const { commands: listed } = await world.done<Help>('eve', 'help');
  expect(listed.map((one) => one.name)).toEqual(visible.map((one) => one.name));
  for (const one of listed) expect(one.examples.length).toBeGreaterThan(0);
  const answer = await world.answer('eve', 'help');
  for (const one of visible) expect(answer).toContain(`${one.examples[0]} – ${one.summary}`);
});

test('what only the house itself sends is neither listed nor explained', async () => {
  expect(hidden.map((one) => one.name)).toContain('expire');
  const answer = await world.answer('eve', 'help');
  for (const { name } of hidden) {
    expect(answer).not.toContain(name === 'home' ? 'My own page' : name);
    expect(await world.refused('eve', 'help', { command: name })).toMatch(new RegExp(`^I do not know "${name}"\\.`));
  }
});

test('help of one command shows all of its examples', async () => {
  const answer = await world.answer('eve', 'help', { command: 'rollback' });
  expect(answer).toContain('rollback: Go back to an earlier version at once, without approval');
  expect(answer).toContain('rollback support-reply v3 wrong');
});

test.each(['request changes', 'Request-Changes', '/request_changes', ' request-changes '])(
  'a verb is recognised however it was typed: %s',
  async (command) => {
    expect(await world.answer('eve', 'help', { command })).toContain('request-changes 12');
  },
);

test('help of a mistyped command names the nearest', async () => {
  expect(await world.refused('eve', 'help', { command: 'rolback' })).toBe(
    'I do not know "rolback". Did you mean rollback? "help" lists all.',
  );
});

test('the summaries are short enough to be read in a list', () => {
  for (const one of visible) {
    expect(one.summary.length, one.name).toBeLessThanOrEqual(70);
    expect(one.summary, one.name).toMatch(/^[A-Z].*[^.]$/);
  }
});
