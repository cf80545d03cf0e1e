import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersWith, freshToken } from './application.ts';
import { type Chat, type Copy, slackChat, teamsChat } from './chats.ts';
import { startOffice } from './office.ts';
import type { Program } from './program.ts';
import { startWorkspace } from './workspace.ts';

// A use case as people keep it, word for word the same on each platform.

type Here = { chat: Chat; program: Program; url: string; quiet: () => Promise<void>; stop: () => Promise<void> };

const platforms = {
  async slack(): Promise<Here> {
    const { slack, program, database, quiet, stop } = await startWorkspace({ drafts: true });
    return { chat: slackChat(slack), program, url: database.url, quiet, stop };
  },
  async teams(): Promise<Here> {
    const { teams, program, database, quiet, stop } = await startOffice({ drafts: true });
    return { chat: teamsChat(teams), program, url: database.url, quiet, stop };
  },
};

const forms: Record<string, Record<string, string>> = {
  people: { Owner: 'olu', Deputy: 'dee', 'Context owner': 'grace', 'Stop authority': 'sam' },
  decision: { Decision: 'What a customer is answered', 'Decision limits': 'No promises of money' },
  step: { 'What the step does': 'Drafts', 'Its input': 'The letter', 'Its output': 'A draft' },
  failure: {
    'How it fails': 'A wrong promise',
    'How far an error travels': 'One customer',
    'Quality standard': 'Right in 19 of 20',
    'Escalate when': 'Anything about the law',
    'Failure response': 'A colleague will answer you.',
  },
  context: {
    Inputs: 'Handbook; the wiki; grace@example.com; 365',
    'Review the context every … days': '90',
    'Stop criteria': 'The handbook is older than a year',
  },
};

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: Here;
  let chat: Chat;
  let token: string;
  beforeAll(async () => {
    here = await platforms[platform]();
    chat = here.chat;
    token = await freshToken(here.url);
    // Whoever is named must have spoken to the bot, or be known by an address.
    for (const name of ['grace', 'sam', 'dee']) await chat.type(name, 'whoami');
  });
  afterAll(() => here?.stop());

  const headers = () => ({ authorization: `Bearer ${token}` });
  const read = () => fetch(`${here.program.url}/v1/prompts/reply`, { headers: headers() });
  const card = (what: RegExp): Promise<Copy> =>
    chat.waitFor(() => chat.copies('review', what)[0], `a card that says ${what}`);
  const news = (what: RegExp): Promise<Copy> => chat.waitFor(() => chat.copies('news', what)[0], `news of ${what}`);
  async function sent(who: string, values: Record<string, string>): Promise<string> {
    const { text } = await chat.fill(who, values);
    await chat.close(who);
    return text;
  }

  test('a prompt is submitted; its card says that it cannot be released yet, and why', async () => {
    expect(await chat.type('ada', 'submit reply')).toBeNull();
    await sent('ada', { Text: 'Be kind.', Why: 'It begins.', Purpose: 'Answers', Owner: 'olu', Deputy: 'dee' });
    const waits = await card(/asks to release reply v1/);
    expect(waits.text).toContain('Not to be released yet.');
    expect(waits.text).toContain('It lacks the decision it is responsible for');
    expect(waits.buttons).toContain('Fill it in');
  });

  test('approving it is refused with the same button, which opens the form of what is missing', async () => {
    const waits = await card(/asks to release reply v1/);
    expect(await chat.press('olu', waits, 'Approve and release')).toContain(
      'Nothing of the use case reply reaches production',
    );
    await chat.press('olu', waits, 'Fill it in');
    const form = await chat.form('olu');
    expect(form.values).toHaveProperty('Stop authority');
    await chat.close('olu');
  });

  test('form by form it is filled in, until nothing is missing', async () => {
    for (const [section, values] of Object.entries(forms)) {
      expect(await chat.type('olu', `usecase edit reply ${section === 'people' ? '' : section}`.trim())).toBeNull();
      const text = await sent('olu', values);
      expect(text).toContain('reply is a draft');
    }
    const shown = await chat.type('olu', 'usecase show reply');
    expect(shown!.text).toContain('an assessment');
    expect(shown!.text).toContain('A colleague will answer you.');
  });

  test('it is assessed in two steps: the answers, then what they recommend', async () => {
    expect(await chat.type('olu', 'usecase assess reply')).toBeNull();
    const second = await chat.fill('olu', {
      'How much hangs on a single decision?': 'mixed',
      'How soon does somebody notice a wrong decision?': 'in_days',
      'How well can somebody tell whether a decision was right?': 'easy',
    });
    expect(second.text).toContain('Light review: one other person approves');
    await chat.fill('olu', {});
    await chat.close('olu');
    expect((await chat.type('olu', 'usecase show reply'))!.text).toContain('Light review');
  });

  test('it is activated, and the change is released', async () => {
    const waits = await chat.waitFor(
      () => chat.copies('review', /asks to release reply v1/).find((one) => one.buttons.includes('Activate it')),
      'the button that activates',
    );
    await chat.press('olu', waits, 'Activate it');
    await sent('olu', { 'Activate as': 'active' });
    await news(/olu activated the use case reply/);
    const ready = await chat.waitFor(
      () => chat.copies('review', /asks to release reply v1/).find((one) => !one.text.includes('Not to be released')),
      'the card without the obstacle',
    );
    await chat.press('olu', ready, 'Approve and release');
    await news(/🚀 reply v1 is live/);
    await answersWith(200, read);
  });

  test('it is paused: the reader gets 423 with the failure response, and everybody is told once', async () => {
    expect(await chat.type('sam', 'usecase pause reply')).toBeNull();
    await sent('sam', { Reason: 'It promises refunds' });
    const stopped = await answersWith(423, read);
    const failure_response = 'A colleague will answer you.';
    expect(await stopped.json()).toMatchObject({
      error: { code: 'paused', state: 'paused', use_case: 'reply', failure_response, until: null },
    });
    const told = await news(/sam paused the use case reply/);
    expect(told.text).toContain('It promises refunds');
    expect(told.text).toContain('A colleague will answer you.');
    await chat.waitFor(() => chat.told('olu', /sam paused the use case reply/)[0], 'word to olu');
    await here.quiet();
    expect(chat.copies('news', /sam paused the use case reply/)).toHaveLength(1);
    expect(chat.told('sam', /paused the use case/)).toEqual([]);
  });

  test('only the stop authority resumes it, from the card, and says what changed', async () => {
    const told = await news(/sam paused the use case reply/);
    // Where a button opens a form, the refusal stands where the form would.
    const refused = (await chat.press('olu', told, 'Resume')) || (await chat.form('olu')).text;
    expect(refused).toContain('These can: sam.');
    await chat.close('olu');
    await chat.press('sam', told, 'Resume');
    await sent('sam', { 'What changed': 'It no longer speaks of refunds' });
    await news(/sam resumed the use case reply/);
    await answersWith(200, read);
    await chat.waitFor(
      () => chat.copies('news', /sam paused the use case reply/).find((one) => /sam resumed it at/.test(one.text)),
      'the card of the pause that says it is over',
    );
  });

  test('it is closed after its name was written, and its prompt is retired', async () => {
    expect(await chat.type('olu', 'usecase close reply')).toBeNull();
    const wrong = await chat.fill('olu', { Reason: 'We answer by hand', 'Its name, to confirm': 'replay' });
    expect(wrong.text).toContain('To confirm, write the name of the use case: reply');
    await sent('olu', { Reason: 'We answer by hand', 'Its name, to confirm': 'reply' });
    await news(/olu closed the use case reply/);
    const retired = await answersWith(423, read);
    expect(await retired.json()).toMatchObject({ error: { state: 'closed', until: null } });
    const refused = await chat.type('ada', 'submit reply');
    expect(refused!.text).toContain('is closed: its prompts are kept, and change no more');
  });

  test('nothing was sent that the platform would not show', async () => {
    await here.quiet();
    expect(chat.findings()).toEqual([]);
  });
});
