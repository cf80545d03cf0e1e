import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { people } from '../story/people.ts';
import { protectingHeaders, readJson, refusalOf, sendFile, sendJson, TooMuch } from './http.ts';
import type { PageFiles } from './page-files.ts';
import { type ClientKey, clientKeys, type Inside, type InsideOf, type Outcome } from './protocol.ts';

/** What the routes need of the playground. `as` is the key of a person. */
export type Stage = {
  /** Where the bot listens; empty while it does not. */
  bot(): string;
  files(): Promise<PageFiles>;
  listen(response: ServerResponse, as: string): void;
  see(client: ClientKey, as: string, place: string, post: string): void;
  /** @throws ZodError for what makes no sense */
  act(client: ClientKey, as: string, what: unknown): Promise<Outcome>;
  /** An application answers a customer, and its answer is posted in that client. */
  answer(client: ClientKey): Promise<Outcome>;
  inside(as: string, of?: InsideOf): Inside;
  /** False while the story is being played. */
  ready(): boolean;
  /** Plays the story again, or waits for the one that is being played. */
  reset(): Promise<void>;
  /** Lets a week go by in the story, or waits for what is being played. */
  jump(): Promise<void>;
};

const id = z.string().min(1).max(255);
const seeSchema = z.strictObject({ place: id, post: id });

const personIn = (url: URL): string | undefined => people.find(({ key }) => key === url.searchParams.get('as'))?.key;
const clientIn = (url: URL): ClientKey | undefined => clientKeys.find((key) => key === url.searchParams.get('client'));

/** The post or form an address names. */
function insideIn(url: URL): InsideOf | undefined {
  const [client, form] = [clientIn(url), url.searchParams.get('form')];
  const [place, post] = [url.searchParams.get('place'), url.searchParams.get('post')];
  if (client === undefined) return undefined;
  if (form !== null) return { client, form };
  return place !== null && post !== null ? { client, place, post } : undefined;
}

const wait = { problem: 'One moment, the scene is being set.' };

async function post(stage: Stage, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [as, client] = [personIn(url), clientIn(url)];
  if (url.pathname === '/playground/reset') {
    await stage.reset();
    return sendJson(response, 200, { ok: true });
  }
  if (url.pathname === '/playground/jump') {
    if (!stage.ready()) return sendJson(response, 409, wait);
    await stage.jump();
    return sendJson(response, 200, { ok: true });
  }
  if (as === undefined) return sendJson(response, 404, { problem: 'Nobody of that name is here.' });
  if (client === undefined) return sendJson(response, 404, { problem: 'There is no such client here.' });
  if (url.pathname === '/playground/act') {
    const what = await readJson(request);
    if (!stage.ready()) return sendJson(response, 409, wait);
    return sendJson(response, 200, await stage.act(client, as, what));
  }
  if (url.pathname === '/playground/answer') {
    if (!stage.ready()) return sendJson(response, 409, wait);
    return sendJson(response, 200, await stage.answer(client));
  }
  if (url.pathname === '/playground/see') {
    const seen = seeSchema.parse(await readJson(request));
    stage.see(client, as, seen.place, seen.post);
    return sendJson(response, 200, { ok: true });
  }
  sendJson(response, 404, { problem: 'There is nothing here.' });
}

async function get(stage: Stage, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const as = personIn(url);
  if (url.pathname === '/playground/news' && as !== undefined) return stage.listen(response, as);
  if (url.pathname === '/playground/inside' && as !== undefined) {
    return sendJson(response, 200, stage.inside(as, insideIn(url)));
  }
  const file = (await stage.files()).get(url.pathname);
  if (file) return sendFile(request, response, file);
  sendJson(response, 404, { problem: 'There is nothing here.' });
}

const statusOf = (error: unknown): number =>
  error instanceof TooMuch ? 413 : error instanceof SyntaxError ? 400 : error instanceof z.ZodError ? 422 : 500;

const wordsOf = (error: unknown): string =>
  error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);

/** Answers `/` and `/playground/*`; false for every other path. `failed` hears of what went wrong. */
export function createHandler(stage: Stage, failed: (error: unknown) => void) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (!url || (url.pathname !== '/' && !url.pathname.startsWith('/playground/'))) return false;
    for (const [name, value] of Object.entries(protectingHeaders(stage.bot()))) response.setHeader(name, value);
    const refusal = refusalOf(request);
    const { method = '' } = request;
    const route = { GET: get, HEAD: get, POST: post }[method];
    if (refusal !== undefined) sendJson(response, 403, { problem: refusal });
    else if (!route) sendJson(response, 405, { problem: 'GET and POST only.' });
    else {
      route(stage, url, request, response).catch((error: unknown) => {
        if (response.headersSent) return response.destroy();
        const status = statusOf(error);
        if (status === 500) failed(error);
        sendJson(response, status, { problem: wordsOf(error) });
      });
    }
    return true;
  };
}
