import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { needsNoReview } from '../use-case.ts';
import { createWorld, type World } from '../world.ts';

type Change = {
  change: number;
  from: number | null;
  to: number;
  fingerprint: string;
  again: boolean;
  move: number | null;
  review: string;
  label: string;
};

let world: World;
let slug: string;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A prompt of its own for each test: v1 is live, with a model and a parameter. */
beforeEach(async () => {
  slug = `prompt-${++count}`;
  await world.prompt(slug, 'draft');
  await world.release(slug, 'one', { model: 'gpt-5', params: { temperature: 0.2 } });
});

const submit = (args: Record<string, unknown>, who = 'ada') =>
  world.done<Change>(who, 'submit', { prompt: slug, why: 'Better', ...args });
const refused = (args: Record<string, unknown>, who = 'ada') =>
  world.refused(who, 'submit', { prompt: slug, why: 'Better', ...args });

type Read = { content: { messages: { role: string; content: string }[]; model: string | null; params: object } };
async function contentOf(fingerprint: string): Promise<Read['content']> {
  const [row] = await world.sql<{ content: string }[]>`select content from version where fingerprint = ${fingerprint}`;
  return JSON.parse(row!.content) as Read['content'];
}
const versions = async () =>
  (await world.sql`select 1 from version v join prompt p on p.id = v.prompt_id where p.slug = ${slug}`).length;

test('a submission opens a change against what the label holds and releases nothing', async () => {
  const opened = await submit({ text: 'two' });
  expect(opened).toMatchObject({ from: 2, to: 3, review: 'open', move: null, again: false, label: 'production' });
  expect(await world.done('ada', 'show', { prompt: slug })).toMatchObject({
    labels: [{ label: 'production', version: 2 }],
  });
});

test('the answer says who is asked to decide and that the author cannot', async () => {
  const answer = await world.answer('ada', 'submit', { prompt: slug, text: 'two', why: 'Better' });
  expect(answer).toMatch(new RegExp(`^Change #\\d+ is open: ${slug} v2 → v3 for production\\.`));
  expect(answer).toContain('Asked to decide: Olu, Dee or Grace.');
  expect(answer).toContain('You cannot approve it yourself.');
  expect(answer).toContain('[Open] [Withdraw]');
});

test('its card is posted to the review places once, and its audit row names the version', async () => {
  const { posts } = await world.queued(() => submit({ text: 'two' }));
  expect(posts).toEqual([{ subject: expect.stringMatching(/^change:\d+$/), place: 'slack:T1/CREVIEW', slot: 'card' }]);
  const { entries } = await world.done<{ entries: { action: string; detail: object }[] }>('ada', 'audit', {
    subject: posts[0]!.subject.replace('change:', '#'),
  });
  expect(entries).toMatchObject([{ action: 'submit', detail: { version: 3, label: 'production' } }]);
});

test('a change needs a reason', async () => {
  expect(await refused({ text: 'two', why: undefined })).toBe('submit needs why. Example: submit support-reply');
  expect(await refused({ text: 'two', why: ' \n ' })).toBe('Why needs some words.');
});

test('a change needs a text', async () => {
  expect(await refused({})).toBe('submit needs text. Example: submit support-reply');
  expect(await refused({ text: ' \n ' })).toBe('The text is empty.');
});

test('content equal to what the label holds is refused and leaves nothing behind', async () => {
  const before = await world.effects();
  expect(await refused({ text: 'one' })).toBe(
    'This is v2 already: production holds exactly this text, model and parameters.',
  );
  expect(await world.effects()).toEqual(before);
});

test('content equal to an older version is named as that version and makes no new one', async () => {
  const before = await versions();
  const opened = await submit({ text: 'draft', model: 'none', params: {} });
  expect(opened).toMatchObject({ from: 2, to: 1, again: true });
  expect(await versions()).toBe(before);
  const answer = await world.answer('ada', 'submit', {
    prompt: slug,
    why: 'Back again',
    text: 'draft',
    model: 'none',
    params: {},
  });
  expect(answer).toContain('This text is known already: it is v1.');
});

test('the same text with another model is another version', async () => {
  expect(await submit({ text: 'one', model: 'gpt-6' })).toMatchObject({ from: 2, to: 3, again: false });
});

test('model and parameters stay when only the text is sent', async () => {
  const { fingerprint } = await submit({ text: 'two' });
  expect(await contentOf(fingerprint)).toMatchObject({ model: 'gpt-5', params: { temperature: 0.2 } });
});

