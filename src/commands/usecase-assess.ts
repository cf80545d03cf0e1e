import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { type Answers, assessed, axes, type Outcome, outcomes, outcomeWords, recommend } from '../rules/assessment.ts';
import { lockPromptsOf, updateUseCase } from '../store/use-cases.ts';
import { applyLayer } from './acts/layer-policy.ts';
import { guardOpen } from './acts/production.ts';
import { refreshUseCase } from './acts/use-case-step.ts';
import { loadUseCaseView, useCaseCard } from './cards/use-case.ts';
import { useCaseJson } from './cards/use-case-json.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { line, type Part } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { defineCommand } from './kit/command.ts';
import type { Choice, Field } from './kit/form.ts';
import { strong, words } from './kit/words.ts';

const axisNames = Object.keys(axes) as (keyof Answers)[];

function axis<Name extends keyof Answers>(name: Name) {
  const { label, question, levels } = axes[name];
  const values = Object.keys(levels) as [Answers[Name], ...Answers[Name][]];
  const choices: Choice[] = Object.entries(levels).map(([value, text]) => ({ value, label: text }));
  return z
    .enum(values, `${label} is one of ${values.join(', ')}.`)
    .meta({ label: question, hint: label, input: { kind: 'choice', choices } });
}

const args = z.strictObject({
  usecase: arg.useCase(),
  value: axis('value'),
  detection: axis('detection'),
  verifiability: axis('verifiability'),
  layer: z
    .enum(outcomes, `The outcome is one of ${outcomes.join(', ')}.`)
    .optional()
    .meta({
      label: 'Review',
      input: { kind: 'choice', choices: outcomes.map((value) => ({ value, label: outcomeWords[value] })) },
    }),
  reason: arg.words('Reason', 1_000).optional().meta({
    label: 'Reason',
    hint: 'Needed for less than recommended, and where AI does not belong',
  }),
});
type Given = Partial<z.infer<typeof args>>;

export const usecaseAssess = defineCommand({
  name: 'usecase-assess',
  summary: 'How much review a use case needs, or whether AI belongs there',
  about: 'usecase',
  right: 'manage',
  effect: 'write',
  args,
  typed: ['usecase'],
  examples: [
    'usecase assess support',
    'usecase assess support value=mixed detection=in_days verifiability=easy layer=light',
  ],
  async ask(ctx, given) {
    const { useCase } = ctx;
    guardOpen(useCase);
    const answers = answersIn(given);
    return {
      command: 'usecase-assess',
      title: 'Assess a use case',
      submit: answers ? 'Save' : 'Go on',
      args: { usecase: useCase.slug },
      parts: parts(useCase.slug, answers),
      // What was recommended is said once the three answers are known.
      fields: [
        ...axisNames.map((name) => fieldOf(args, name, { value: given[name] ?? useCase.assessment?.[name] })),
        ...(answers ? outcomeFields(answers, given) : []),
      ],
    };
  },
  async run(ctx, given) {
    const { useCase } = ctx;
    guardOpen(useCase);
    const { value, detection, verifiability } = given;
    const answers = { value, detection, verifiability };
    if (given.layer === undefined) throw new Incomplete(['layer'], '', unchosen(recommend(answers)));
    const made = reasoned(answers, given.layer, given.reason);
    await updateUseCase(ctx.db, useCase.id, {
      assessment: { ...made, by: ctx.actor.id, at: ctx.now.toISOString() },
    });
    ctx.record('assess', `usecase:${useCase.slug}`, { ...made, recommended: recommend(answers) });
    const view = await loadUseCaseView(ctx.db, useCase.id, ctx.now);
    await applyLayer(ctx, view.useCase, await lockPromptsOf(ctx.db, useCase.id));
    await refreshUseCase(ctx, useCase);
    return view;
  },
  json: useCaseJson,
  say: useCaseCard,
});

function answersIn({ value, detection, verifiability }: Given): Answers | null {
  return value && detection && verifiability ? { value, detection, verifiability } : null;
}

function parts(slug: string, answers: Answers | null): Part[] {
  if (!answers)
    return [
      line(words`${strong(slug)}: three questions, and I recommend how much people should look at what it does.`),
    ];
  return [
    line(words`${strong('Recommended:')} ${outcomeWords[recommend(answers)]}.`),
    line(['Its prompts get the approval policy of what you choose. Changes that are open keep theirs.']),
  ];
}

const outcomeFields = (answers: Answers, given: Given): Field[] => [
  fieldOf(args, 'layer', { optional: false, value: given.layer ?? recommend(answers) }),
  fieldOf(args, 'reason', { value: given.reason }),
];

// A missing reason is asked for in the form, with what was chosen.
function reasoned(answers: Answers, chosen: Outcome, reason: string | undefined) {
  try {
    return assessed(answers, chosen, reason ?? null);
  } catch (error) {
    if (error instanceof Refusal) throw new Incomplete(['reason'], error.message, error);
    throw error;
  }
}

function unchosen(recommendation: Outcome): Refusal {
  const message = `These answers recommend: ${outcomeWords[recommendation]}. Send layer=${recommendation}, or choose another one.`;
  return new Refusal('invalid', message, { fields: { layer: message }, facts: { recommended: recommendation } });
}
