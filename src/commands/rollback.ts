import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { rollbackTargets } from '../rules/last-known-good.ts';
import { openChange } from '../store/change-steps.ts';
import type { VersionHead } from '../store/changes.ts';
import { labelSteps, listMoves } from '../store/moves.ts';
import { listVersions } from '../store/prompts.ts';
import { audience, audienceWords, reviewPlaces } from './acts/audience.ts';
import { moveLabel } from './acts/move-label.ts';
import { tellTakenBack } from './acts/tell-answered.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { changeButton } from './kit/buttons.ts';
import { buttons, type Card, facts, line } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { defineCommand, type PromptCtx } from './kit/command.ts';
import type { Choice } from './kit/form.ts';
import { unknownLabel } from './kit/subject.ts';
import { versionNamed } from './kit/version-named.ts';
import { checkable, fromTo, v } from './kit/version-words.ts';
import { count, inWords, listed, strong, utc, words } from './kit/words.ts';

const JUST_NOW = 60_000;

/** The documented criteria. What somebody writes in their own words counts as `other` with a note. */
export const rollbackReasons = {
  wrong: 'Answers are wrong or made up',
  unsafe: 'Unsafe or against policy',
  quality: 'Quality or tone got worse',
  format: 'Output breaks the application',
  cost: 'Too slow or too expensive',
  complaints: 'Users complain',
  mistake: 'Released by mistake',
  other: 'Something else (say what in the note)',
} as const;
type Reason = keyof typeof rollbackReasons;

const reasonChoices: Choice[] = Object.entries(rollbackReasons).map(([value, label]) => ({ value, label }));

const args = z.strictObject({
  prompt: arg.prompt(),
  label: arg.label().default('production'),
  version: arg.version().optional().meta({ label: 'Back to' }),
  reason: z
    .union([z.string().trim().min(1).max(500), z.array(z.string().trim().min(1).max(500)).min(1).max(8)])
    .meta({ label: 'Reasons', input: { kind: 'choices', choices: reasonChoices } }),
  note: arg.words('Note').optional(),
  /** The version the form was opened on: a form that is older than the last move is refused. */
  from: arg.version().optional(),
});

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'Go back to an earlier version at once, without approval',
  about: 'prompt',
  right: 'rollback',
  effect: 'write',
  args,
  typed: ['prompt', 'version', 'reason'],
  examples: [
    'rollback support-reply',
    'rollback support-reply v3 wrong',
    'rollback support-reply label=staging reason=other note="promises refunds"',
  ],
  shortcut: 'Roll back a prompt',
  async ask(ctx, given) {
    const label = given.label ?? 'production';
    const { current, targets, best } = await options(ctx, label);
    const wanted = given.version ? await versionNamed(ctx.db, ctx.prompt, given.version) : undefined;
    // Where no version is known to be good, the person has to choose.
    const chosen = targets.find((one) => one.id === wanted?.id) ?? best;
    const choices = targets.slice(0, 100).map((one) => ({
      value: v(one),
      label: `${v(one)} (${one.fingerprint.slice(0, 7)})${one.id === best?.id ? ' – last known good' : ''}`,
    }));
    const reasons = given.reason === undefined ? undefined : readReasons(given.reason, undefined);
    return {
      command: 'rollback',
      title: 'Roll back',
      submit: 'Roll back now',
      args: { prompt: ctx.prompt.slug, label, from: v(current) },
      parts: [
        line(
          words`${strong(ctx.prompt.slug)} on ${label} holds ${checkable(current)}. Text, model and parameters go back together.`,
        ),
        facts(['Will be told', listed(audienceWords(ctx.settings, ctx.prompt))]),
      ],
      fields: [
        fieldOf(args, 'version', { optional: false, value: chosen && v(chosen), input: { kind: 'choice', choices } }),
        fieldOf(args, 'reason', { value: reasons?.reasons }),
        fieldOf(args, 'note', { value: given.note ?? reasons?.note }),
      ],
    };
  },
  async run(ctx, given) {
    const { prompt, now } = ctx;
    const { reasons, note } = readReasons(given.reason, given.note);
    if (reasons.includes('other') && !note) {
      throw new Refusal('invalid', 'Say in the note what the other reason is.', {
        fields: { note: 'Say what the other reason is.' },
      });
    }
    const { current, targets, best } = await options(ctx, given.label);
    await guardFaster(ctx, given, current);
    const to = given.version === undefined ? best : await versionNamed(ctx.db, prompt, given.version);
    if (!to)
      throw new Incomplete(
        ['version'],
        `Every earlier version was itself rolled away from. Choose the one to go back to: ${inWords(targets.map(v), 'or')}.`,
      );
    guardTarget(prompt.slug, given.label, current, targets, to);
    // "Something else" says nothing that the note does not.
    const named = reasons.filter((one) => one !== 'other').map((one) => rollbackReasons[one]);
    const why = [named.join('; '), note].filter(Boolean).join(': ');
    const move = await moveLabel(ctx, prompt, {
      label: given.label,
      kind: 'rollback',
      to,
      why,
      reasons,
    });
    if (given.label === 'production') await tellTakenBack(ctx, prompt.id, { from: current, to });
    const followUp = await openChange(ctx.db, {
      promptId: prompt.id,
      kind: 'follow_up',
      label: given.label,
      baseId: current.id,
      versionId: to.id,
      authorId: ctx.actor.id,
      why,
      // Somebody else looks at every rollback, even where the policy asks for no approval.
      policy: { ...prompt.policy, approvals: Math.max(1, prompt.policy.approvals) },
      moveId: move,
      now,
    });
    for (const place of reviewPlaces(ctx.settings, prompt))
      ctx.tell({ subject: `change:${followUp}`, place, slot: 'card' });
    ctx.record('follow_up', `change:${followUp}`, { move });
    return {
      move,
      prompt: prompt.slug,
      label: given.label,
      from: current.number,
      to: to.number,
      fingerprint: to.fingerprint,
      follow_up: followUp,
      told: audience(ctx.settings, prompt, [ctx.actor.id]).length,
    };
  },
  say: (done): Card => ({
    title: words`Done: ${strong(done.prompt)} is back on ${v({ number: done.to })} (${done.label}).`,
    parts: [
      line([`${count(done.told, 'announcement is', 'announcements are')} on the way.`]),
      line([`Somebody else looks back at it in the follow-up review, change #${done.follow_up}.`]),
      ...buttons(changeButton(done.follow_up, 'Open the follow-up')),
    ],
  }),
});

