import { z } from 'zod';
import { slackLimits } from '../../limits/slack.ts';

const schema = z.object({
  /** The command. */
  c: z.string(),
  /** Its settled arguments. */
  a: z.record(z.string(), z.unknown()),
  /** Where it was asked for. */
  p: z.string().nullable(),
  /** Of fields that take several: what was chosen elsewhere and has no entry in a menu of this workspace. */
  k: z.record(z.string(), z.array(z.string())).optional(),
});

/** What a form carries unseen and brings back. */
type Carried = z.infer<typeof schema>;

/** @throws Error when it is more than Slack carries: large texts belong into fields */
export function carry(carried: Carried): string {
  const text = JSON.stringify(carried);
  const most = slackLimits.view.privateMetadata;
  if (text.length <= most) return text;
  throw new Error(
    `The settled arguments of ${carried.c} take ${text.length} characters; a form in Slack carries ${most}.`,
  );
}

/** @throws Error when it is not what a form of ours carries */
export const carriedBy = (privateMetadata: string): Carried => schema.parse(JSON.parse(privateMetadata));
