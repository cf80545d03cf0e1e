import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Drawn, drawnIn, PICTURES } from '../picture-address.ts';
import { documented, errorResponses } from './documented.ts';
import { problem } from './problem.ts';

export type Pictures = { key: Buffer; draw: (chart: Drawn) => Promise<Buffer> };

/** So many pictures are kept, each about 40 kB: one is fetched by everybody who sees the message. */
const KEPT = 50;

/** `GET /pictures/{name}`: charts by the addresses that cards carry. Open, since platforms fetch them; each is signed. */
export function pictureRoutes(app: FastifyInstance, { key, draw }: Pictures): void {
  const known = new Map<string, Promise<Buffer>>();

  const pictureOf = (name: string, chart: Drawn): Promise<Buffer> => {
    const drawn = known.get(name) ?? draw(chart);
    known.delete(name);
    known.set(name, drawn);
    // What failed may work the next time.
    drawn.catch(() => known.delete(name));
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    return drawn;
  };

  app.get(`${PICTURES}:name`, docs, async (request, reply) => {
    const { name } = request.params as { name: string };
    const chart = drawnIn(name, key);
    if (!chart) throw problem(404, 'not_found', 'There is no such picture.');
    return (
      reply
        .type('image/png')
        .header('cache-control', 'public, max-age=31536000, immutable')
        // Chats show it on pages of their own.
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(await pictureOf(name, chart))
    );
  });
}

const docs = documented(
  {
    operationId: 'picture',
    tags: ['operations'],
    summary: 'A chart of a card, as a picture',
    description: 'Addresses are signed and stand on cards; nobody can make up another one.',
    params: z.object({ name: z.string() }),
    response: {
      200: { description: 'A picture', content: { 'image/png': { schema: z.string() } } },
      ...errorResponses(404),
    },
  },
  { quiet: true },
);
