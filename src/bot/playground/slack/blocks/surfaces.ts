import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';
import { dataVisualization } from './data-visualization.ts';
import { elementsOf, image } from './elements.ts';
import { richText } from './rich-text.ts';
import { mrkdwn, plainText, textObject, words } from './text.ts';
import { textLength } from './text-length.ts';

const blockId = { block_id: words(slackLimits.blockId).optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    ...blockId,
    text: textObject(slackLimits.section.text).optional(),
    fields: z.array(textObject(slackLimits.section.field)).min(1).max(slackLimits.section.fields).optional(),
    accessory: elementsOf.accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    error: 'must define either `text` or `fields`',
  });

const rawText = z.strictObject({ type: z.literal('raw_text'), text: words(slackLimits.table.chars) });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: words(slackLimits.table.chars),
});
const table = z
  .strictObject({
    type: z.literal('table'),
    ...blockId,
    rows: z
      .array(
        z
          .array(z.discriminatedUnion('type', [rawText, rawNumber, richText]))
          .min(1)
          .max(slackLimits.table.columns),
      )
      .min(1)
      .max(slackLimits.table.rows),
    column_settings: z
      .array(
        z
          .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
          .nullable(),
      )
      .max(slackLimits.table.columns)
      .optional(),
  })
  .refine((block) => textLength(block.rows) <= slackLimits.table.chars, {
    error: `must be less than ${slackLimits.table.chars + 1} characters in all cells together`,
    path: ['rows'],
  });

const everywhere = [
  section,
  richText,
  z.strictObject({ type: z.literal('divider'), ...blockId }),
  z.strictObject({ type: z.literal('header'), ...blockId, text: plainText(slackLimits.header) }),
  z.strictObject({
    type: z.literal('context'),
    ...blockId,
    elements: z
      .array(
        z.discriminatedUnion('type', [
          image({}),
          plainText(slackLimits.context.text),
          mrkdwn(slackLimits.context.text),
        ]),
      )
      .min(1)
      .max(slackLimits.context.elements),
  }),
  z.strictObject({
    type: z.literal('actions'),
    ...blockId,
    elements: z.array(elementsOf.actions).min(1).max(slackLimits.actions.elements),
  }),
  z.strictObject({
    type: z.literal('input'),
    ...blockId,
    label: plainText(slackLimits.input.label),
    hint: plainText(slackLimits.input.hint).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: elementsOf.input,
  }),
  image({ ...blockId, title: plainText(slackLimits.image.title).optional() }),
] as const;

const markdown = z.strictObject({ type: z.literal('markdown'), ...blockId, text: words(slackLimits.markdown) });
const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...blockId,
  elements: z.array(elementsOf.contextActions).min(1).max(slackLimits.contextActions.elements),
});
const alert = z.strictObject({
  type: z.literal('alert'),
  ...blockId,
  text: textObject(slackLimits.alert),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

/**
 * The blocks each surface takes. Blocks Slack knows but the house never sends (`video`, `file`, `card`, `carousel`,
 * `container`, `data_table`, `plan`, `task_card`) are refused as unsupported until somebody needs and checks them.
 */
export const blocksOf = {
  message: z.discriminatedUnion('type', [...everywhere, markdown, table, contextActions, dataVisualization]),
  modal: z.discriminatedUnion('type', [...everywhere, alert]),
  home: z.discriminatedUnion('type', [...everywhere]),
};
