import type { FastifyContextConfig } from 'fastify';
import type { z } from 'zod';
import { errorSchema } from './problem.ts';

/** What the description of the API says about a route. */
type Docs = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security?: { [name: string]: string[] }[];
  params?: z.ZodType;
  querystring?: z.ZodType;
  headers?: z.ZodType;
  body?: z.ZodType;
  /** An example of the same as a table, where that is taken. */
  csv?: string;
  response: Record<number | string, unknown>;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    docs?: Docs;
  }
}

/**
 * Route options that describe a route and change nothing about it: what comes in is checked in one place, elsewhere, so
 * the description is not given to fastify as a schema, which it would run.
 */
export const documented = (docs: Docs, more: FastifyContextConfig = {}): { config: FastifyContextConfig } => ({
  config: { ...more, docs },
});

export const secured = [{ token: [] }];

const whenever: Record<number, string> = {
  400: 'The request could not be read',
  401: 'No token, an unknown or a revoked one',
  403: 'The token or the person behind it may not; the message says who may',
  404: 'There is no such thing; the message names the nearest',
  409: 'It cannot be done any more; the message says why',
  413: 'The body is too large',
  415: 'The body is in a form that is not taken here',
  422: 'An argument is missing or wrong; fields says which',
  429: 'Too many wrong tokens from this address',
  503: 'Nothing was done; try again',
  504: 'It may or may not have been done; repeat it with the same Idempotency-Key to find out',
};

/** The failures a route can answer, in the one form they all have. */
export const errorResponses = (...codes: number[]) =>
  Object.fromEntries(
    codes.map((code) => [
      code,
      { description: whenever[code], content: { 'application/json': { schema: errorSchema } } },
    ]),
  );
