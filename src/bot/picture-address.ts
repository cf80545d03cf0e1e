import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Chart } from '../rules/chart.ts';

/** Below this path pictures are served. */
export const PICTURES = '/pictures/';

const drawn = z.strictObject({
  title: z.string(),
  points: z.array(z.tuple([z.string(), z.number().nullable()])).max(60),
  marks: z.array(z.tuple([z.int(), z.string()])).max(60),
});
/** The part of a chart that is drawn. */
export type Drawn = z.infer<typeof drawn>;

const MOST = 2_500;
const INFLATED = 20_000;

/**
 * How charts become addresses: the address holds what is drawn, signed, so that it is the same for ever, needs no login
 * (a platform fetches it) and nobody can have another one drawn. Without an address of ours or a key there are none.
 */
export function pictureAddresses(publicUrlNow: () => string | undefined, key: Buffer | undefined) {
  return (chart: Chart): string | null => {
    const publicUrl = publicUrlNow();
    if (!publicUrl || !key) return null;
    const points = chart.points.map(({ label, value }) => [label, value] as const);
    const marks = chart.marks.map(({ at, text }) => [at, text] as const);
    const said = deflateRawSync(JSON.stringify({ title: chart.title, points, marks })).toString('base64url');
    if (said.length > MOST) return null;
    return `${publicUrl.replace(/\/+$/, '')}${PICTURES}${said}.${signature(key, said)}.png`;
  };
}

/** What is to be drawn, by the last part of the address; null when it is none that we gave out. */
export function drawnIn(name: string, key: Buffer): Drawn | null {
  const [, said = '', signed = ''] = /^([\w-]{1,2500})\.([\w-]{43})\.png$/.exec(name) ?? [];
  if (said === '' || !timingSafeEqual(Buffer.from(signed), Buffer.from(signature(key, said)))) return null;
  const json = inflateRawSync(Buffer.from(said, 'base64url'), { maxOutputLength: INFLATED }).toString('utf8');
  return drawn.parse(JSON.parse(json));
}

const signature = (key: Buffer, said: string): string =>
  createHmac('sha256', key).update(`picture ${said}`).digest('base64url');
