import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPeople, type Lookup, type Purpose } from '../../src/bot/people.ts';
import { Refusal } from '../../src/refusal.ts';
import { parseAccountKey } from '../../src/rules/account.ts';
import * as accounts from '../../src/store/accounts.ts';
import { findPerson } from '../../src/store/people.ts';
import { createWorld, type World } from '../world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World;
let n = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

/** What the platforms say, by account; `down`: they say nothing. */
function platforms() {
  const profiles = new Map<string, accounts.Profile>();
  const asked: string[] = [];
  const state = { down: false, asked, profiles };
  const lookup: Lookup = async ({ platform, workspace, userId }) => {
    const name = `${platform}:${workspace}/${userId}`;
    asked.push(name);
    if (state.down) throw new Error('no answer');
    return profiles.get(name) ?? null;
  };
  const process = () =>
    createPeople({
      store: world.store,
      persist: accounts,
      lookups: { slack: lookup, teams: lookup },
      clock: world.now,
      log: world.house.log,
    });
  const says = (name: string, email: string | null, more: Partial<accounts.Profile> = {}) =>
    void profiles.set(name, { name: name.split('/')[1]!, email, barred: null, ...more });
  return { ...process(), state, asked, says, process };
}
const key = (name: string) => parseAccountKey(name)!;
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => {
      if (error instanceof Refusal) return error.message;
      throw error;
    },
  );

test('whoever writes is looked up again after a minute, whoever reads after an hour', async () => {
  const { identify, says, asked } = platforms();
  says('slack:T1/UADA', 'ada@example.com');
  const comes = async (purpose: Purpose) => {
    await identify(key('slack:T1/UADA'), purpose);
    return asked.length;
  };
  expect(await comes('act')).toBe(1);
  world.pass(MINUTE - 1);
  expect(await comes('act')).toBe(1);
  world.pass(1);
  expect(await comes('look')).toBe(1);
  expect(await comes('act')).toBe(2);
  world.pass(HOUR - 1);
  expect(await comes('look')).toBe(2);
  world.pass(1);
  expect(await comes('look')).toBe(3);
});

test('many who come at once cost one look-up, and what another process was told is not asked again', async () => {
  const { identify, says, asked, process } = platforms();
  says('slack:T1/UMANY', 'many@example.com');
  await Promise.all(Array.from({ length: 20 }, () => identify(key('slack:T1/UMANY'), 'act')));
  await process().identify(key('slack:T1/UMANY'), 'act');
  expect(asked).toHaveLength(1);
});

test('while a platform is silent, what is known holds: for a day for writing, for reading longer', async () => {
  const { identify, says, state, asked } = platforms();
  says('teams:TN/silent', 'silent@example.com');
  const id = await identify(key('teams:TN/silent'), 'act');
  state.down = true;
  world.pass(24 * HOUR);
  expect(await identify(key('teams:TN/silent'), 'act')).toBe(id);
  const before = asked.length;
  await identify(key('teams:TN/silent'), 'act');
  expect(asked).toHaveLength(before);
  world.pass(MINUTE);
  expect(await refusal(identify(key('teams:TN/silent'), 'act'))).toBe(
    'Microsoft Teams has not told me for a day who you are, so nothing is changed in your name until it does. You can still look at everything.',
  );
  expect(await identify(key('teams:TN/silent'), 'look')).toBe(id);
  state.down = false;
  world.pass(10_000);
  expect(await identify(key('teams:TN/silent'), 'act')).toBe(id);
});

test('somebody new does nothing while the platform does not say who it is', async () => {
  const { identify, state, says } = platforms();
  state.down = true;
  for (const purpose of ['act', 'look'] as const)
    expect(await refusal(identify(key('teams:TN/new'), purpose))).toMatch(/^I could not find out just now who you are/);
  state.down = false;
  says('teams:TN/new', 'new@example.com');
  world.pass(2_000);
  await identify(key('teams:TN/new'), 'act');
});

