import { channels, guidePrompt, teamsChannels } from '../story/people.ts';
import type { ClientKey, Guide, Spot, StepName } from './shared.ts';

/** Where a step is done: as whom, in which conversation, and what may be typed there. */
export type Way = {
  readonly label: string;
  readonly as: string;
  readonly client: ClientKey;
  readonly in: string;
  readonly draft?: string;
};

export type Step = {
  readonly name: StepName;
  readonly title: string;
  readonly text: string;
  readonly way?: Way;
  /** The post at which it is done, once it is there. */
  readonly at?: (guide: Guide) => Spot | null;
  /** The way once that post is there. */
  readonly onceThere?: Way;
};

/** The main job, and then across two platforms. */
export const steps: readonly Step[] = [
  {
    name: 'submit',
    title: 'Submit a better text',
    text: `Ada writes the prompts. Her command opens a form with the present text of ${guidePrompt}: change a line, say why, submit.`,
    way: {
      label: 'Type it for me',
      as: 'ada',
      client: 'slack',
      in: channels.team.id,
      draft: `/prompt submit ${guidePrompt}`,
    },
  },
  {
    name: 'diff',
    title: 'See what would change',
    text: 'The change waits for a decision. Grace reviews it: “Open full diff” shows it word by word.',
    way: { label: 'Go there as Grace', as: 'grace', client: 'slack', in: channels.reviews.id },
    at: ({ change }) => change,
  },
  {
    name: 'approve',
    title: 'Approve as somebody else',
    text: 'Nobody approves their own change: try it as Ada. As Grace, “Approve and release” makes it live at once.',
    way: { label: 'Go there as Grace', as: 'grace', client: 'slack', in: channels.reviews.id },
    at: ({ change }) => change,
  },
  {
    name: 'read',
    title: 'Read it as an application',
    text: 'Applications ask for the prompt and always get what was released. Run this in a terminal:',
  },
  {
    name: 'rollback',
    title: 'Roll back in two clicks',
    text: 'Customers complain? “Roll back” on the announcement, a reason, “Roll back now”. It waits for no approval.',
    way: { label: 'Go there as Olu', as: 'olu', client: 'slack', in: channels.announcements.id },
    at: ({ release }) => release,
  },
  {
    name: 'told',
    title: 'See who was told',
    text: 'One announcement, everywhere it matters. Look at it as somebody else.',
    way: { label: 'Look as Sam', as: 'sam', client: 'slack', in: 'direct' },
  },
  {
    name: 'across',
    title: 'Submit in Slack, approve in Teams',
    text: 'Grace is in Teams as well: the same person, the same change, one decision. Let Ada submit once more in Slack, approve it as Grace in Teams, and both cards say so.',
    way: {
      label: 'Type it for me',
      as: 'ada',
      client: 'slack',
      in: channels.team.id,
      draft: `/prompt submit ${guidePrompt}`,
    },
    at: ({ across }) => across,
    onceThere: { label: 'Go to Teams as Grace', as: 'grace', client: 'teams', in: teamsChannels.reviews.id },
  },
];
