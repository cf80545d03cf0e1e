import { channels, guidePrompt, people, teamsChannels } from '../story/people.ts';
import type { ClientKey, Guide, Spot, StepName } from './shared.ts';

/** Where a step is done: as whom, in which conversation, at which post, and what may be typed there. */
export type Way = {
  readonly label: string;
  readonly as: string;
  readonly client: ClientKey;
  readonly in: string;
  readonly post?: string;
  readonly draft?: string;
};

type Lead = { readonly text: string; readonly way?: Way };

export type Step = {
  readonly name: StepName;
  readonly title: string;
  /** What to do next for it, as things stand. */
  readonly lead: (guide: Guide) => Lead;
};

const inSlack = (as: string, place: string, label: string): Way => ({ label, as, client: 'slack', in: place });
const submitting: Way = {
  ...inSlack('ada', channels.team.id, 'Type it for me'),
  draft: `/prompt submit ${guidePrompt}`,
};
const reviewing = inSlack('grace', channels.reviews.id, 'Go there as Grace');

/** A way that leads to a post, once that is there. */
const at = (way: Way, spot: Spot | null): Way =>
  spot ? { ...way, client: spot.client, in: spot.place, post: spot.post } : way;

/** The main job, then across two platforms, then what became of a thumb. */
export const steps: readonly Step[] = [
  {
    name: 'submit',
    title: 'Submit a better text',
    lead: () => ({
      text: `Ada writes the prompts. Her command opens a form with the present text of ${guidePrompt}: change a line, say why, submit.`,
      way: submitting,
    }),
  },
  {
    name: 'diff',
    title: 'See what would change',
    lead: ({ change }) => ({
      text: 'The change waits for a decision. Grace reviews it: “Open full diff” shows it word by word.',
      way: at(reviewing, change),
    }),
  },
  {
    name: 'approve',
    title: 'Approve as somebody else',
    lead: ({ change }) => ({
      text: 'Nobody approves their own change: try it as Ada. As Grace, “Approve and release” makes it live at once.',
      way: at(reviewing, change),
    }),
  },
  {
    name: 'read',
    title: 'Read it as an application',
    lead: () => ({
      text: 'Applications ask for the prompt and always get what was released. Run this in a terminal:',
    }),
  },
  {
    name: 'rollback',
    title: 'Roll back in two clicks',
    lead: ({ release }) => ({
      text: 'Customers complain? “Roll back” on the announcement, a reason, “Roll back now”. It waits for no approval.',
      way: at(inSlack('olu', channels.announcements.id, 'Go there as Olu'), release),
    }),
  },
  {
    name: 'told',
    title: 'See who was told',
    lead: () => ({
      text: 'One announcement, everywhere it matters. Look at it as somebody else.',
      way: inSlack('sam', 'direct', 'Look as Sam'),
    }),
  },
  {
    name: 'across',
    title: 'Submit in Slack, approve in Teams',
    lead: ({ across }) => ({
      text: 'Grace is in Teams as well: the same person, the same change, one decision. Let Ada submit once more in Slack, approve it as Grace in Teams, and both cards say so.',
      way: across
        ? at({ label: 'Go to Teams as Grace', as: 'grace', client: 'teams', in: teamsChannels.reviews.id }, across)
        : submitting,
    }),
  },
  { name: 'heard', title: 'Rate an answer and hear back', lead: hearing },
];

function hearing({ complainer, heard }: Guide): Lead {
  if (heard?.person) {
    const way = inSlack(heard.person, 'direct', `Read it as ${heard.label}`);
    return {
      text: `It is live, and whoever complained was told in private: ${heard.label} among them.`,
      way: { ...way, client: heard.client, post: heard.post },
    };
  }
  const name = people.find(({ key }) => key === complainer)?.name;
  if (name === undefined) {
    return {
      text: 'The help desk answers customers all day. Let an answer come in, press 👎 and say why.',
      way: inSlack('sam', channels.answers.id, 'Go there as Sam'),
    };
  }
  return {
    text: `${name} said what was wrong. Let Ada submit a better text: her form lists what people said, to be picked. Then approve it as Grace.`,
    way: submitting,
  };
}
