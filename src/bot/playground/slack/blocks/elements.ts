import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';
import { accessible, actionId, confirmable, dispatching, focusable, placeholder } from './fields.ts';
import { choosers, datetimepicker, overflow } from './menus.ts';
import { address, plainText, words } from './text.ts';

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(slackLimits.button.text),
  value: words(slackLimits.button.value).optional(),
  url: address(slackLimits.button.url).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  ...accessible,
  ...actionId,
  ...confirmable,
});

const typed = { ...actionId, ...focusable, ...placeholder, ...dispatching };
const number = z.string().regex(/^-?\d+(\.\d+)?$/);
const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(slackLimits.plainTextInput.initialValue).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(slackLimits.plainTextInput.maxLength).optional(),
    max_length: z.int().min(1).max(slackLimits.plainTextInput.maxLength).optional(),
  })
  .refine((element) => (element.min_length ?? 0) <= (element.max_length ?? slackLimits.plainTextInput.maxLength), {
    error: 'must be no more than max_length',
    path: ['min_length'],
  });
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: number.optional(),
  min_value: number.optional(),
  max_value: number.optional(),
});
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const urlInput = z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() });

const feedbackButton = z.strictObject({
  text: plainText(slackLimits.button.text),
  value: words(slackLimits.button.value),
  ...accessible,
});
const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  ...actionId,
  positive_button: feedbackButton,
  negative_button: feedbackButton,
});
const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  ...actionId,
  ...confirmable,
  ...accessible,
  icon: z.literal('trash'),
  text: plainText(slackLimits.button.text),
  value: words(slackLimits.button.value).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
});

const imageFields = {
  alt_text: words(slackLimits.image.altText),
  image_url: address(slackLimits.image.url).optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
};

/** An image, as an element or (with `more`) as a block. Exactly one source. */
export const image = <More extends z.ZodRawShape>(more: More) =>
  z
    .strictObject({ type: z.literal('image'), ...imageFields, ...more })
    .refine((value) => 'image_url' in value !== 'slack_file' in value, {
      error: 'must define either `image_url` or `slack_file`',
    });

/**
 * Which elements each block takes. Left out on purpose, and so refused as unsupported: `external_select` (needs an
 * options address), `file_input` (needs `files:read`), `rich_text_input`, `workflow_button`.
 */
export const elementsOf = {
  actions: z.discriminatedUnion('type', [button, overflow, datetimepicker, ...choosers]),
  accessory: z.discriminatedUnion('type', [button, overflow, image({}), ...choosers]),
  input: z.discriminatedUnion('type', [plainTextInput, numberInput, emailInput, urlInput, datetimepicker, ...choosers]),
  contextActions: z.discriminatedUnion('type', [feedbackButtons, iconButton]),
};
