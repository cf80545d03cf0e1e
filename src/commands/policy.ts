import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { outcomeWords } from '../rules/assessment.ts';
import { HOUR } from '../rules/milliseconds.ts';
import type { Policy } from '../rules/policy.ts';
import { type PromptState, updatePrompt } from '../store/prompts.ts';
import { getUseCase } from '../store/use-cases.ts';
import { isLess } from './acts/layer-policy.ts';
import { policyJson, required } from './cards/policy.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { assessButton } from './kit/buttons.ts';
import { buttons, facts, line, type Part } from './kit/card.ts';
import { defineCommand, type PromptCtx } from './kit/command.ts';
import { named, referenceTo } from './kit/named.ts';
import { allow, holders } from './kit/standing.ts';
import { count, duration, listed, strong, who, words } from './kit/words.ts';

/** Hours from `7d`, `36h` or `48` (hours). */
const hours = z.union([z.number(), z.string()]).transform((given, check) => {
  const [, amount, unit] = /^(\d{1,5})\s*(d|days?|h|hours?)?$/i.exec(String(given).trim()) ?? [];
  const total = Number(amount) * (unit?.toLowerCase().startsWith('d') ? 24 : 1);
  if (total >= 1 && total <= 2160) return total;
  check.addIssue({ code: 'custom', message: 'Expiry is between 1 hour and 90 days, for example 7d or 36h.' });
  return z.NEVER;
});

const approvals = z
  .union([z.number(), z.string().trim().regex(/^\d$/, 'Approvals is a number from 0 to 5.')])
  .transform(Number)
  .refine((n) => Number.isInteger(n) && n >= 0 && n <= 5, { message: 'Approvals is a number from 0 to 5.' })
  .meta({
    label: 'Approvals needed',
    input: {
      kind: 'choice',
      choices: [0, 1, 2, 3, 4, 5].map((n) => ({
        value: String(n),
        label: n === 0 ? '0 – released on submission' : String(n),
      })),
    },
  });

const args = z.strictObject({
  prompt: arg.prompt(),
  approvals: approvals.optional(),
  required: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ label: 'Required reviewers', hint: 'Each of them must approve', input: { kind: 'people' } }),
  expiry: hours.optional().meta({ label: 'Expires after', hint: 'For example 7d or 36h' }),
  /** `set` replaces the list of required reviewers even when none is given, as a form does that shows all of it. */
  action: z.literal('set').optional(),
});

export const policy = defineCommand({
  name: 'policy',
  summary: 'What a change needs before it is released',
  about: 'prompt',
  right: 'anyone',
  effect: 'write',
  args,
  typed: ['prompt', 'approvals'],
  examples: [
    'policy support-reply',
    'policy support-reply 2',
    'policy support-reply approvals=2 required=@grace expiry=3d',
  ],
  async run(ctx, given) {
    const { prompt } = ctx;
    const { approvals: needed, required: wanted = given.action && [], expiry } = given;
    if (needed === undefined && wanted === undefined && expiry === undefined) {
      return { prompt, policy: prompt.policy, required: required(prompt, prompt.policy), changed: false };
    }
    allow('govern', ctx.standing, prompt);
    const next: Policy = {
      approvals: needed ?? prompt.policy.approvals,
      required: wanted === undefined ? prompt.policy.required : await deciders(ctx, wanted),
      expiryHours: expiry ?? prompt.policy.expiryHours,
    };
    await guardLayer(ctx, next);
    await updatePrompt(ctx.db, prompt.id, { policy: next });
    ctx.record('policy', `prompt:${prompt.slug}`, { from: prompt.policy, to: next });
    return { prompt, policy: next, required: required(prompt, next), changed: true };
  },
  json: (done) => ({ prompt: done.prompt.slug, ...policyJson(done.prompt, done.policy) }),
  say: ({ prompt, policy: now, required: people, changed }) => ({
    title: words`Policy of ${strong(prompt.slug)}${changed ? ' from now on' : ''}`,
    parts: [
      facts(
        [
          'Approvals needed',
          [
            now.approvals === 0 && people.length === 0
              ? 'none: a submission is released at once'
              : count(Math.max(now.approvals, people.length), 'approval'),
          ],
        ],
        ['Must approve', listed(people.map(who), 'nobody in particular')],
        ['Expires after', [duration(now.expiryHours * HOUR)]],
        ['Who may decide', listed(holders('decide', prompt).map(who))],
      ),
      ...tooFew(prompt, now),
      ...(changed ? [line(['Changes that are open already keep the policy they were opened with.'])] : []),
      ...buttons(
        ...(changed
          ? []
          : [{ label: 'Change the policy', command: 'policy', args: { prompt: prompt.slug }, ask: true }]),
      ),
    ],
  }),
  async ask(ctx) {
    const { prompt } = ctx;
    allow('govern', ctx.standing, prompt);
    return {
      command: 'policy',
      title: 'Change the policy',
      submit: 'Save',
      args: { prompt: prompt.slug, action: 'set' },
      parts: [line(['It holds for changes that are opened from now on.'])],
      fields: [
        fieldOf(args, 'approvals', { value: String(prompt.policy.approvals), optional: false }),
        fieldOf(args, 'required', { value: required(prompt, prompt.policy).map(referenceTo) }),
        fieldOf(args, 'expiry', { value: `${prompt.policy.expiryHours}h`, optional: false }),
      ],
    };
  },
});

// Less than the assessment asks for is chosen there, with a reason.
async function guardLayer(ctx: PromptCtx, next: Policy): Promise<void> {
  const useCase = await getUseCase(ctx.db, ctx.prompt.useCaseId);
  if (!isLess(next, useCase)) return;
  const message = `The assessment of ${useCase.slug} asks for more. ${outcomeWords[useCase.assessment!.chosen]}. Choose less there, with a reason.`;
  throw new Refusal('conflict', message, {
    fields: { approvals: message },
    offers: [assessButton(useCase.slug, 'Assess it again')],
  });
}

// Whoever wrote a change does not decide on it, so one more than the number of approvals is needed.
function tooFew(prompt: PromptState, now: Policy): Part[] {
  const may = holders('decide', prompt).length;
  if (now.approvals === 0 || may > Math.max(now.approvals, now.required.length)) return [];
  return [
    line([
      `Only ${count(may, 'person', 'people')} may decide, and nobody decides on their own change: add reviewers, or some changes can never be released.`,
    ]),
  ];
}

// Who may not decide cannot be required: the change could never be released.
async function deciders(ctx: Parameters<typeof policy.run>[0], given: string | string[]): Promise<number[]> {
  const nobody = typeof given === 'string' && /^(none|nobody|-)$/i.test(given.trim());
  const { people } = await named(ctx, nobody ? [] : given, 'required');
  const may = new Set(holders('decide', ctx.prompt).map((one) => one.id));
  const not = people.filter((one) => !may.has(one.id));
  if (not.length === 0) return people.map((one) => one.id);
  const message = `${not.map((one) => one.name).join(' and ')} may not decide on ${ctx.prompt.slug}. Add them first: reviewers ${ctx.prompt.slug} add …`;
  throw new Refusal('invalid', message, { fields: { required: message } });
}