async function options(ctx: PromptCtx, label: string) {
  const steps = await labelSteps(ctx.db, ctx.prompt.id, label);
  const versions = new Map((await listVersions(ctx.db, ctx.prompt.id)).map((one) => [one.id, one]));
  const current = versions.get(steps.at(-1)?.to ?? 0);
  if (!current) {
    throw unknownLabel(ctx.prompt, label);
  }
  const { targets, lastKnownGood } = rollbackTargets(steps);
  if (targets.length === 0) {
    throw new Refusal(
      'conflict',
      `${v(current)} is the first release of ${ctx.prompt.slug} on ${label}: there is nothing to go back to.`,
    );
  }
  const best = lastKnownGood === null ? undefined : versions.get(lastKnownGood);
  return { current, targets: targets.map((id) => versions.get(id)!), best };
}

// Somebody was faster: refused by name, so that two people in one incident do not undo each other. Whoever does not say
// what they saw, nor where to go, is taken to mean what the other one has just done.
async function guardFaster(
  ctx: PromptCtx,
  given: { label: string; from?: string | undefined; version?: string | undefined },
  current: VersionHead,
): Promise<void> {
  const seen = given.from === undefined ? undefined : await versionNamed(ctx.db, ctx.prompt, given.from, 'from');
  if (seen?.id === current.id || (!seen && given.version !== undefined)) return;
  const [last] = await listMoves(ctx.db, { promptId: ctx.prompt.id, label: given.label, limit: 1 });
  if (!last) return;
  const { kind, by, at } = last;
  if (!seen && (kind !== 'rollback' || by.id === ctx.actor.id || ctx.now.getTime() - at.getTime() >= JUST_NOW)) return;
  const did = kind === 'rollback' ? 'rolled it back' : 'released';
  const further = seen ? '' : ' To go back further, name the version.';
  throw new Refusal(
    'conflict',
    `${by.name} was faster: ${did} ${fromTo(last.from, last.to)} at ${utc(at)}. Nothing was changed by you.${further}`,
    { offers: [{ label: 'Show it', command: 'show', args: { prompt: ctx.prompt.slug } }] },
  );
}

function guardTarget(
  slug: string,
  label: string,
  current: VersionHead,
  targets: readonly VersionHead[],
  to: VersionHead,
): void {
  if (to.id === current.id) {
    throw new Refusal('conflict', `${slug} already holds ${v(to)} on ${label}.`, {
      fields: { version: 'It is there already.' },
    });
  }
  if (targets.some((one) => one.id === to.id)) return;
  const held = targets.map(v).join(', ');
  throw new Refusal(
    'invalid',
    `${v(to)} was never on ${label}, so it cannot be rolled back to; submit it instead. It held: ${held}.`,
    {
      fields: { version: `Choose one of ${held}.` },
    },
  );
}

function readReasons(
  given: string | readonly string[],
  note: string | undefined,
): { reasons: Reason[]; note?: string } {
  const reasons = new Set<Reason>();
  const own: string[] = [];
  const known = (text: string) => Object.hasOwn(rollbackReasons, text);
  const all =
    typeof given === 'string' &&
    !known(given.toLowerCase()) &&
    given.split(/[,\s]+/).every((one) => known(one.toLowerCase()))
      ? given.split(/[,\s]+/)
      : [given].flat();
  for (const one of all) {
    const key = one.toLowerCase();
    if (known(key)) reasons.add(key as Reason);
    else own.push(one);
  }
  if (own.length > 0) reasons.add('other');
  return { reasons: [...reasons], note: [...own, ...(note ? [note] : [])].join('\n') || undefined };
}