test('"none" takes the model away, and an empty object the parameters', async () => {
  const { fingerprint } = await submit({ text: 'two', model: 'None', params: {} });
  expect(await contentOf(fingerprint)).toMatchObject({ model: null, params: {} });
});

test('a prompt of several messages stays one: a single text in their place is refused', async () => {
  const messages = [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hello {{name}}' },
  ];
  const { change, fingerprint } = await submit({ messages });
  expect((await contentOf(fingerprint)).messages).toEqual(messages);
  await world.approve('grace', change);
  expect(await refused({ text: 'Be brief.' })).toBe(
    `${slug} consists of 2 messages, and one text would replace them all. Send "messages" over the HTTP API: POST /v1/commands/submit.`,
  );
  const form = await world.run('ada', 'submit', { prompt: slug }, { canAsk: true });
  expect(form.kind).toBe('refused');
});

test('a single message keeps its role when its text is rewritten', async () => {
  const { change } = await submit({ messages: [{ role: 'user', content: 'Summarise: {{text}}' }] });
  await world.approve('grace', change);
  const { fingerprint } = await submit({ text: 'Summarise briefly: {{text}}' });
  expect((await contentOf(fingerprint)).messages).toEqual([{ role: 'user', content: 'Summarise briefly: {{text}}' }]);
});

test('text and messages together are refused', async () => {
  expect(await refused({ text: 'two', messages: [{ role: 'system', content: 'two' }] })).toBe(
    'Send text or messages, not both.',
  );
});

test('each label has its own versions to go by', async () => {
  const staging = await submit({ text: 'three', label: 'Staging' });
  expect(staging).toMatchObject({ from: null, to: 3, label: 'staging' });
  await world.approve('grace', staging.change);
  const bare = { text: 'three', model: 'none', params: {} };
  expect(await submit(bare)).toMatchObject({ from: 2, to: 3, again: true });
  expect(await refused({ ...bare, label: 'staging' })).toMatch(/^This is v3 already: staging holds/);
});

test('a stranger may not submit and is told who may', async () => {
  expect(await refused({ text: 'two' }, 'eve')).toBe(
    'You may not submit changes to this prompt. These can: Olu, Dee, Ada, Grace, and the admins.',
  );
});

test.each(['olu', 'dee', 'grace', 'root'])('%s may submit, too', async (who) => {
  expect(await submit({ text: `by ${who}` }, who)).toMatchObject({ review: 'open' });
});

test('a service token may submit for its person', async () => {
  const via = { door: 'http', token: { id: 1, name: 'ci' } } as const;
  const opened = await world.done('ada', 'submit', { prompt: slug, text: 'by token', why: 'Better' }, { via });
  expect(opened).toMatchObject({ by: 'Ada', review: 'open' });
});

test('a label that moved while somebody was writing is not overwritten unseen', async () => {
  await world.release(slug, 'two');
  expect(await refused({ text: 'three', base: 'v2' })).toBe(
    'production moved to v3 while you were writing. Check that your text still fits, then send it with base v3.',
  );
  const outcome = await world.run('ada', 'submit', { prompt: slug, text: 'three', why: 'x', base: 'v2' });
  expect(outcome.kind === 'refused' && outcome.refusal.code).toBe('conflict');
  expect(await submit({ text: 'three', base: 'v3' })).toMatchObject({ from: 3, to: 4 });
});

test.each(['v2', '2', 'V2'])('the version that was looked at may be written as %s', async (base) => {
  expect(await submit({ text: 'two', base })).toMatchObject({ from: 2 });
});

test('a policy of no approvals releases at once, and says so', async () => {
  await needsNoReview(world.sql);
  await world.done('olu', 'policy', { prompt: slug, approvals: 0 });
  const opened = await submit({ text: 'two' });
  expect(opened).toMatchObject({ review: 'approved', move: expect.any(Number) });
  expect(await world.done('ada', 'show', { prompt: slug })).toMatchObject({
    labels: [{ label: 'production', version: 3 }],
  });
  const answer = await world.answer('ada', 'submit', { prompt: slug, text: 'three', why: 'Better' });
  expect(answer).toBe(`${slug} v3 → v4 for production is live: the policy asks for no approval.`);
});

test('a policy of no approvals with a required reviewer still waits for that one', async () => {
  await needsNoReview(world.sql);
  await world.done('olu', 'policy', { prompt: slug, approvals: 0, required: 'grace@example.com' });
  expect(await submit({ text: 'two' })).toMatchObject({ review: 'open', move: null });
});
