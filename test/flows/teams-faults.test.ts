import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../src/bot/playground/platform/faults.ts';
import { type Chat, type Copy, teamsChat } from './chats.ts';
import { aad, botMessages, DESK, NEWS, type Office, placeNamed, startOffice } from './office.ts';

let office: Office;
let teams: Office['teams'];
let chat: Chat;

beforeAll(async () => {
  office = await startOffice();
  teams = office.teams;
  chat = teamsChat(teams);
});
afterAll(async () => {
  await office?.stop();
});

const PATIENCE = 40_000;
const news = (slug: string) => chat.copies('news', new RegExp(`🚀 ${slug} v`));
const about = (name: string, slug: string) => (call: { method: string; args: Readonly<Record<string, unknown>> }) =>
  call.method === name && JSON.stringify(call.args).includes(`${slug} `);

async function opened(slug: string): Promise<Copy> {
  expect(await chat.type('ada', `submit ${slug}`)).toBeNull();
  const form = await chat.form('ada');
  const fresh = 'Purpose' in form.values;
  await chat.fill('ada', {
    [fresh ? 'Text' : 'New text']: `Be kind. ${performance.now()}`,
    Why: 'It gets better.',
    ...(fresh && { Purpose: 'Answers', Owner: 'olu', Deputy: 'dee' }),
  });
  await chat.close('ada');
  const asked = new RegExp(`ada asks to release ${slug} `);
  return chat.waitFor(() => chat.copies('review', asked).at(-1), `the card of ${slug}`);
}

const certain: [name: string, plan: FaultPlan][] = [
  ['answers 429 and says how long', { status: 429, retryAfter: 1 }],
  ['answers 429 and does not', { status: 429 }],
  ['answers 412', { status: 412 }],
  ['answers 502', { status: 502 }],
  ['answers 504', { status: 504 }],
  ['breaks the connection', { reset: true }],
  ['does not answer', { hang: true }],
];

describe('an announcement is posted once, and the card follows, when Teams', () => {
  test.each(certain.map(([name, plan], at) => [name, plan, `fault-${at}`] as const))(
    '%s',
    async (_, plan, slug) => {
      const card = await opened(slug);
      const post = teams.fail(about('createConversation', slug), { ...plan, times: 2 });
      const edit = teams.fail(about('updateActivity', slug), { ...plan, times: 1 });
      const began = performance.now();
      await chat.press('olu', card, 'Approve and release');
      expect(performance.now() - began).toBeLessThan(2_800);
      await teams.waitFor(() => (post.hits === 2 && edit.hits === 1 ? true : undefined), {
        what: 'the faults',
        timeout: PATIENCE,
      });
      await teams.waitFor(() => news(slug)[0], { what: 'the announcement', timeout: PATIENCE });
      await teams.waitFor(() => chat.copies('review', new RegExp(slug)).find((one) => one.text.includes('✅')), {
        what: 'the edited card',
        timeout: PATIENCE,
      });
      await sleep(300);
      expect(news(slug)).toHaveLength(1);
    },
    PATIENCE * 2,
  );
});

test('what Teams took and did not answer for is sent again, and the log says so: Teams cannot tell a repetition', async () => {
  const card = await opened('twice');
  teams.fail(about('createConversation', 'twice'), { applyThenReset: true, times: 1 });
  await chat.press('olu', card, 'Approve and release');
  await teams.waitFor(() => (news('twice').length === 2 ? true : undefined), {
    what: 'the second copy',
    timeout: PATIENCE,
  });
  const told = office.program.lines.filter((one) => one.msg.startsWith('sent again: the outcome'));
  expect(told.map((one) => one.place)).toContain(placeNamed(NEWS));
});

test('more than Teams takes is sent as fast as Teams takes it, each once, without a single 429', async () => {
  const refused = () => teams.calls.filter((one) => one.status === 429 && !one.faulty).length;
  const cards: Copy[] = [];
  for (let i = 0; i < 8; i++) cards.push(await opened(`many-${i}`));
  await office.quiet(PATIENCE);
  const before = refused();
  await Promise.all(cards.map((card) => teams.press(aad('olu'), card.original as never, 'Approve and release')));
  await teams.waitFor(() => (chat.copies('news', /many-\d v1/).length === 8 ? true : undefined), {
    what: 'eight announcements',
    timeout: PATIENCE,
  });
  await office.quiet(PATIENCE);
  expect(chat.copies('news', /many-\d v1/)).toHaveLength(8);
  expect(refused() - before).toBe(0);
}, 120_000);

test('where the bot was removed nothing is posted any more, and the owner hears of it', async () => {
  const card = await opened('removed');
  await chat.type('olu', `stakeholders removed add #${placeNamed(DESK)}`);
  const lone = await startLoneChannel();
  await chat.type('olu', `stakeholders removed add #${placeNamed(lone)}`);
  await teams.uninstall(lone);
  await chat.press('olu', card, 'Approve and release');
  await teams.waitFor(() => botMessages(teams, DESK)[0], { what: 'news at the desk', timeout: PATIENCE });
  const word = await chat.waitFor(() => chat.told('olu', /I cannot post to/)[0], 'word to the owner');
  expect(word.text).toMatch(/removed/);
  expect(botMessages(teams, lone)).toEqual([]);
});

async function startLoneChannel(): Promise<string> {
  const { id } = teams.addChannel({ name: 'Elsewhere', team: 'Others' });
  return id;
}

test('whoever asks in a place that shows nothing to one person alone is answered in their own chat', async () => {
  teams.fail(({ method, args }) => method === 'sendToConversation' && JSON.stringify(args).includes('eve'), {
    status: 400,
    times: 1,
  });
  const before = botMessages(teams, aad('eve')).length;
  await teams.say(aad('eve'), DESK, 'whoami');
  await teams.waitFor(() => botMessages(teams, aad('eve'))[before], { what: 'an answer in the chat of two' });
  expect(botMessages(teams, DESK, aad('eve')).filter((one) => one.visibleTo === aad('eve'))).toEqual([]);
});
