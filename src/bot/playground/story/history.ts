import { accountOf, channels, guidePrompt, type Platform, placeOf, teamsChannels } from './people.ts';
import type { Scene, Stage, When } from './scene.ts';
import { texts } from './texts.ts';
import { type StoryUseCase, unready, useCases } from './use-cases.ts';

const mention = (who: string) => `@${accountOf(who)}`;
const model = 'larch-2-medium-2026-08';

type New = { prompt: string; purpose: string; text: string; why: string; params?: Record<string, unknown> };
type Seen = { change: number; cycle: number; fingerprint: string };

const seen = ({ change, cycle, fingerprint }: Record<string, unknown>) => ({ change, cycle, fingerprint }) as Seen;

async function submit(stage: Stage, args: { prompt: string; text: string; why: string }): Promise<Seen> {
  return seen(await stage.run('ada', 'submit', args));
}

const roles = { owner: mention('olu'), deputy: mention('dee') };

/** Olu writes down who answers for what, and what happens when it fails, before anything of it is released. */
async function prepare(stage: Stage, { usecase, people, fields, inputs, assessment, pilot }: StoryUseCase) {
  const those = Object.fromEntries(Object.entries(people).map(([part, who]) => [part, mention(who)]));
  const lines = inputs.map(([name, source, owner, days]) => [name, source, mention(owner), days].join('; '));
  await stage.run('olu', 'usecase-create', { usecase, ...roles });
  await stage.run('olu', 'usecase-edit', { usecase, ...those, ...fields, inputs: lines.join('\n') });
  await stage.run('olu', 'usecase-assess', { usecase, ...assessment });
  await stage.run('olu', 'usecase-review', { usecase });
  const as = pilot === undefined ? { as: 'active' } : { as: 'pilot', until: stage.dayAfter(pilot) };
  await stage.run('olu', 'usecase-activate', { usecase, ...as });
}

/** Ada proposes a prompt; Olu owns it, Dee is his deputy, and it says who reviews it and who hears of it. */
async function create(stage: Stage, { params = { temperature: 0.2 }, ...given }: New): Promise<Seen> {
  const useCase = (useCases as Readonly<Record<string, StoryUseCase>>)[given.prompt];
  if (useCase) await prepare(stage, useCase);
  const usecase = useCase?.usecase ?? given.prompt;
  const opened = await stage.run('ada', 'submit', { ...given, ...roles, usecase, model, params });
  const { prompt } = given;
  await stage.run('olu', 'reviewers', { prompt, action: 'add', people: [mention('grace')] });
  await stage.run('olu', 'stakeholders', { prompt, action: 'add', people: [mention('sam')] });
  return seen(opened);
}

/** What the scenes hand on to each other. */
const opened: Record<string, Seen> = {};

function proposed(when: When, name: string, work: (stage: Stage) => Promise<Seen>): Scene {
  return {
    when,
    play: async (stage) => {
      opened[name] = await work(stage);
    },
  };
}

/** Somebody approves, which releases it, and the help desk begins to read it. */
const approved = (when: When, name: string, who = 'grace', on: Platform = 'slack'): Scene => ({
  when,
  play: async (stage) => {
    const { prompt } = await stage.run(who, 'approve', opened[name] as Seen, on);
    await stage.read(String(prompt));
  },
});

const said = (when: When, who: string, channel: string, text: string): Scene => ({
  when,
  play: (stage) => stage.say(who, channel, text),
});

const day = (days: number, at: `${number}:${number}`): When => ({ days, at });
const ago = (minutes: number): When => ({ minutes });

/**
 * Twelve working days at Fernhill Supply: five prompts with their use cases, their releases, one rollback, a change that
 * waits, and one that nothing can release yet.
 */
