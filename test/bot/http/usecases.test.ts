import { createParser } from 'eventsource-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filled, harmless } from '../../filled-use-case.ts';
import { until } from '../../store/mirror-world.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

let world: HttpWorld;
let house: Awaited<ReturnType<HttpWorld['process']>>;
let olu: string;
let reader: string;
const usecase = 'support';

beforeAll(async () => {
  world = await httpWorld({ drafts: true });
  house = await world.process();
  await Promise.all(['dee', 'grace', 'sam'].map(world.person));
  olu = (await world.token(['commands'], 'olu', 'ops')).secret;
  reader = (await world.token(['read'], 'ada', 'help-desk')).secret;
});
afterAll(() => world?.stop());

const post = (name: string, args: object, token = olu) => house.post(name, args, token);

test('a use case is created, filled in, assessed and activated by a program', async () => {
  expect(await post('usecase-create', { usecase })).toMatchObject({ status: 200, json: { state: 'draft' } });
  const early = await post('usecase-activate', { usecase, as: 'active' });
  expect(early.status).toBe(409);
  expect(early.json).toMatchObject({ error: { message: expect.stringContaining('It lacks') } });
  expect((await post('usecase-edit', { usecase, ...filled })).json).toMatchObject({ missing: ['an assessment'] });
  const asked = await post('usecase-assess', { usecase, ...harmless });
  expect(asked.status).toBe(422);
  expect(asked.json).toMatchObject({ error: { recommended: 'light' } });
  expect((await post('usecase-assess', { usecase, ...harmless, layer: 'light' })).json).toMatchObject({ missing: [] });
  expect((await post('usecase-review', { usecase, input: 'Prices' })).status).toBe(200);
  const active = await post('usecase-activate', { usecase, as: 'pilot', until: '2026-12-01' });
  expect(active.json).toMatchObject({ state: 'pilot', until: '2026-12-01' });
});

test('a prompt joins it and is released; programs see what production holds', async () => {
  await world.prompt('reply');
  await world.done('root', 'usecase-add', { usecase, prompt: 'reply' });
  await world.release('reply', 'Be kind.');
  expect((await post('usecase-show', { usecase })).json).toMatchObject({
    prompts: [{ prompt: 'reply', production: 2 }],
  });
  expect((await post('usecase-list', {})).json).toMatchObject({ usecases: [{ usecase: 'reply' }, { usecase }] });
  expect((await house.get('/v1/prompts/reply', reader)).status).toBe(200);
});

test('stopping takes a person: a token is refused', async () => {
  for (const [name, args] of [
    ['usecase-pause', { usecase, reason: 'No' }],
    ['usecase-resume', { usecase, changed: 'All' }],
    ['usecase-close', { usecase, reason: 'No', confirm: usecase }],
  ] as const) {
    const answer = await post(name, args);
    expect([name, answer.status]).toEqual([name, 403]);
  }
});

test('a pause is 423 with the failure response, and the stream tells of it and of its end', async () => {
  const etag = (await house.get('/v1/prompts/reply', reader)).headers.get('etag');
  const kinds: string[] = [];
  const parser = createParser({
    onEvent: (event) => void (event.event === 'move' && kinds.push(JSON.parse(event.data).kind)),
  });
  const leave = new AbortController();
  const response = await fetch(`${house.url}/v1/stream`, {
    headers: { authorization: `Bearer ${reader}` },
    signal: leave.signal,
  });
  const following = (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) parser.feed(chunk);
  })().catch(() => {});

  await world.done('sam', 'usecase-pause', { usecase, reason: 'It promises refunds', until: '2026-12-24' });
  await until(async () => (await house.get('/v1/prompts/reply', reader)).status === 423);
  const stopped = await house.get('/v1/prompts/reply', reader);
  expect(stopped.json).toMatchObject({
    error: {
      code: 'paused',
      state: 'paused',
      use_case: usecase,
      failure_response: filled.failure_response,
      until: '2026-12-24T00:00:00.000Z',
    },
  });
  expect((await house.get('/v1/prompts/reply?version=2', reader)).status).toBe(423);
  // Whoever has the text already is stopped as well.
  expect((await house.get('/v1/prompts/reply', reader, { 'if-none-match': String(etag) })).status).toBe(423);
  await until(() => kinds.includes('pause'));

  await world.done('sam', 'usecase-resume', { usecase, changed: 'It no longer does' });
  await until(async () => (await house.get('/v1/prompts/reply', reader)).status === 200);
  await until(() => kinds.includes('resume'));
  await world.done('sam', 'usecase-close', { usecase, reason: 'By hand again', confirm: usecase });
  await until(() => kinds.includes('close'));
  expect(kinds).toEqual(['pause', 'resume', 'close']);
  leave.abort();
  await following;
});
