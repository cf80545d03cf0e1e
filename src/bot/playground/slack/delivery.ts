import { slackLimits } from '../../limits/slack.ts';
import type { Posting } from '../platform/http-door.ts';
import type { HttpDoor } from './http-door.ts';
import type { BotAnswer, SentRequest } from './records.ts';
import { signatureHeaders } from './signing.ts';
import type { EnvelopeType, Sockets } from './socket.ts';

/** What goes to the bot, in either transport. */
export type Parcel = { type: EnvelopeType; kind: string; payload: Record<string, unknown> };

export type DeliveryOptions = {
  signingSecret: string;
  /** How long the bot has for an answer. */
  timeoutMs: number;
  /** Delays before each repetition of an event; as many repetitions as delays. */
  retryDelaysMs: readonly number[];
};

const forms = 'application/x-www-form-urlencoded';

/** The body of a parcel as HTTP carries it: commands are forms, interactions JSON in a form field, events JSON. */
function bodyFor(parcel: Parcel): { body: string; contentType: string } {
  if (parcel.type === 'slash_commands') {
    return { body: new URLSearchParams(parcel.payload as Record<string, string>).toString(), contentType: forms };
  }
  if (parcel.type === 'interactive') {
    return { body: new URLSearchParams({ payload: JSON.stringify(parcel.payload) }).toString(), contentType: forms };
  }
  return { body: JSON.stringify(parcel.payload), contentType: 'application/json' };
}

export type Delivery = ReturnType<typeof createDelivery>;

/** Hands parcels to the bot: through its Socket Mode connection when it has one, else to its request URL, signed. */
export function createDelivery(
  options: DeliveryOptions,
  door: HttpDoor,
  sockets: Sockets,
  record: (request: SentRequest) => void,
) {
  let requestUrls: readonly string[] = [];
  let turn = 0;
  const timers = new Set<{ timer: NodeJS.Timeout; settle: () => void }>();

  const requestUrl = (): string | undefined => requestUrls[turn++ % Math.max(1, requestUrls.length)];

  function signed(parcel: Parcel, more: Record<string, string>): Posting {
    const url = requestUrl();
    if (url === undefined)
      throw new Error('the bot is not connected: no socket is open and connect(url) was not called');
    const { body, contentType } = bodyFor(parcel);
    const seconds = Math.floor(Date.now() / 1_000);
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signatureHeaders(options.signingSecret, body, seconds),
      ...more,
    };
    return { url, body, headers };
  }

  /** One delivery. `retry` numbers a repetition of an event. */
  async function send(parcel: Parcel, retry?: { attempt: number; reason: string }): Promise<BotAnswer> {
    const at = Date.now();
    if (sockets.count() > 0 || requestUrls.length === 0) {
      const answer = await sockets.send(parcel.type, parcel.payload, options.timeoutMs, retry);
      record({ ...parcel, answer, at });
      return answer;
    }
    const more: Record<string, string> = retry
      ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }
      : {};
    const raw = signed(parcel, more);
    const answer = await door.post(raw, options.timeoutMs);
    record({ ...parcel, raw, answer, at });
    return answer;
  }

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const waiting = {
        timer: setTimeout(() => {
          timers.delete(waiting);
          resolve();
        }, ms),
        settle: resolve,
      };
      timers.add(waiting);
    });

  /** The bot took it, or asked (`x-slack-no-retry: 1`) not to be asked again. */
  const done = (answer: BotAnswer) =>
    (answer.error === undefined && answer.status !== undefined) || answer.headers['x-slack-no-retry'] === '1';

  let closed = false;

  /** An event, repeated while the bot does not take it. Resolves with every answer once that is over. */
  async function sendEvent(parcel: Parcel, first: (answer: BotAnswer) => void): Promise<BotAnswer[]> {
    const answers = [await send(parcel)];
    first(answers[0] as BotAnswer);
    for (const [index, delay] of options.retryDelaysMs.slice(0, slackLimits.events.retries).entries()) {
      const last = answers.at(-1) as BotAnswer;
      if (done(last)) break;
      await pause(delay);
      if (closed) break;
      answers.push(await send(parcel, { attempt: index + 1, reason: reasonFor(last) }));
    }
    return answers;
  }

  return {
    send,
    sendEvent,
    signed,
    connect(...urls: string[]) {
      requestUrls = urls;
    },
    requestUrl,
    close() {
      closed = true;
      for (const { timer, settle } of timers) {
        clearTimeout(timer);
        settle();
      }
      timers.clear();
    },
  };
}

function reasonFor({ via, error }: BotAnswer): string {
  if (via === 'socket') return 'timeout';
  if (error === 'operation_timeout') return 'http_timeout';
  return error === 'dispatch_failed' ? 'connection_failed' : 'http_error';
}
