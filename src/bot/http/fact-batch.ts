import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { application, problemOf, type Refused } from '../../rules/fact-fields.ts';

/** The most rows of one batch. */
export const MOST = 1_000;
/** A batch of rows with texts of some length each, in whatever script. */
export const BATCH_LIMIT = 12_000_000;

const schemas = new Map<string, z.ZodType>();

// The rows are read one by one.
function schemaOf(kind: string): z.ZodType {
  const made =
    schemas.get(kind) ??
    z.strictObject(
      {
        application,
        [kind]: z
          .array(z.unknown(), `${kind} is a list of 1 to ${MOST} rows.`)
          .min(1, `${kind} is a list of 1 to ${MOST} rows; this one is empty.`)
          .max(MOST, `${kind} is a list of 1 to ${MOST} rows. Send the others in a batch of their own.`),
      },
      `The body is a JSON object with a list called ${kind}.`,
    );
  schemas.set(kind, made);
  return made;
}

/** The rows of a batch, and whose they are. @throws Refusal when it is no batch at all */
export function readBatch(request: FastifyRequest, kind: string): { application: string; rows: unknown[] } {
  const read = schemaOf(kind).safeParse(request.body);
  if (!read.success) {
    const { field, message } = problemOf(read.error.issues[0]!);
    throw new Refusal('invalid', message, field ? { fields: { [field]: message } } : {});
  }
  const { application: whose = request.token!.name, [kind]: rows } = read.data as Record<string, unknown>;
  return { application: whose as string, rows: rows as unknown[] };
}

type Taken = { taken: number; unchanged: number; refused: Refused[] };

/** Answers what became of the rows; where none was kept that is an error. */
export function answerBatch(request: FastifyRequest, reply: FastifyReply, result: Taken) {
  const { taken, unchanged, refused } = result;
  reply.header('cache-control', 'no-store');
  if (taken + unchanged > 0) return reply.send(result);
  const message = `Nothing was kept: ${refused.length === 1 ? 'the row is' : `all ${refused.length} rows are`} refused, and "refused" says why.`;
  return reply.code(422).send({ error: { code: 'invalid', message, request_id: request.id }, ...result });
}
