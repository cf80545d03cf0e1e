import { z } from 'zod';
import { guardVerdict, verdictArgs } from '../acts/guard-verdict.ts';
import { giveVerdict } from '../acts/verdict.ts';
import { arg } from '../kit/args.ts';
import { fieldOf } from '../kit/ask.ts';
import { defineCommand } from '../kit/command.ts';
import { verdictJson } from './change-json.ts';
import { verdictDone } from './verdict.ts';

/** A verdict that needs a reason: without one, a form asks for it. */
export function defineReasonedVerdict(made: {
  name: string;
  verdict: 'decline' | 'request_changes';
  summary: string;
  submit: string;
  /** The same of a rollback that has already happened. */
  submitFollowUp?: string;
  example: string;
}) {
  const args = z.strictObject({ ...verdictArgs, reason: arg.words('Reason') });
  return defineCommand({
    name: made.name,
    summary: made.summary,
    about: 'change',
    right: 'decide',
    effect: 'write',
    args,
    typed: ['change', 'reason'],
    examples: [made.example],
    async ask(ctx, { cycle, fingerprint, reason }) {
      const { change } = ctx;
      const pressed = cycle !== undefined && fingerprint !== undefined;
      await guardVerdict(ctx, made.verdict, pressed ? { cycle, fingerprint } : undefined);
      const submit = change.kind === 'follow_up' ? (made.submitFollowUp ?? made.submit) : made.submit;
      return {
        command: made.name,
        title: `${submit}: change #${change.id}`,
        submit,
        args: { change: change.id, cycle: change.cycle, fingerprint: change.version.fingerprint },
        parts: [],
        fields: [fieldOf(args, 'reason', { value: reason })],
      };
    },
    async run(ctx, given) {
      await guardVerdict(ctx, made.verdict, given);
      return giveVerdict(ctx, made.verdict, given.reason);
    },
    say: verdictDone,
    json: verdictJson,
  });
}
