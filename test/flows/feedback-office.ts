import postgres from 'postgres';
import { commandsByName } from '../../src/commands/index.ts';
import { dispatch } from '../../src/commands/kit/dispatch.ts';
import type { Invocation } from '../../src/commands/kit/invocation.ts';
import { openStore } from '../../src/store/open.ts';
import { bareSettings } from '../settings.ts';
import { freshToken, reporting } from './application.ts';
import { type Copy, slackChat, teamsChat } from './chats.ts';
import { DESK, NEWS, placeNamed, startOffice } from './office.ts';
import { startWorkspace } from './workspace.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const settings = { PUBLIC_URL: 'https://prompts.example.com', SECRET_KEY: KEY };

const platforms = {
  async slack() {
    const workspace = await startWorkspace({ settings });
    return { ...workspace, chat: slackChat(workspace.slack), desk: 'slack:T1/CDESK', news: 'slack:T1/CNEWS' };
  },
  async teams() {
    const office = await startOffice({ settings });
    return { ...office, chat: teamsChat(office.teams), desk: placeNamed(DESK), news: placeNamed(NEWS) };
  },
};

export type FeedbackOffice = Awaited<ReturnType<typeof startFeedback>>;

/** The real program on one platform, with `support-reply` v1 in production and an application that reports its answers. */
export async function startFeedback(platform: keyof typeof platforms) {
  const { stop, ...here } = await platforms[platform]();
  const { chat, database, program } = here;
  const sql = postgres(database.url, { max: 1 });

  /** Submits a prompt, or its next version, as ada. `answers`: the feedback that is picked. @returns the card of the change */
  const submitted = async (slug: string, text: string, answers: string[] = []): Promise<Copy> => {
    const opened = await chat.type('ada', `submit ${slug}`);
    if (opened) throw new Error(`No form opened: ${opened.text}`);
    const fresh = 'Purpose' in (await chat.form('ada')).values;
    const answer = await chat.fill('ada', {
      [fresh ? 'Text' : 'New text']: text,
      Why: `It is better: ${text}`,
      ...(fresh && { Purpose: 'Answers', Owner: 'olu', Deputy: 'dee' }),
      ...(answers.length > 0 && { 'Feedback it answers': answers }),
    });
    const change = /Change #(\d+) is open/.exec(answer.text)?.[1];
    if (!change) throw new Error(`No change was opened: ${answer.text}`);
    await chat.close('ada');
    return chat.waitFor(() => chat.copies('review', new RegExp(`Change #${change} ·`))[0], `the card of #${change}`);
  };
  const released = async (slug: string, text: string, answers: string[] = []): Promise<void> => {
    const live = new RegExp(`🚀 ${slug} v\\d+ is live`);
    const before = chat.copies('news', live).length;
    await chat.press('olu', await submitted(slug, text, answers), 'Approve and release');
    await chat.waitFor(() => chat.copies('news', live)[before], `the release of ${slug}`);
  };
  await released('support-reply', 'One');
  const app = reporting(program.url, await freshToken(database.url));

  return {
    ...here,
    sql,
    app,
    submitted,
    released,
    /** Has an answer posted at the help desk. */
    answered: async (reference: string, version = 1, output = `${reference}: at nine.`): Promise<Copy> => {
      const row = { prompt: 'support-reply', version, reference, input: 'When do you open?', output, place: here.desk };
      const reported = await app.outputs([row]);
      if (reported.taken !== 1) throw new Error(`It was not taken: ${JSON.stringify(reported)}`);
      return chat.waitFor(() => chat.copies('desk', new RegExp(`${reference}: at nine`))[0], `the answer ${reference}`);
    },
    /** What `satisfaction` counts of a version. */
    votes: async (version = 1) => {
      type Shown = { versions: { version: number; up: number; down: number }[] };
      const { versions } = await app.command<Shown>('satisfaction', { prompt: 'support-reply' });
      const { up = 0, down = 0 } = versions.find((one) => one.version === version) ?? {};
      return { up, down };
    },
    /** Types a command as the clock does, whose turn it may be minutes from now; what comes of it the program delivers. */
    tick: (command: 'compare' | 'erase' | 'close-cycles' | 'remind-proposals' | 'report-due', at = new Date()) =>
      typeAt(database.url, here.news, at, { command, args: {}, personId: null, via: { door: 'clock' } }),
    /** Types a command as somebody who is known by an address, at another time. */
    actAt: async (at: Date, who: string, command: string, args: Record<string, unknown>) => {
      const [row] = await sql<{ id: number }[]>`select id from person where email = ${`${who}@example.com`}`;
      return typeAt(database.url, here.news, at, { command, args, personId: row!.id, via: { door: chat.platform } });
    },
    stop: async () => {
      await sql.end();
      await stop();
    },
  };
}

/** Runs a command beside the program, at any time. */
async function typeAt(databaseUrl: string, news: string, at: Date, call: Invocation): Promise<unknown> {
  const store = openStore(databaseUrl);
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const settings = { ...bareSettings, admins: ['root@example.com'], announcePlaces: [news] };
  const outcome = await dispatch(
    { store, settings, commands: commandsByName, clock: () => at, log },
    { ...call, within: 60_000 },
  );
  await store.close();
  if (outcome.kind !== 'done') throw new Error(`${call.command} came to ${JSON.stringify(outcome)}`);
  return outcome.result;
}
