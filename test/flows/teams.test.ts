import { afterAll, beforeAll, expect, test } from 'vitest';
import { aad, botMessages, come, type Office, read, startOffice } from './office.ts';

let office: Office;
let teams: Office['teams'];

beforeAll(async () => {
  office = await startOffice();
  teams = office.teams;
});
afterAll(async () => {
  await office?.stop();
});

test('a verb in a chat of two is answered there', async () => {
  const { answer } = await teams.say(aad('ada'), aad('ada'), 'whoami');
  expect(answer).toMatchObject({ status: 200 });
  const said = await come(() => botMessages(teams, aad('ada')).at(-1), 'an answer');
  expect(read(said.card)).toContain('ada');
  expect(read(said.card)).toContain('ada@example.com');
});
