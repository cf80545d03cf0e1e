import { z } from 'zod';
import { SlackApiError } from './api-error.ts';
import type { Hook } from './hooks.ts';
import { contentArgs, contentOf } from './methods/content.ts';
import { flag } from './methods/method.ts';
import type { SlackMessage } from './records.ts';
import type { World } from './world.ts';

const answerArgs = z.object({
  ...contentArgs,
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: flag,
  delete_original: flag,
  thread_ts: z.string().optional(),
  mrkdwn: flag,
  unfurl_links: flag,
  unfurl_media: flag,
  metadata: z.unknown().optional(),
});

/** What an app answers with, through a response address or in the acknowledgement of a slash command. */
export type Said = z.infer<typeof answerArgs>;

const method = 'response_url';

/**
 * Shows what the app said to the person (or the channel) a hook stands for. Throws what the content is refused with.
 * Answers the message, or undefined when one was taken away.
 */
export function show(world: World, hook: Hook, said: Said): SlackMessage | undefined {
  const { state, identity } = world;
  if (said.delete_original || said.replace_original) {
    const original =
      hook.message === undefined
        ? undefined
        : hook.message.ephemeral
          ? state.ephemeral(hook.message.ts)
          : state.message(hook.channel, hook.message.ts);
    if (said.delete_original) {
      if (original?.ephemeralTo !== undefined) state.removeEphemeral(original);
      else if (original) state.remove(original);
      return undefined;
    }
    const { text, blocks = [] } = contentOf(world, method, said);
    if (original?.ephemeralTo !== undefined) return state.replaceEphemeral(original, text, blocks);
    if (original) return state.edit(original, text, blocks);
  }
  if (hook.message !== undefined && said.replace_original === undefined) {
    const detail = 'answers to a pressed element must say replace_original, true or false';
    world.find({ kind: 'replace_original_unsaid', method, detail });
  }
  const { text, blocks = [] } = contentOf(world, method, said);
  const given = {
    channel: hook.channel,
    user: identity.botUserId,
    bot: true,
    text,
    blocks,
    thread_ts: said.thread_ts ?? hook.thread_ts,
  };
  return said.response_type === 'in_channel' ? state.post(given) : state.whisper(hook.user, given);
}

/** One use of a response address, answered as Slack does: `ok`, or the reason with 400 or 404. */
export function respond(
  world: World,
  path: string,
  args: Record<string, unknown> | undefined,
): { status: number; body: Record<string, unknown> | string } {
  const hook = world.hooks.use(path);
  if (typeof hook === 'string') return { status: 404, body: { ok: false, error: hook } };
  const parsed = answerArgs.safeParse(args);
  if (!parsed.success) return { status: 400, body: 'invalid_payload' };
  for (const key of Object.keys(args ?? {})) {
    if (!(key in answerArgs.shape)) world.find({ kind: 'unknown_argument', method, detail: key });
  }
  try {
    show(world, hook, parsed.data);
    return { status: 200, body: 'ok' };
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    return { status: 400, body: { ok: false, error: error.code, errors: error.details } };
  }
}

/** The answer in an acknowledgement, when it says anything; throws when it is not one Slack understands. */
export function saidIn(body: unknown): Said | undefined {
  if (typeof body === 'string') return body === '' ? undefined : { text: body };
  if (body === null || typeof body !== 'object' || Object.keys(body).length === 0) return undefined;
  const parsed = answerArgs.safeParse(body);
  if (!parsed.success) throw new SlackApiError('invalid_payload', [parsed.error.message]);
  return parsed.data;
}
