import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { diffContent } from '../rules/diff/diff.ts';
import { noteOpened } from '../store/diff-opened.ts';
import { labelSteps } from '../store/moves.ts';
import { getVersion, listVersions } from '../store/prompts.ts';
import { diffPages } from './cards/diff-pages.ts';
import { arg } from './kit/args.ts';
import { type Button, buttons, type Card, line, note } from './kit/card.ts';
import { defineCommand, type PromptCtx } from './kit/command.ts';
import { snakeCase } from './kit/snake-case.ts';
import { versionNamed } from './kit/version-named.ts';
import { checkable, v } from './kit/version-words.ts';
import { strong, words } from './kit/words.ts';

const PAGE = 60;

export const diff = defineCommand({
  name: 'diff',
  summary: 'The differences between two versions, word by word',
  about: 'prompt',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({
    prompt: arg.prompt(),
    from: arg.version().optional(),
    to: arg.version().optional(),
    page: arg.page().optional(),
  }),
  typed: ['prompt', 'from', 'to'],
  examples: ['diff support-reply', 'diff support-reply v6 v8'],
  async run(ctx, args) {
    const { from, to } = await ends(ctx, args);
    const before = from === null ? null : (await getVersion(ctx.db, from.id)).content;
    const found = diffContent(before, (await getVersion(ctx.db, to.id)).content);
    // The one thing that a read leaves behind: who had the difference before them is told from who decided without.
    if (ctx.via.door === 'slack' || ctx.via.door === 'teams')
      await noteOpened(ctx.db, { promptId: ctx.prompt.id, versionId: to.id, personId: ctx.actor.id, now: ctx.now });
    return { prompt: ctx.prompt.slug, from, to, diff: found, page: args.page ?? 1 };
  },
  json: ({ prompt, from, to, diff: found }) =>
    snakeCase({ prompt, from: from?.number ?? null, to: to.number, ...found }),
  say(result): Card {
    const { prompt, from, to } = result;
    const pages = diffPages(result.diff, PAGE);
    const page = Math.min(result.page, pages.length);
    return {
      title: from ? words`${strong(prompt)}: ${v(from)} → ${v(to)}` : words`${strong(prompt)}: all of ${v(to)}`,
      parts: [
        line([result.diff.summary]),
        { kind: 'diff', diff: pages[page - 1]! },
        ...turn(result, page, pages.length),
        note(from ? words`from ${checkable(from)} to ${checkable(to)}` : words`the first version, ${checkable(to)}`),
      ],
    };
  },
});

type Result = { prompt: string; from: { number: number } | null; to: { number: number } };

function turn({ prompt, from, to }: Result, page: number, pages: number) {
  const go = (label: string, to_: number): Button => ({
    label,
    command: 'diff',
    args: { prompt, ...(from && { from: v(from) }), to: v(to), page: to_ },
  });
  return buttons(
    ...(page > 1 ? [go(`← Page ${page - 1}`, page - 1)] : []),
    ...(page < pages ? [go(`Page ${page + 1} of ${pages} →`, page + 1)] : []),
  );
}

// Named ends are taken as they are. Otherwise: what production holds against the newest version, or, when it holds the
// newest, against what it held before.
async function ends(ctx: PromptCtx, args: { from?: string | undefined; to?: string | undefined }) {
  const { db, prompt } = ctx;
  const versions = await listVersions(db, prompt.id);
  const newest = versions[0];
  if (!newest) throw new Refusal('not_found', `${prompt.slug} has no version yet.`);
  const named = {
    from: args.from === undefined ? undefined : await versionNamed(db, prompt, args.from, 'from'),
    to: args.to === undefined ? undefined : await versionNamed(db, prompt, args.to, 'to'),
  };
  const held = (await labelSteps(db, prompt.id, 'production')).map((step) => step.to);
  const byId = (id: number | undefined) => versions.find((one) => one.id === id);
  const live = byId(held.at(-1));
  const to = named.to ?? (named.from && live && live.id !== named.from.id ? live : newest);
  const earlier = byId(held.findLast((id) => id !== to.id));
  const below = versions.find((one) => one.number < to.number);
  const from = named.from ?? (live && live.id !== to.id && !named.to ? live : (earlier ?? below));
  return { from: from && from.id !== to.id ? from : (named.from ?? null), to };
}