export const story: readonly Scene[] = [
  { when: day(12, '08:58'), play: (stage) => stage.install() },
  {
    when: day(12, '09:12'),
    play: async (stage) =>
      void (await stage.run('root', 'token', { action: 'create', name: 'help-desk', scopes: ['read'] })),
  },
  said(
    day(12, '09:31'),
    'olu',
    channels.team.id,
    'Our prompts live in Countersign from today. Nothing reaches customers that two of us have not seen.',
  ),
  proposed(day(12, '10:04'), 'reply 1', (stage) =>
    create(stage, {
      prompt: guidePrompt,
      purpose: 'First reply to customers who write about an order',
      text: texts.supportReply.first,
      why: 'Taken over from the help desk as it is, so that we can see what changes from now on.',
    }),
  ),
  {
    when: day(12, '10:09'),
    play: async (stage) => {
      const places = [`#${placeOf(channels.team)}`];
      await stage.run('olu', 'stakeholders', { prompt: guidePrompt, action: 'add', places });
    },
  },
  approved(day(12, '11:20'), 'reply 1'),
  proposed(day(11, '13:45'), 'triage 1', (stage) =>
    create(stage, {
      prompt: 'ticket-triage',
      purpose: 'Sorts incoming tickets into queues',
      text: texts.ticketTriage.first,
      why: 'Replaces the keyword rules, which sent half of the plant questions to “complaint”.',
      params: { temperature: 0 },
    }),
  ),
  approved(day(11, '15:02'), 'triage 1'),
  said(
    day(11, '15:20'),
    'sam',
    teamsChannels.warehouse.id,
    'Releases are announced in “AI announcements” now, so nobody has to ask support what the replies promise.',
  ),
  proposed(day(10, '10:30'), 'refund 1', (stage) =>
    create(stage, {
      prompt: 'refund-decision',
      purpose: 'Prepares refund decisions for a colleague',
      text: texts.refundDecision.first,
      why: 'Saves the ten minutes of looking up the policy. A person still decides.',
    }),
  ),
  approved(day(10, '11:17'), 'refund 1', 'olu'),
  proposed(day(9, '09:50'), 'call 1', (stage) =>
    create(stage, {
      prompt: 'call-summary',
      purpose: 'Summarises support calls for the customer file',
      text: texts.callSummary.first,
      why: 'Calls are written down twice at the moment, and differently each time.',
    }),
  ),
  approved(day(9, '10:26'), 'call 1', 'grace', 'teams'),
  proposed(day(8, '14:08'), 'delay 1', (stage) =>
    create(stage, {
      prompt: 'delay-notice',
      purpose: 'Tells customers that their parcel is late',
      text: texts.delayNotice.first,
      why: 'A late parcel is our most frequent question. We answer it before it is asked.',
    }),
  ),
  approved(day(8, '16:41'), 'delay 1'),
  proposed(day(7, '10:15'), 'reply 2', (stage) =>
    submit(stage, {
      prompt: guidePrompt,
      text: texts.supportReply.second,
      why: 'Replies are twice as long as they need to be, and twice it promised a refund that we do not give.',
    }),
  ),
  approved(day(7, '10:52'), 'reply 2'),
  proposed(day(5, '15:33'), 'reply 3', (stage) =>
    submit(stage, {
      prompt: guidePrompt,
      text: texts.supportReply.third,
      why: 'Angry customers should hear quickly that they can have their money back.',
    }),
  ),
  approved(day(5, '16:10'), 'reply 3', 'dee', 'teams'),
  said(
    day(4, '08:55'),
    'sam',
    channels.team.id,
    'Three customers quote a refund “within 24 hours” from our own reply. Who promised that?',
  ),
  {
    when: day(4, '08:59'),
    play: async (stage) => {
      const note = 'It offers refunds within 24 hours. We do not.';
      const back = await stage.run('olu', 'rollback', { prompt: guidePrompt, reason: ['wrong', 'complaints'], note });
      opened['follow-up'] = seen(await stage.run('grace', 'change', { change: back.follow_up }));
    },
  },
  said(day(4, '09:01'), 'olu', channels.team.id, 'Rolled back. The reply before that one is live again.'),
  said(
    day(4, '09:06'),
    'dee',
    teamsChannels.announcements.id,
    'My fault, I read it too fast: it promises a refund within 24 hours. Thank you, Olu.',
  ),
  approved(day(4, '11:36'), 'follow-up'),
  proposed(day(3, '13:20'), 'triage 2', (stage) =>
    submit(stage, {
      prompt: 'ticket-triage',
      text: texts.ticketTriage.second,
      why: 'Pests and diseases get a queue of their own: the growers answer them within the hour.',
    }),
  ),
  approved(day(3, '14:02'), 'triage 2'),
  proposed(day(2, '10:44'), 'refund 2', (stage) =>
    submit(stage, {
      prompt: 'refund-decision',
      text: texts.refundDecision.second,
      why: 'Let it decide small cases alone, that is what takes our time.',
    }),
  ),
  {
    when: day(2, '11:09'),
    play: async (stage) => {
      const reason = 'Decisions about money stay with people. Faster preparation is welcome, deciding is not.';
      await stage.run('grace', 'decline', { ...(opened['refund 2'] as Seen), reason });
    },
  },
  {
    when: day(1, '14:35'),
    play: async (stage) => {
      await stage.run('olu', 'usecase-create', { usecase: unready.usecase, ...roles });
      const context_owner = mention('ada');
      await stage.run('olu', 'usecase-edit', { usecase: unready.usecase, context_owner, ...unready.fields });
    },
  },
  proposed(day(1, '15:05'), 'advice 1', (stage) =>
    create(stage, {
      prompt: unready.prompt,
      purpose: 'Drafts advice for customers with an ailing plant',
      text: texts.plantAdvice.first,
      why: 'The growers answer the same ten questions again and again.',
    }),
  ),
  {
    when: day(1, '15:48'),
    play: async (stage) => {
      const reason = 'Who answers for it when a plant dies? Fill in the use case first, and say what we never advise.';
      await stage.run('grace', 'request-changes', { ...(opened['advice 1'] as Seen), reason });
    },
  },
  proposed(ago(25), 'delay 2', (stage) =>
    submit(stage, {
      prompt: 'delay-notice',
      text: texts.delayNotice.second,
      why: 'People read the first line only: the new date goes there. And half of them want to cancel without a call.',
    }),
  ),
  said(
    ago(22),
    'ada',
    channels.reviews.id,
    'The spring parcels go out on Thursday. It would be good to have this by then.',
  ),
];
