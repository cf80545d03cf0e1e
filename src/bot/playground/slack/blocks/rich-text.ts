import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';
import { words } from './text.ts';
import { textLength } from './text-length.ts';

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    underline: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
const id = z.string().min(1);

const text = z.strictObject({ type: z.literal('text'), text: words(slackLimits.richText), style });
const link = z.strictObject({
  type: z.literal('link'),
  url: z.string().min(1),
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  style,
});

const inline = z.discriminatedUnion('type', [
  text,
  link,
  z.strictObject({ type: z.literal('user'), user_id: id, style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: id, style }),
  z.strictObject({ type: z.literal('channel'), channel_id: id, style }),
  z.strictObject({ type: z.literal('team'), team_id: id, style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
  z.strictObject({ type: z.literal('emoji'), name: id, unicode: z.string().optional(), style }),
  z.strictObject({ type: z.literal('color'), value: z.string().regex(/^#[0-9a-fA-F]{6}$/), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
]);

const border = z.union([z.literal(0), z.literal(1)]).optional();
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) });

/** A `rich_text` block. The sum of its texts is bounded by the house, Slack documents no bound. */
export const richText = z
  .strictObject({
    type: z.literal('rich_text'),
    block_id: words(slackLimits.blockId).optional(),
    elements: z
      .array(
        z.discriminatedUnion('type', [
          section,
          z.strictObject({
            type: z.literal('rich_text_list'),
            elements: z.array(section).min(1),
            style: z.enum(['bullet', 'ordered']),
            indent: z.int().min(0).max(8).optional(),
            offset: z.int().min(0).optional(),
            border,
          }),
          z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
          z.strictObject({
            type: z.literal('rich_text_preformatted'),
            elements: z.array(z.discriminatedUnion('type', [text, link])),
            border,
          }),
        ]),
      )
      .min(1),
  })
  .refine((block) => textLength(block) <= slackLimits.richText, {
    error: `must be less than ${slackLimits.richText + 1} characters in all elements together`,
    path: ['elements'],
  });
