import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Activity } from '../../../src/bot/playground/teams/wire.ts';
import { teamsManifest } from '../../../src/bot/teams/manifest.ts';
import { commands } from '../../../src/commands/index.ts';
import { aad, botMessages, DESK, type Office, read, startOffice } from '../../flows/office.ts';

const [bot] = teamsManifest(commands).bots;
const inList = (scope: string) => bot!.commandLists.find((one) => one.scopes.includes(scope))!.commands;
const visible = commands.filter((one) => !one.hidden).map((one) => one.name);
const GROUP = '19:a-group@thread.v2';

let office: Office;
let teams: Office['teams'];

beforeAll(async () => {
  office = await startOffice({ platform: { rateLimit: false } });
  teams = office.teams;
  teams.addGroupChat({ id: GROUP, name: 'A group', members: [aad('ada'), aad('olu')] });
});
afterAll(async () => {
  await office?.stop();
});

let number = 0;
const invoke = (name: string, value: unknown): Activity =>
  teams.activity(aad('ada'), DESK, { type: 'invoke', name, value, id: `f:${number++}` });

/** What the bot says to ada there next. */
async function answered(where: string, say: () => Promise<unknown>): Promise<string> {
  const before = botMessages(teams, where, aad('ada')).length;
  await say();
  const said = await teams.waitFor(() => botMessages(teams, where, aad('ada'))[before], { what: 'an answer' });
  expect(botMessages(teams, where, aad('olu')).filter((one) => one.id === said.id && where !== aad('ada'))).toEqual([]);
  return read(said.card);
}

describe('every command that Teams completes is answered, privately', () => {
  test.each(inList('personal'))('$title in a chat of two', async ({ title }) => {
    const said = await answered(aad('ada'), () => teams.say(aad('ada'), aad('ada'), title));
    expect(said).not.toMatch(/do not know|could not/);
  });
  test.each(inList('team'))('$title as a slash command in a channel', async ({ title }) => {
    const said = await answered(DESK, () => teams.say(aad('ada'), DESK, `/${title}`, { targeted: true }));
    expect(said).not.toMatch(/do not know|could not/);
  });
  test.each(inList('groupChat'))('$title, with the name of the bot, in a group chat', async ({ title }) => {
    const said = await answered(GROUP, () => teams.say(aad('ada'), GROUP, title));
    expect(said).not.toMatch(/do not know|could not/);
  });
});

describe('every command is taken', () => {
  test.each(visible)('%s from a button', async (run) => {
    const { status, body } = await teams.post(
      invoke('adaptiveCard/action', { action: { verb: 'run', data: { run, a: {} } } }),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ statusCode: 200, type: expect.stringMatching(/card\.adaptive|activity\.message/) });
  });
  test.each(visible)('%s from a button of the older kind', async (run) => {
    const said = await answered(DESK, () =>
      teams.post(teams.activity(aad('ada'), DESK, { value: { run, a: {} }, text: undefined, id: `v:${number++}` })),
    );
    expect(said).not.toMatch(/do not know|could not/);
  });
  test.each(visible)('%s as what opens a dialog and as what is sent from one', async (run) => {
    for (const name of ['task/fetch', 'task/submit']) {
      const { status, body } = await teams.post(invoke(name, { data: { run, a: {}, p: null, r: [], k: [] } }));
      expect(status).toBe(200);
      expect(body).toMatchObject({
        task: { type: 'continue', value: { card: { content: { type: 'AdaptiveCard' } } } },
      });
    }
  });
});

test('nothing of it was a fault, nor anything that Teams would not show', () => {
  expect(teams.findings).toEqual([]);
  expect(office.program.lines.filter((one) => one.level >= 50)).toEqual([]);
});
