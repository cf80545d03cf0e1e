import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';
import { confirmDialog, plainText, words } from './text.ts';

/** Fields that many elements have in common, to be spread into their schemas. */
export const actionId = { action_id: words(slackLimits.actionId).optional() };
export const confirmable = { confirm: confirmDialog.optional() };
export const focusable = { focus_on_load: z.boolean().optional() };
export const placeholder = { placeholder: plainText(slackLimits.placeholder).optional() };
export const several = { max_selected_items: z.int().min(1).optional() };
export const accessible = { accessibility_label: words(slackLimits.button.accessibilityLabel).optional() };
export const dispatching = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .optional(),
    })
    .optional(),
};
export const menu = { ...actionId, ...confirmable, ...focusable, ...placeholder };
