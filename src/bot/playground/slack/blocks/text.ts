import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';

/** A non-empty string of at most `max` UTF-16 code units. */
export const words = (max: number) => z.string().min(1).max(max);

/** A `plain_text` object. */
export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(max), emoji: z.boolean().optional() });

/** A `mrkdwn` object. */
export const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: words(max), verbatim: z.boolean().optional() });

/** Either text object. */
export const textObject = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

/** A web address, as buttons and images carry it. */
export const address = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => URL.canParse(value), { error: 'must be a valid URL' });

/** The dialog that asks "are you sure". */
export const confirmDialog = z.strictObject({
  title: plainText(slackLimits.confirm.title),
  text: textObject(slackLimits.confirm.text),
  confirm: plainText(slackLimits.confirm.confirm).optional(),
  deny: plainText(slackLimits.confirm.deny).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

/** An option of a menu, whose text is `text` and whose further keys are `more`. */
export const plainOption = z.strictObject({
  text: plainText(slackLimits.option.text),
  value: words(slackLimits.option.value),
  description: plainText(slackLimits.option.description).optional(),
});

/** An option of radio buttons and check boxes, where mrkdwn is allowed. */
export const richOption = z.strictObject({
  text: textObject(slackLimits.option.text),
  value: words(slackLimits.option.value),
  description: textObject(slackLimits.option.description).optional(),
});
