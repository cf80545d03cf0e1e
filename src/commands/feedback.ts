import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { maskSecrets } from '../rules/mask.ts';
import { type Reason, reasons, reasonWords } from '../rules/reasons.ts';
import type { VersionHead } from '../store/changes.ts';
import { getOutput } from '../store/outputs.ts';
import { listVersions } from '../store/prompts.ts';
import { castVote } from '../store/votes.ts';
import { arg } from './kit/args.ts';
import { askPrompt, fieldOf } from './kit/ask.ts';
import { buttons, type Card, line, note } from './kit/card.ts';
import { Incomplete } from './kit/check.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import type { Choice, Form } from './kit/form.ts';
import { promptNamed } from './kit/subject.ts';
import { versionNamed } from './kit/version-named.ts';
import { v } from './kit/version-words.ts';
import { inWords, strong, words } from './kit/words.ts';

/** Where there is no application: somebody typed it. */
const CHAT = 'chat';
const LONGEST = 2_000;

const voteChoices: Choice[] = [
  { value: 'up', label: '👍 Helpful' },
  { value: 'down', label: '👎 Not helpful' },
];
const reasonChoices: Choice[] = reasons.map((value) => ({ value, label: reasonWords[value] }));
const spelt: Record<string, string> = { '👍': 'up', '+1': 'up', good: 'up', '👎': 'down', '-1': 'down', bad: 'down' };
const reason = z.enum(reasons, `Reasons are ${reasons.join(', ')}.`);

const args = z.strictObject({
  prompt: arg.prompt().optional(),
  vote: z
    .preprocess(
      (word) => (typeof word === 'string' ? (spelt[word.toLowerCase()] ?? word.toLowerCase()) : word),
      z.enum(['up', 'down'], 'A vote is up or down.'),
    )
    .meta({ label: 'Vote', input: { kind: 'choice', choices: voteChoices } }),
  comment: arg.words('Comment', LONGEST).optional(),
  reasons: z
    .union([reason, z.array(reason).max(reasons.length)])
    .optional()
    .meta({ label: 'What was wrong', input: { kind: 'choices', choices: reasonChoices } }),
  /** The number of an output, in place of the prompt. */
  output: z.int().positive().optional(),
  /** Without an output: which version; the one in production where it is left out. */
  version: arg.version().optional(),
});
type Given = z.infer<typeof args>;

/** What a vote is about. */
type About = { prompt: string; version: { id: number; number: number }; output: number | null; application: string };

export const feedback = defineCommand({
  name: 'feedback',
  summary: 'Say whether what a prompt answers is helpful',
  about: 'nothing',
  right: 'personal',
  effect: 'write',
  args,
  typed: ['prompt', 'vote', 'comment'],
  examples: ['feedback support-reply', 'feedback support-reply down It names the old opening hours.'],
  shortcut: 'Give feedback',
  async ask(ctx, given): Promise<Form> {
    if (given.prompt === undefined && given.output === undefined) {
      return askPrompt(ctx.db, feedback, given);
    }
    const about = await aboutWhat(ctx, given);
    const { comment, reasons: said, vote, ...settled } = given;
    return {
      command: 'feedback',
      title: vote === 'down' ? 'What was wrong?' : 'Feedback',
      submit: 'Send',
      args: { ...settled, ...(vote && { vote }) },
      parts: [
        line(words`About ${strong(about.prompt)} ${v(about.version)}. Its owner reads it without your name.`),
        ...(vote === 'down' ? [line(['Your 👎 counts already: all of this may be left out.'])] : []),
      ],
      fields: [
        ...(vote ? [] : [fieldOf(args, 'vote')]),
        ...(vote === 'up' ? [] : [fieldOf(args, 'reasons', { value: [said ?? []].flat() })]),
        fieldOf(args, 'comment', { value: comment }),
      ],
    };
  },
  async run(ctx, given) {
    if (given.prompt === undefined && given.output === undefined) throw new Incomplete(['prompt'], 'Say which prompt.');
    const said = [given.reasons ?? []].flat();
    if (given.vote === 'up' && said.length > 0) {
      throw new Refusal('invalid', 'Reasons go with a vote down.', { fields: { reasons: 'Only with a vote down.' } });
    }
    const about = await aboutWhat(ctx, given);
    const kept = await castVote(ctx.db, {
      outputId: about.output,
      versionId: about.version.id,
      application: about.application,
      personId: ctx.actor.id,
      up: given.vote === 'up',
      reasons: given.reasons === undefined ? null : said,
      comment: given.comment === undefined ? null : await maskSecrets(given.comment),
      at: ctx.now,
    });
    return { ...about, up: kept.up, reasons: kept.reasons ?? [], comment: kept.comment };
  },
  json: ({ prompt, version, output, up, reasons: said, comment }) => ({
    prompt,
    version: version.number,
    output,
    vote: up ? 'up' : 'down',
    reasons: said,
    comment,
  }),
  say(done): Card {
    const what = words`for ${strong(done.prompt)} ${v(done.version)}`;
    const again = note(['You can change your mind at any time: your last word counts, once.']);
    if (done.up) return { title: words`Thank you: 👍 ${what}.`, parts: [again] };
    if (done.reasons.length === 0 && done.comment === null) {
      const { output, prompt, version } = done;
      const about = output === null ? { prompt, version: v(version) } : { output };
      const why = { label: 'Say why', command: 'feedback', args: { ...about, vote: 'down' }, ask: true };
      return {
        title: words`Noted: 👎 ${what}.`,
        parts: [line(['What was wrong? A click or a sentence helps to mend it.']), ...buttons(why), again],
      };
    }
    return {
      title: words`Thank you: 👎 ${what}${reasonsIn(done.reasons)}.`,
      parts: [
        ...(done.reasons.includes('not_about_the_prompt')
          ? [line(['It is kept, and left out of the rates of the prompt.'])]
          : []),
        line(['Its owner reads it without your name. When a change answers it, I tell you privately, once.']),
        note(['"news off" turns that off. Your last word counts, once.']),
      ],
    };
  },
});

const reasonsIn = (said: readonly Reason[]): string =>
  said.length === 0 ? '' : ` (${inWords(said.map((one) => reasonWords[one].toLowerCase()))})`;

async function aboutWhat(ctx: Ctx, given: Partial<Given>): Promise<About> {
  if (given.output !== undefined) {
    const output = await getOutput(ctx.db, given.output);
    if (!output) throw new Refusal('not_found', 'I do not know this answer (any more), so it cannot be rated.');
    const { prompt, versionId, version, application } = output;
    return { prompt, version: { id: versionId, number: version }, output: output.id, application };
  }
  const prompt = await promptNamed(ctx.db, given.prompt!, false);
  const live = prompt.labels.find((one) => one.name === 'production')?.versionId;
  const versions = await listVersions(ctx.db, prompt.id);
  const version: VersionHead | undefined = given.version
    ? await versionNamed(ctx.db, prompt, given.version)
    : versions.find((one) => one.id === live);
  if (!version) {
    throw new Refusal('conflict', `Nothing of ${prompt.slug} is in production yet, so there is nothing to rate.`);
  }
  return { prompt: prompt.slug, version, output: null, application: CHAT };
}
