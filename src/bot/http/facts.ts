import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { masked } from '../../commands/acts/masked.ts';
import { type Refused, readRows } from '../../rules/fact-fields.ts';
import { DAY } from '../../rules/milliseconds.ts';
import type { Facts, OutputFact, Taken, VoteFact } from '../../store/facts.ts';
import { answerBatch, BATCH_LIMIT, readBatch } from './fact-batch.ts';
import { outputDocs, outputRow, voteDocs, voteRow } from './fact-rows.ts';
import { fromStore } from './from-store.ts';
import type { Guard } from './guard.ts';

// A clock that is a little fast says no nonsense; what it says to be in the future is now.
const FAST = 5 * 60_000;

/** A row that can be read: where in the batch it stands, and when it happened. */
type Good<Row> = { index: number; row: Row; at: Date };
type Parts = { facts: Facts; guard: Guard; clock: () => Date; days: number };

/**
 * `POST /v1/outputs` and `POST /v1/votes`: facts from applications, up to 1 000 in a batch. Good rows are kept and bad ones
 * named, each with its field and why; the same batch again changes nothing.
 */
export function factRoutes(app: FastifyInstance, of: Parts): void {
  const { facts, guard } = of;
  const onRequest = async (request: FastifyRequest) => {
    request.token = await guard.admit(request, 'facts');
  };

  app.post('/v1/outputs', { ...outputDocs, onRequest, bodyLimit: BATCH_LIMIT }, async (request, reply) => {
    const { application, rows } = readBatch(request, 'outputs');
    const { good, refused } = readTimed(rows, outputRow, of);
    const inputs = await masked(good.map(({ row }) => row.input));
    const outputs = await masked(good.map(({ row }) => row.output));
    const given = good.map(({ row, at }, i): OutputFact => {
      const { place = null, message = null } = row;
      return { ...row, application, at, place, message, input: inputs[i]!, output: outputs[i]! };
    });
    const taken = await fromStore(facts.outputs(given));
    return answerBatch(request, reply, answerOf(taken, good, refused));
  });

  app.post('/v1/votes', { ...voteDocs, onRequest, bodyLimit: BATCH_LIMIT }, async (request, reply) => {
    const { application, rows } = readBatch(request, 'votes');
    const { good, refused } = readTimed(rows, voteRow, of);
    const comments = await masked(good.map(({ row }) => row.comment));
    const given = good.map(({ row, at }, i): VoteFact => {
      const { prompt, version, fingerprint, output, user, key, vote, reasons = null } = row;
      const about = { prompt, version, fingerprint, output, user, application };
      return { ...about, up: vote === 'up', reasons, comment: comments[i]!, at, key };
    });
    const taken = await fromStore(facts.votes(given));
    return answerBatch(request, reply, answerOf(taken, good, refused));
  });
}

/** Rows that can be read, each with its moment. */
function readTimed<Row extends { at?: string | undefined }>(rows: unknown[], schema: z.ZodType<Row>, of: Parts) {
  const now = of.clock();
  const { good, refused } = readRows(rows, schema);
  const timed: Good<Row>[] = [];
  for (const { index, row } of good) {
    const at = new Date(row.at ?? now);
    const late = whyNotThen(at, now, of.days);
    if (late) refused.push({ index, field: 'at', message: late });
    else timed.push({ index, row, at: at > now ? now : at });
  }
  return { good: timed, refused };
}

function whyNotThen(at: Date, now: Date, days: number): string | undefined {
  if (at.getTime() > now.getTime() + FAST) return `This is in the future: it is ${now.toISOString()} here.`;
  if (at.getTime() < now.getTime() - days * DAY) return `This is older than ${days} days, for which feedback is kept.`;
  return undefined;
}

const whyUnknown = {
  prompt: 'There is no such prompt.',
  version: 'This prompt has no such version.',
  output: 'This application has reported no such output of this prompt. Report it first, with POST /v1/outputs.',
  reference: 'An output of another version has this reference already. Give each output one of its own.',
} as const;

// The store counts the rows it was given; the caller counts those it sent.
function answerOf({ taken, unchanged, refused }: Taken, good: readonly { index: number }[], unread: Refused[]) {
  const unknown = refused.map(({ index, field }) => ({ index: good[index]!.index, field, message: whyUnknown[field] }));
  return { taken, unchanged, refused: [...unread, ...unknown].sort((a, b) => a.index - b.index) };
}
