import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Log } from '../../commands/kit/command.ts';
import { jsonIn } from '../json.ts';
import { once } from '../once.ts';
import { type Logic, Unauthorized } from './adapter.ts';
import { mayServe } from './trusted-url.ts';

/** Bytes of an activity at most; Teams sends some 100 kB. */
const MOST = 1024 * 1024;

// What everything rests on that is done with an activity; the rest of it is looked at where it is used.
const shape = z.looseObject({
  type: z.string().min(1),
  channelId: z.literal('msteams'),
  serviceUrl: z.string(),
  conversation: z.looseObject({ id: z.string().min(1), tenantId: z.string().optional() }),
  from: z.looseObject({ id: z.string().min(1) }),
  recipient: z.looseObject({ id: z.string().min(1) }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).optional() }).optional(),
});

type Answer = { status: number; body?: object };

type Adapter = {
  take(authorization: string, activity: Partial<Activity>, logic: Logic): Promise<Answer | undefined>;
};

/**
 * `/api/messages`: only what Microsoft signed for our app, from our tenant, through a connector we would answer to.
 * 401 to a token that is not right, 403 to another tenant or an address we do not speak to, 400 to what is no activity.
 */
export function createGate(of: {
  adapter: Adapter;
  tenantId: string;
  serviceUrl: string | undefined;
  logic: Logic;
  log: Log;
}): RequestListener {
  const { adapter, log } = of;
  // The same few addresses come with every activity.
  const trusted = new Set<string>();
  const isTrusted = (serviceUrl: string) => {
    if (trusted.has(serviceUrl)) return true;
    if (!mayServe(serviceUrl, of.serviceUrl)) return false;
    if (trusted.size < 100) trusted.add(serviceUrl);
    return true;
  };

  async function answer(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return { status: 405 };
    const text = await bodyOf(request);
    if (text === null) return { status: 413 };
    const authorization = request.headers.authorization ?? '';
    if (authorization === '') return { status: 401 };
    const activity = shape.safeParse(jsonIn(text));
    if (!activity.success) return { status: 400 };
    const { data } = activity;
    if (!isTrusted(data.serviceUrl)) {
      log.warn(
        { serviceUrl: data.serviceUrl.slice(0, 200) },
        'Teams: refused an activity that names a foreign serviceUrl',
      );
      return { status: 403 };
    }
    const foreign = (id: string | undefined) => id !== undefined && id !== of.tenantId;
    return (
      (await adapter.take(authorization, data as unknown as Partial<Activity>, async (context) => {
        const tenants = [data.conversation.tenantId, data.channelData?.tenant?.id];
        // Whoever is of another tenant, or of none, is not known here and cannot be.
        if (tenants.every((id) => id === undefined) || tenants.some(foreign)) throw new ForeignTenant();
        await of.logic(context);
      })) ?? { status: 200 }
    );
  }

  return (request, response) => {
    answer(request).then(
      (told) => send(response, told),
      (error: unknown) => {
        if (error instanceof Unauthorized) return send(response, { status: 401 });
        if (error instanceof ForeignTenant) return send(response, { status: 403 });
        log.error({ err: error }, 'Teams: an activity was not taken');
        return send(response, { status: 500 });
      },
    );
  };
}

class ForeignTenant extends Error {}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST) chunks.push(chunk);
  }
  return size > MOST ? null : Buffer.concat(chunks).toString('utf8');
}

const written = once((body: object) => JSON.stringify(body));

function send(response: ServerResponse, { status, body }: Answer): void {
  if (response.destroyed) return;
  const text = body === undefined ? '' : written(body);
  response.writeHead(status, text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }).end(text);
}
