import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal, type RefusalCode } from '../../refusal.ts';

const statuses: Record<RefusalCode, number> = {
  invalid: 422,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  paused: 423,
};

/** What every answer that is not a success looks like. */
export const errorSchema = z
  .looseObject({
    error: z.looseObject({
      code: z.string().meta({ description: 'A word for programs, such as not_found', examples: ['not_found'] }),
      message: z.string().meta({ description: 'A sentence for people, with the way out' }),
      fields: z.record(z.string(), z.string()).optional().meta({ description: 'What is wrong with which argument' }),
      offers: z
        .array(z.looseObject({ label: z.string(), command: z.string(), args: z.record(z.string(), z.unknown()) }))
        .optional()
        .meta({ description: 'Commands that may be what was wanted' }),
      request_id: z.string().meta({ description: 'Under this id the log knows more' }),
    }),
  })
  .meta({ id: 'Error' });

type Told = { status: number; code: string; headers: Record<string, string> };
const TOLD = Symbol('told');

/** An answer that is not a success, to be thrown. `message` is shown to the caller. */
export function problem(status: number, code: string, message: string, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), { [TOLD]: { status, code, headers } satisfies Told });
}

/** The answer when nothing was done because the house cannot do anything at the moment. */
export const unavailable = (message: string): Error => problem(503, 'unavailable', message, { 'retry-after': '1' });

/** Sends what was thrown as an answer, and writes it to the log when it was a fault. */
export type Refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

/** Sends what was thrown as an answer. @returns false when it was a fault of ours, which nobody is shown */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): boolean {
  const told = toldOf(error, request.routeOptions.bodyLimit ?? BODY_LIMIT);
  const { code, message, headers } = told ?? FAULT;
  const more =
    error instanceof Refusal
      ? { ...error.facts, ...some('fields', error.fields), ...some('offers', error.offers) }
      : {};
  reply
    .code(told?.status ?? 500)
    .headers({
      ...headers,
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: { code, message, ...more, request_id: request.id } }));
  return told !== undefined;
}

const FAULT = {
  code: 'fault',
  message: 'Something went wrong here. It is in the log, under the request id.',
  headers: {},
};

function toldOf(error: unknown, limit: number): (Told & { message: string }) | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (error instanceof Refusal) return { status: statuses[error.code], code: error.code, headers: {}, message };
  if (TOLD in error) return { ...(error[TOLD] as Told), message };
  const code = 'code' in error ? String(error.code) : '';
  const own = fromFastify(limit)[code];
  if (own) return { ...own, headers: {} };
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? { status, code: 'malformed', headers: {}, message } : undefined;
}

/** The largest body a command may have; texts of a prompt go up to 1 MB, and JSON needs some more. */
export const BODY_LIMIT = 1_500_000;

const fromFastify = (limit: number): Record<string, { status: number; code: string; message: string }> => ({
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'too_large',
    message: `The body is too large: the most is ${limit / 1_000_000} MB.`,
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported',
    message: 'Send the arguments as JSON in UTF-8, with Content-Type: application/json.',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'too_large',
    message: 'This address is too long: no prompt and no command has such a name.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'malformed',
    message: 'The body is not as long as Content-Length says.',
  },
});

const some = (key: string, value: object | readonly unknown[]) =>
  Object.keys(value).length > 0 ? { [key]: value } : {};
