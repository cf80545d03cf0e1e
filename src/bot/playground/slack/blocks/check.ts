import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';
import { SlackApiError } from '../api-error.ts';
import type { Block } from '../wire.ts';
import { complaint, complaints } from './complaints.ts';
import { blocksOf } from './surfaces.ts';
import { plainText } from './text.ts';
import { textLength } from './text-length.ts';

const messageBlocks = z.array(blocksOf.message).max(slackLimits.message.blocks);

const viewFields = {
  private_metadata: z.string().max(slackLimits.view.privateMetadata).optional(),
  callback_id: z.string().max(slackLimits.view.callbackId).optional(),
  external_id: z.string().max(slackLimits.view.externalId).optional(),
};
const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(slackLimits.view.title),
  submit: plainText(slackLimits.view.submit).nullish(),
  close: plainText(slackLimits.view.close).nullish(),
  blocks: z.array(blocksOf.modal).max(slackLimits.view.blocks),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...viewFields,
});
const home = z.strictObject({
  type: z.literal('home'),
  blocks: z.array(blocksOf.home).max(slackLimits.view.blocks),
  ...viewFields,
});

/** A view as an app sends it, after it was found valid. */
export type ValidView = z.infer<typeof modal> | z.infer<typeof home>;

/** Ids that Slack wants unique: of blocks within the surface, of actions within one block; and one focus at most. */
function repetitions(blocks: readonly Block[], root: readonly string[]): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  let focused = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined && seen.has(block.block_id)) {
      found.push(complaint(`\`block_id\` "${block.block_id}" already exists`, ...root, index, 'block_id'));
    }
    if (block.block_id !== undefined) seen.add(block.block_id);
    const actions = new Set<string>();
    for (const [position, element] of (block.elements ?? []).entries()) {
      if (element.action_id === undefined) continue;
      if (actions.has(element.action_id)) {
        const text = `\`action_id\` "${element.action_id}" already exists for this block`;
        found.push(complaint(text, ...root, index, 'elements', position, 'action_id'));
      }
      actions.add(element.action_id);
    }
    for (const element of [block.element, block.accessory, ...(block.elements ?? [])]) {
      if (element?.focus_on_load === true) focused += 1;
    }
  }
  if (focused > 1) found.push(complaint('`focus_on_load` may be true for one element only', ...root));
  return found;
}

function countOf(blocks: readonly Block[], type: string): number {
  return blocks.filter((block) => block.type === type).length;
}

/**
 * Promises that `blocks` is what Slack takes in a message, and returns it typed.
 * Throws `invalid_blocks_format` (not a list), `invalid_blocks` (with every path and limit) or `msg_blocks_too_long`.
 */
export function checkMessageBlocks(blocks: unknown): Block[] {
  if (!Array.isArray(blocks)) throw new SlackApiError('invalid_blocks_format');
  const parsed = messageBlocks.safeParse(blocks);
  if (!parsed.success) throw new SlackApiError('invalid_blocks', complaints(parsed.error.issues, blocks, 'blocks'));
  const valid = parsed.data as Block[];
  const found = repetitions(valid, ['blocks']);
  if (countOf(valid, 'table') > slackLimits.message.tables) found.push(complaint('only_one_table_allowed', 'blocks'));
  if (countOf(valid, 'data_visualization') > slackLimits.message.dataVisualizations) {
    const text = `no more than ${slackLimits.message.dataVisualizations} data_visualization blocks allowed`;
    found.push(complaint(text, 'blocks'));
  }
  if (found.length > 0) throw new SlackApiError('invalid_blocks', found);
  if (textLength(valid) > slackLimits.message.blocksText) throw new SlackApiError('msg_blocks_too_long');
  return valid;
}

/**
 * Promises that `view` is what Slack takes as a view of `type`, and returns it typed.
 * Throws `invalid_arguments` (with every path and limit) or `view_too_large`.
 */
export function checkView(view: unknown, type: 'modal' | 'home'): ValidView {
  const schema = type === 'modal' ? modal : home;
  const parsed = schema.safeParse(view);
  if (!parsed.success) throw new SlackApiError('invalid_arguments', complaints(parsed.error.issues, view, 'view'));
  const valid: ValidView = parsed.data;
  const blocks = valid.blocks as Block[];
  const found = repetitions(blocks, ['view', 'blocks']);
  if (valid.type === 'modal' && !valid.submit && countOf(blocks, 'input') > 0) {
    found.push(complaint('missing required field: submit', 'view'));
  }
  if (found.length > 0) throw new SlackApiError('invalid_arguments', found);
  if (Buffer.byteLength(JSON.stringify(valid)) > slackLimits.view.bytes) throw new SlackApiError('view_too_large');
  return valid;
}
