import { setImmediate as others } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { maskSecrets } from '../../rules/mask.ts';
import type { Facts, OutputFact, Taken, VoteFact } from '../../store/facts.ts';
import { batch, outputDocs, outputRow, voteDocs, voteRow } from './fact-rows.ts';
import { fromStore } from './from-store.ts';
import type { Guard } from './guard.ts';

/** A batch of votes with a comment each, or of outputs with their excerpts, in whatever script. */
const FACTS_LIMIT = 12_000_000;
// A clock that is a little fast says no nonsense; what it says to be in the future is now.
const FAST = 5 * 60_000;
const DAY = 86_400_000;
// Looking for secrets takes a fraction of a millisecond for each long text, and a batch holds two thousand of them.
const AT_ONCE = 20;

type Refused = { index: number; field: string; message: string };
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

  app.post('/v1/outputs', { ...outputDocs, onRequest, bodyLimit: FACTS_LIMIT }, async (request, reply) => {
    const { application, rows } = readBatch(request, 'outputs');
    const { good, refused } = readRows(rows, outputRow, of);
    const inputs = await masked(good.map(({ row }) => row.input));
    const outputs = await masked(good.map(({ row }) => row.output));
    const given = good.map(({ row, at }, i): OutputFact => {
      const { place = null, message = null } = row;
      return { ...row, application, at, place, message, input: inputs[i]!, output: outputs[i]! };
    });
    const taken = await fromStore(facts.outputs(given));
    return answer(request, reply, taken, [...refused, ...unknown(taken, good)]);
  });

  app.post('/v1/votes', { ...voteDocs, onRequest, bodyLimit: FACTS_LIMIT }, async (request, reply) => {
    const { application, rows } = readBatch(request, 'votes');
    const { good, refused } = readRows(rows, voteRow, of);
    const comments = await masked(good.map(({ row }) => row.comment));
    const given = good.map(({ row, at }, i): VoteFact => {
      const { prompt, version, fingerprint, output, user, key, vote, reasons = null } = row;
      const about = { prompt, version, fingerprint, output, user, application };
      return { ...about, up: vote === 'up', reasons, comment: comments[i]!, at, key };
    });
    const taken = await fromStore(facts.votes(given));
    return answer(request, reply, taken, [...refused, ...unknown(taken, good)]);
  });
}

type Batch = Record<'outputs' | 'votes', unknown[]>;
const batches = { outputs: batch('outputs'), votes: batch('votes') };

/** @throws Refusal when it is no batch at all */
function readBatch(request: FastifyRequest, kind: 'outputs' | 'votes'): { application: string; rows: unknown[] } {
  const read = batches[kind].safeParse(request.body);
  if (!read.success) {
    const { field, message } = problemOf(read.error.issues[0]!);
    throw new Refusal('invalid', message, field ? { fields: { [field]: message } } : {});
  }
  const { application = request.token!.name, [kind]: rows } = read.data as { application?: string } & Batch;
  return { application, rows };
}

function readRows<Row extends { at?: string | undefined }>(rows: unknown[], schema: z.ZodType<Row>, of: Parts) {
  const now = of.clock();
  const good: Good<Row>[] = [];
  const refused: Refused[] = [];
  for (const [index, given] of rows.entries()) {
    const read = schema.safeParse(given);
    const at = new Date(read.data?.at ?? now);
    const late = read.success && whyNotThen(at, now, of.days);
    if (!read.success) refused.push({ index, ...rowProblem(read.error.issues[0]!) });
    else if (late) refused.push({ index, field: 'at', message: late });
    else good.push({ index, row: read.data, at: at > now ? now : at });
  }
  return { good, refused };
}

function whyNotThen(at: Date, now: Date, days: number): string | undefined {
  if (at.getTime() > now.getTime() + FAST) return `This is in the future: it is ${now.toISOString()} here.`;
  if (at.getTime() < now.getTime() - days * DAY) return `This is older than ${days} days, for which feedback is kept.`;
  return undefined;
}

const rowProblem = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_type' && issue.path.length === 0
    ? { field: '', message: 'A row is a JSON object.' }
    : problemOf(issue);

function problemOf(issue: z.core.$ZodIssue): { field: string; message: string } {
  if (issue.code !== 'unrecognized_keys') return { field: String(issue.path[0] ?? ''), message: issue.message };
  const [key = ''] = issue.keys;
  return { field: key.slice(0, 100), message: 'There is no such field. /openapi.json lists those there are.' };
}

/** Texts without secrets; null for those that say nothing. Other requests have their turn in between. */
async function masked(texts: readonly (string | undefined)[]): Promise<(string | null)[]> {
  const done = texts.map(() => null as string | null);
  let looked = 0;
  for (const [i, text] of texts.entries()) {
    if (!text) continue;
    done[i] = await maskSecrets(text);
    if (++looked % AT_ONCE === 0) await others();
  }
  return done;
}

const whyUnknown = {
  prompt: 'There is no such prompt.',
  version: 'This prompt has no such version.',
  output: 'This application has reported no such output of this prompt. Report it first, with POST /v1/outputs.',
  reference: 'An output of another version has this reference already. Give each output one of its own.',
} as const;

// The store counts the rows it was given; the caller counts those it sent.
const unknown = (taken: Taken, good: readonly { index: number }[]): Refused[] =>
  taken.refused.map(({ index, field }) => ({ index: good[index]!.index, field, message: whyUnknown[field] }));

function answer(request: FastifyRequest, reply: FastifyReply, { taken, unchanged }: Taken, refused: Refused[]) {
  const result = { taken, unchanged, refused: refused.sort((a, b) => a.index - b.index) };
  reply.header('cache-control', 'no-store');
  if (taken + unchanged > 0) return reply.send(result);
  const message = `Nothing was kept: ${refused.length === 1 ? 'the row is' : `all ${refused.length} rows are`} refused, and "refused" says why.`;
  return reply.code(422).send({ error: { code: 'invalid', message, request_id: request.id }, ...result });
}