test.each([
  ['deleted', 'This account is deactivated.'],
  ['guest', 'Guests of the workspace cannot use me.'],
  ['foreign', 'You belong to another organisation'],
] as const)('an account that is %s by now acts no more within a minute', async (barred, words) => {
  const { identify, says } = platforms();
  const name = `slack:T1/U${++n}`;
  says(name, `barred${n}@example.com`);
  await identify(key(name), 'act');
  says(name, `barred${n}@example.com`, { barred });
  world.pass(MINUTE);
  expect(await refusal(identify(key(name), 'act'))).toContain(words);
});

test('two people who share an address in different tenants: the one of elsewhere is refused, and neither is the other', async () => {
  const { identify, says } = platforms();
  says('teams:TN/here', 'shared@example.com');
  says('teams:TX/there', 'shared@example.com', { barred: 'foreign' });
  expect(await refusal(identify(key('teams:TX/there'), 'act'))).toContain('You belong to another organisation');
  await identify(key('teams:TN/here'), 'act');
  const [here, there] = await Promise.all(
    ['teams:TN/here', 'teams:TX/there'].map((name) => findPerson(world.store.db, name)),
  );
  expect(here!.id).not.toBe(there!.id);
  expect(await findPerson(world.store.db, 'shared@example.com')).toMatchObject({ accounts: ['teams:TN/here'] });
});

test('whose address has changed is told at that very action, once in all processes, and acts as somebody else then', async () => {
  const { identify, says, process, introduce } = platforms();
  says('slack:T1/UMOVE', 'move@example.com', { name: 'Ada' });
  says('teams:TN/move', 'move@example.com', { name: 'Ada L.' });
  const ada = await identify(key('slack:T1/UMOVE'), 'act');
  expect(await identify(key('teams:TN/move'), 'act')).toBe(ada);
  says('teams:TN/move', 'moved@example.com', { name: 'Ada L.' });
  world.pass(MINUTE);
  const sentence =
    'Your e-mail address on Microsoft Teams is now moved@example.com, so I no longer take you for Ada of Slack. Nothing was changed. If you are the same person, type "link" here.';
  const all = await Promise.all(
    [identify, process().identify, process().identify].map((one) => refusal(one(key('teams:TN/move'), 'act'))),
  );
  expect(all.filter((one) => one === sentence)).toHaveLength(1);
  const now = await identify(key('teams:TN/move'), 'act');
  expect(now).not.toBe(ada);
  expect(await identify(key('slack:T1/UMOVE'), 'act')).toBe(ada);

  // Noticed while somebody else mentioned them, it is still told to them.
  says('slack:T1/UTHIRD', 'moved@example.com');
  expect(await identify(key('slack:T1/UTHIRD'), 'act')).toBe(now);
  says('slack:T1/UTHIRD', 'third@example.com');
  world.pass(HOUR);
  await introduce({ people: '@slack:T1/UTHIRD' });
  expect(await refusal(identify(key('slack:T1/UTHIRD'), 'look'))).toContain('is now third@example.com');
  expect(await identify(key('slack:T1/UTHIRD'), 'look')).not.toBe(now);
});

test('whose new address would make them owner and deputy in one is refused to act until that is settled', async () => {
  const { identify, says } = platforms();
  await world.prompt('clash');
  says('slack:T1/UCLASH', 'clash@example.com', { name: 'Carl' });
  says('teams:TN/clash', 'other@example.com');
  await identify(key('slack:T1/UCLASH'), 'act');
  await identify(key('teams:TN/clash'), 'act');
  await world.done('olu', 'deputy', { prompt: 'clash', person: 'clash@example.com' });
  await world.done('olu', 'owner', { prompt: 'clash', person: 'other@example.com' });
  says('teams:TN/clash', 'clash@example.com');
  for (let i = 0; i < 3; i++) {
    world.pass(i === 0 ? MINUTE : 1);
    expect(await refusal(identify(key('teams:TN/clash'), 'act'))).toMatch(
      /^Your address clash@example\.com is that of Carl, but one of you owns clash and the other stands in/,
    );
  }
  await world.done('root', 'deputy', { prompt: 'clash', person: 'dee@example.com' });
  expect(await identify(key('teams:TN/clash'), 'act')).toBe(await identify(key('slack:T1/UCLASH'), 'act'));
});
