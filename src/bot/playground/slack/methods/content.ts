import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';
import { SlackApiError } from '../api-error.ts';
import { checkMessageBlocks } from '../blocks/check.ts';
import type { Block } from '../wire.ts';
import type { World } from '../world.ts';

/** The arguments in which every message says what it says. */
export const contentArgs = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
};

export type Content = { text: string; blocks: Block[] | undefined };

/**
 * Promises content Slack would display. Throws `no_text`, `msg_too_long` or what the blocks are refused with; what Slack
 * lets pass and the house does not becomes a finding of `method`.
 */
export function contentOf(world: World, method: string, args: z.infer<z.ZodObject<typeof contentArgs>>): Content {
  const text = args.text ?? '';
  const blocks = args.blocks === undefined || args.blocks === null ? undefined : checkMessageBlocks(args.blocks);
  if (text === '' && (blocks === undefined || blocks.length === 0)) throw new SlackApiError('no_text');
  if (text.length > slackLimits.message.text) throw new SlackApiError('msg_too_long');
  if (text.trim() === '') {
    world.find({ kind: 'no_text_fallback', method, detail: 'blocks without a text fallback' });
  }
  if (text.length > slackLimits.message.recommendedText) {
    world.find({ kind: 'long_text', method, detail: `text of ${text.length} characters may be shortened` });
  }
  if (Array.isArray(args.attachments) && args.attachments.length > 0) {
    world.find({ kind: 'legacy_attachments', method, detail: 'attachments are not checked by the stand-in' });
  }
  return { text, blocks };
}
