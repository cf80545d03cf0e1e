import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Changes } from './changes.ts';
import { newClientMessageId, newSecret } from './ids.ts';
import type { BotAnswer } from './records.ts';

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

const pingEveryMs = 10_000;
const politeMs = 200;

export type Sockets = ReturnType<typeof createSockets>;

/** The Socket Mode side: connections of the bot, envelopes to it and their acknowledgements. */
export function createSockets(changes: Changes, appId: string) {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open = new Set<WebSocket>();
  const waiting = new Map<string, { settle: (answer: BotAnswer) => void; started: number }>();
  let turn = 0;

  server.on('connection', (socket) => {
    open.add(socket);
    const pings = setInterval(() => socket.ping('Ping from the stand-in'), pingEveryMs);
    pings.unref();
    socket.on('message', (data) => acknowledged(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      open.delete(socket);
      changes.emit({ kind: 'socket.closed' });
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.size,
        debug_info: { host: 'stand-in', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: appId },
      }),
    );
    changes.emit({ kind: 'socket.opened' });
  });

  function acknowledged(text: string): void {
    const { envelope_id, payload } = parsed(text);
    const pending = envelope_id === undefined ? undefined : waiting.get(envelope_id);
    if (envelope_id === undefined || !pending) return;
    waiting.delete(envelope_id);
    const empty = payload === null || (typeof payload === 'object' && Object.keys(payload).length === 0);
    const body = empty ? undefined : payload;
    const ms = performance.now() - pending.started;
    pending.settle({ via: 'socket', status: 200, headers: {}, body, ms });
  }

  function ticket(base: string): string {
    const secret = newSecret();
    tickets.add(secret);
    return `${base.replace(/^http/, 'ws')}link/?ticket=${secret}&app_id=${appId}`;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const given = new URL(request.url ?? '/', 'ws://slack').searchParams.get('ticket') ?? '';
    if (!tickets.delete(given)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, (webSocket) => server.emit('connection', webSocket, request));
  }

  /** Sends one envelope over one of the connections, and waits at most `timeoutMs` for its acknowledgement. */
  function send(
    type: EnvelopeType,
    payload: unknown,
    timeoutMs: number,
    retry: { attempt: number; reason: string } = { attempt: 0, reason: '' },
  ): Promise<BotAnswer> {
    const started = performance.now();
    const envelope_id = newClientMessageId();
    const targets = [...open];
    const target = targets[turn++ % Math.max(1, targets.length)];
    const lost = (error: NonNullable<BotAnswer['error']>): BotAnswer => {
      waiting.delete(envelope_id);
      return { via: 'socket', status: undefined, headers: {}, body: undefined, ms: performance.now() - started, error };
    };
    if (!target) return Promise.resolve(lost('dispatch_failed'));
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(lost('operation_timeout')), timeoutMs);
      waiting.set(envelope_id, {
        started,
        settle: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
      });
      target.send(
        JSON.stringify({
          envelope_id,
          payload,
          type,
          accepts_response_payload: type === 'slash_commands' || isViewSubmission(payload),
          ...(type === 'events_api' && { retry_attempt: retry.attempt, retry_reason: retry.reason }),
        }),
      );
    });
  }

  /** Asks the bot to reconnect, as Slack does when it recycles a host. */
  function askToReconnect(reason: 'warning' | 'refresh_requested'): void {
    const message = JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'stand-in' } });
    for (const socket of open) socket.send(message);
  }

  /** Cuts every connection without a word. */
  function drop(): void {
    for (const socket of open) socket.terminate();
  }

  /** Ends every connection, politely for a moment and then by force. */
  async function close(): Promise<void> {
    for (const { settle, started } of waiting.values()) {
      const ms = performance.now() - started;
      settle({ via: 'socket', status: undefined, headers: {}, body: undefined, ms, error: 'dispatch_failed' });
    }
    waiting.clear();
    server.close();
    if (open.size === 0) return;
    const ended = Promise.all([...open].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    for (const socket of open) socket.close(1001);
    const patience = setTimeout(drop, politeMs);
    await ended;
    clearTimeout(patience);
  }

  return { ticket, upgrade, send, askToReconnect, drop, close, count: () => open.size };
}

/** What the bot sent; nonsense acknowledges nothing. */
function parsed(text: string): { envelope_id?: string; payload?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

const isViewSubmission = (payload: unknown): boolean =>
  payload !== null && typeof payload === 'object' && 'type' in payload && payload.type === 'view_submission';
