import { expect, test } from 'vitest';
import { freshDatabase } from '../database.ts';
import { tcpProxy } from '../store/tcp-proxy.ts';
import { teamsChat } from './chats.ts';
import { aad, botMessages, DESK, startOffice } from './office.ts';

const NOTHING = /Nothing was changed/;
/** What everybody must be answered within. */
const PATIENCE = 2_950;

test('the database falls silent: whoever asks in Teams is told in time, and what was typed can be sent again', async () => {
  const database = await freshDatabase();
  const proxy = await tcpProxy(database.url);
  const office = await startOffice({ settings: { DATABASE_URL: proxy.url } });
  const { teams } = office;
  const chat = teamsChat(teams);
  const timely = async <T>(work: Promise<T>): Promise<T> => {
    const began = performance.now();
    const done = await work;
    expect(performance.now() - began).toBeLessThan(PATIENCE);
    return done;
  };
  const typing = { Text: 'Be\nkinder.', Why: 'To try.', Purpose: 'P', Owner: 'olu', Deputy: 'dee' };
  try {
    await chat.type('ada', 'submit steady');
    await chat.fill('ada', { Text: 'Be kind.', Why: 'It begins.', Purpose: 'Answers', Owner: 'olu', Deputy: 'dee' });
    await chat.close('ada');
    const card = await chat.waitFor(() => chat.copies('review', /release steady /)[0], 'the card');
    await chat.press('dee', card, 'Decline');
    await chat.type('ada', 'submit other');
    for (const how of ['close', 'goDead'] as const) {
      await proxy[how]();
      const told = botMessages(teams, DESK, aad('eve')).length;
      const [click, opening, decline, submission, typed, installed] = await Promise.all([
        timely(chat.press('olu', card, 'Approve and release')),
        timely(teams.press(aad('olu'), card.original as never, 'Request changes')),
        timely(chat.fill('dee', { Reason: 'Not kind enough.' })),
        timely(chat.fill('ada', how === 'close' ? typing : {})),
        timely(teams.say(aad('eve'), DESK, 'list', { targeted: true })),
        timely(
          teams.post(teams.activity(aad('sam'), aad('sam'), { type: 'installationUpdate', action: 'add', id: how })),
        ),
      ]);
      expect(click).toMatch(NOTHING);
      expect(JSON.stringify(opening)).toMatch(NOTHING);
      expect(decline.text).toMatch(NOTHING);
      expect(decline.values).toEqual({ Reason: 'Not kind enough.' });
      expect(submission.text).toMatch(NOTHING);
      expect(submission.values).toMatchObject({ 'New text': 'Be\nkinder.', Why: 'To try.', Owner: aad('olu') });
      expect(typed.answer).toMatchObject({ status: 200 });
      expect(installed).toMatchObject({ status: 200 });
      await chat.waitFor(() => botMessages(teams, DESK, aad('eve'))[told], 'word to eve');
      await proxy.open();
    }
    await chat.waitFor(
      async () => ((await chat.fill('dee', {})).text.includes('Done') ? true : undefined),
      'a form that works again',
    );
  } finally {
    await office.stop();
    await proxy.stop();
    await database.drop();
  }
}, 60_000);
