import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SlackPlatform } from '../slack/platform.ts';
import { people } from '../story/people.ts';
import { actAs, actSchema } from './acts.ts';
import { protectingHeaders, readJson, refusalOf, sendFile, sendJson, TooMuch } from './http.ts';
import type { PageFiles } from './page-files.ts';
import type { Inside } from './protocol.ts';

/** What the routes need of the playground. Users are ids of the platform. */
export type Stage = {
  platform(): SlackPlatform;
  files(): Promise<PageFiles>;
  listen(response: ServerResponse, user: string): void;
  see(user: string, channel: string, ts: string): void;
  inside(
    user: string,
    of: { channel?: string | undefined; ts?: string | undefined; view?: string | undefined },
  ): Inside;
  /** False while the story is being played. */
  ready(): boolean;
  /** Plays the story again; undefined when it is being played already. */
  reset(): Promise<void> | undefined;
};

const seeSchema = z.strictObject({ channel: z.string(), ts: z.string().regex(/^\d+\.\d+$/) });

const userOf = (url: URL): string | undefined => people.find(({ key }) => key === url.searchParams.get('as'))?.id;

async function post(stage: Stage, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const user = userOf(url);
  if (url.pathname === '/playground/reset') {
    const work = stage.reset();
    if (!work) return sendJson(response, 409, { problem: 'The story is being set up already.' });
    await work;
    return sendJson(response, 200, { ok: true });
  }
  if (user === undefined) return sendJson(response, 404, { problem: 'Nobody of that name is here.' });
  if (url.pathname === '/playground/act') {
    const act = actSchema.safeParse(await readJson(request));
    if (!act.success) return sendJson(response, 422, { problem: z.prettifyError(act.error) });
    if (!stage.ready()) return sendJson(response, 409, { problem: 'One moment, the scene is being set.' });
    return sendJson(response, 200, await actAs(stage.platform(), user, act.data));
  }
  if (url.pathname === '/playground/see') {
    const seen = seeSchema.parse(await readJson(request));
    stage.see(user, seen.channel, seen.ts);
    return sendJson(response, 200, { ok: true });
  }
  sendJson(response, 404, { problem: 'There is nothing here.' });
}

async function get(stage: Stage, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const user = userOf(url);
  const asked = (name: string) => url.searchParams.get(name) ?? undefined;
  if (url.pathname === '/playground/news' && user !== undefined) return stage.listen(response, user);
  if (url.pathname === '/playground/inside' && user !== undefined) {
    const inside = stage.inside(user, { channel: asked('channel'), ts: asked('ts'), view: asked('view') });
    return sendJson(response, 200, inside);
  }
  const file = (await stage.files()).get(url.pathname);
  if (file) return sendFile(request, response, file);
  sendJson(response, 404, { problem: 'There is nothing here.' });
}

const statusOf = (error: unknown): number =>
  error instanceof TooMuch ? 413 : error instanceof SyntaxError || error instanceof z.ZodError ? 400 : 500;

/** Answers `/` and `/playground/*`; false for every other path. `failed` hears of what went wrong. */
export function createHandler(stage: Stage, failed: (error: unknown) => void) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (!url || (url.pathname !== '/' && !url.pathname.startsWith('/playground/'))) return false;
    for (const [name, value] of Object.entries(protectingHeaders)) response.setHeader(name, value);
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
        sendJson(response, status, { problem: error instanceof Error ? error.message : String(error) });
      });
    }
    return true;
  };
}
