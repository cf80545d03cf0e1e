import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Metrics } from '../metrics.ts';
import { documented } from './documented.ts';

/** What the process needs in order to serve, by name: true when it is there. */
export type Ready = () => Promise<Record<string, boolean>>;

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 2_000;

/** `/healthz`, `/readyz` and `/metrics`, for those who run the process. Open: they tell nothing but numbers. */
export function operationRoutes(app: FastifyInstance, of: { ready: Ready; metrics: Metrics }): void {
  const { ready, metrics } = of;

  app.get('/healthz', healthDocs, async (_request, reply) => json(reply, 200, { status: 'ok' }));

  app.get('/readyz', readyDocs, async (_request, reply) => {
    const needs = await within(ready());
    const missing = Object.keys(needs).filter((name) => !needs[name]);
    const status = missing.length === 0 ? 'ready' : 'not ready';
    return json(reply, missing.length === 0 ? 200 : 503, { status, missing, needs });
  });

  app.get('/metrics', metricsDocs, async (_request, reply) =>
    reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.text()),
  );
}

async function within(work: Promise<Record<string, boolean>>): Promise<Record<string, boolean>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Record<string, boolean>>((done) => {
    timer = setTimeout(done, PATIENCE, { answer: false });
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return { answer: false };
  } finally {
    clearTimeout(timer);
  }
}

const json = (reply: FastifyReply, status: number, body: unknown) =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body));

const tags = ['operations'];
const healthDocs = documented(
  {
    operationId: 'healthz',
    tags,
    summary: 'Whether the process is alive',
    response: { 200: z.looseObject({ status: z.literal('ok') }) },
  },
  { quiet: true },
);
const readySchema = z
  .looseObject({
    status: z.enum(['ready', 'not ready']),
    missing: z.array(z.string()),
    needs: z.record(z.string(), z.boolean()),
  })
  .meta({ id: 'Ready' });
const readyDocs = documented(
  {
    operationId: 'readyz',
    tags,
    summary: 'Whether the process can serve, and what it lacks',
    response: { 200: readySchema, 503: readySchema },
  },
  { quiet: true },
);
const metricsDocs = documented(
  {
    operationId: 'metrics',
    tags,
    summary: 'Metrics in the text format of Prometheus',
    response: { 200: { description: 'Numbers', content: { 'text/plain': { schema: z.string() } } } },
  },
  { quiet: true },
);
