import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { looseSlug } from '../rules/slug.ts';
import { type AuditRow, auditTrail } from '../store/audit.ts';
import { changesOfPrompt } from '../store/change-list.ts';
import { promptOfChange } from '../store/changes.ts';
import { getPeople, idsOf } from '../store/people.ts';
import { promptId } from '../store/prompts.ts';
import { useCaseId } from '../store/use-cases.ts';
import type { Card } from './kit/card.ts';
import { line, note } from './kit/card.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import { unknownChange, unknownPrompt, unknownUseCase } from './kit/subject.ts';
import { code, strong, time, words } from './kit/words.ts';

const MOST = 200;
const SHOWN = 25;

export const audit = defineCommand({
  name: 'audit',
  summary: 'The trail of a prompt, a change, a use case or your accounts',
  about: 'nothing',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({
    subject: z
      .union([z.number(), z.string().trim().min(1).max(80)])
      .transform(String)
      .meta({ label: 'Prompt, change or use case', hint: 'For example support-reply, #12, usecase:support or me' }),
  }),
  typed: ['subject'],
  examples: ['audit support-reply', 'audit #12', 'audit usecase:support', 'audit me'],
  async run(ctx, { subject }) {
    const rows = await auditTrail(ctx.db, await subjectsOf(ctx, subject), MOST);
    const ids = rows.flatMap((row) => /^person:(\d+)/.exec(row.actor)?.[1] ?? []).map(Number);
    const people = await getPeople(ctx.db, ids);
    const nameOf = (row: AuditRow) => {
      const [, id, token] = /^person:(\d+)(?: token:(\d+))?/.exec(row.actor) ?? [];
      return id ? `${people.get(Number(id))?.name ?? row.actor}${token ? ` (token ${token})` : ''}` : row.actor;
    };
    return { subject, rows: rows.map((row) => ({ ...row, by: nameOf(row) })) };
  },
  json: ({ subject, rows }) => ({
    subject,
    entries: rows.map(({ id, at, by, via, action, subject: of, detail, hash }) => ({
      id,
      at: at.toISOString(),
      by,
      via,
      action,
      subject: of,
      detail: JSON.parse(detail),
      hash,
    })),
  }),
  say({ subject, rows }): Card {
    if (rows.length === 0) return { title: words`Nothing is recorded about ${strong(subject)}.`, parts: [] };
    const shown = rows.slice(0, SHOWN);
    return {
      title: words`Trail of ${strong(subject)}`,
      parts: [
        ...shown.map((row) =>
          line(words`${code(String(row.id))} ${time(row.at)} · ${row.by} · ${row.action} · ${row.subject}`),
        ),
        note([
          `Showing ${shown.length} of ${rows.length === MOST ? `more than ${MOST}` : rows.length}, newest first. "npm run audit" on the server checks the whole chain.`,
        ]),
      ],
    };
  },
});

async function subjectsOf(ctx: Ctx, given: string): Promise<string[]> {
  const person = given.toLowerCase() === 'me' ? ctx.actor.id : Number(/^person:(\d{1,9})$/.exec(given)?.[1]);
  if (person) {
    if (person !== ctx.actor.id && !ctx.admin)
      throw new Refusal('forbidden', 'Only admins see the trail of somebody else. "audit me" shows yours.');
    return (await idsOf(ctx.db, person)).map((id) => `person:${id}`);
  }
  const number = /^(?:#|change:)?(\d{1,9})$/.exec(given.trim())?.[1];
  if (number) {
    if ((await promptOfChange(ctx.db, Number(number))) === null) throw await unknownChange(ctx.db, Number(number));
    return [`change:${number}`];
  }
  const useCase = /^usecase:(.+)$/.exec(given)?.[1];
  if (useCase !== undefined) {
    const slug = looseSlug(useCase);
    if ((await useCaseId(ctx.db, slug)) === null) throw await unknownUseCase(ctx.db, slug);
    return [`usecase:${slug}`];
  }
  const slug = looseSlug(given.replace(/^prompt:/, ''));
  const id = await promptId(ctx.db, slug);
  if (id === null) throw await unknownPrompt(ctx.db, slug);
  return [`prompt:${slug}`, ...(await changesOfPrompt(ctx.db, id, 1000)).map((change) => `change:${change}`)];
}
