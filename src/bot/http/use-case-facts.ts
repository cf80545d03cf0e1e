import type { FastifyInstance, FastifyRequest } from 'fastify';
import { takeFacts, takeTable } from '../../commands/acts/take-facts.ts';
import { Refusal } from '../../refusal.ts';
import { type FactKind, factKinds } from '../../rules/fact-row.ts';
import { readTable } from '../../rules/fact-table.ts';
import type { UseCaseFacts } from '../../store/use-case-facts.ts';
import { answerBatch, BATCH_LIMIT, MOST, readBatch } from './fact-batch.ts';
import { fromStore } from './from-store.ts';
import type { Guard } from './guard.ts';
import { tableQuery, useCaseFactDocs } from './use-case-fact-docs.ts';

type Parts = { facts: UseCaseFacts; guard: Guard; clock: () => Date };

/**
 * `POST /v1/usage`, `/v1/decisions` and `/v1/reversals`: what use cases are measured by, up to 1 000 rows in a batch, as
 * JSON or as a table with `Content-Type: text/csv`. Good rows are kept and bad ones named, each with its field and why; the
 * same batch again changes nothing.
 */
export function useCaseFactRoutes(app: FastifyInstance, of: Parts): void {
  const onRequest = async (request: FastifyRequest) => {
    request.token = await of.guard.admit(request, 'facts');
  };
  const facts: UseCaseFacts = {
    usage: (batch) => fromStore(of.facts.usage(batch)),
    decisions: (batch) => fromStore(of.facts.decisions(batch)),
    reversals: (batch) => fromStore(of.facts.reversals(batch)),
  };
  // Only here: nothing else is told in tables.
  app.register(async (room) => {
    room.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    for (const kind of factKinds) {
      room.post(
        `/v1/${kind}`,
        { ...useCaseFactDocs[kind], onRequest, bodyLimit: BATCH_LIMIT },
        async (request, reply) => answerBatch(request, reply, await take(request, kind, facts, of.clock())),
      );
    }
  });
}

async function take(request: FastifyRequest, kind: FactKind, facts: UseCaseFacts, now: Date) {
  if (typeof request.body !== 'string') return takeFacts(facts, kind, { ...readBatch(request, kind), now });
  const rows = readTable(kind, request.body);
  if (rows.length > MOST) {
    throw new Refusal('invalid', `The table has ${rows.length} rows, and a batch ${MOST} at most. Send it in parts.`);
  }
  const asked = tableQuery.safeParse(request.query);
  if (!asked.success) throw new Refusal('invalid', asked.error.issues[0]!.message);
  const { application = request.token!.name, usecase } = asked.data;
  return takeTable(facts, kind, { application, usecase, rows, now });
}
