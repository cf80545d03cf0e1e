import { createHttpDoor as createDoor, type Heard, type Posting } from '../platform/http-door.ts';
import type { BotAnswer } from './records.ts';

/** Slack's own words for what the person sees when the bot fails. */
function errorFor({ status = 0, failure }: Heard): BotAnswer['error'] {
  if (failure !== undefined) return failure === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
  if (status >= 500) return 'http_service_error';
  return status >= 300 ? 'http_client_error' : undefined;
}

export type HttpDoor = ReturnType<typeof createHttpDoor>;

/** Keep-alive connections to the bot. `close` ends them and everything under way. */
export function createHttpDoor() {
  const door = createDoor();

  /** Posts, and waits at most `timeoutMs` for the whole answer. Never throws: a failure is an answer with an `error`. */
  async function post(posting: Posting, timeoutMs: number): Promise<BotAnswer> {
    const { failure, ...heard } = await door.post(posting, timeoutMs);
    const error = errorFor({ ...heard, ...(failure && { failure }) });
    return { via: 'http', ...heard, ...(error && { error }) };
  }

  return { post, close: door.close };
}
