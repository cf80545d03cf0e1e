import {
  ago,
  answered,
  approved,
  create,
  day,
  mention,
  opened,
  proposed,
  roles,
  type Seen,
  said,
  seen,
  submit,
} from './deeds.ts';
import { channels, guidePrompt, helpDesk, placeOf, teamsChannels } from './people.ts';
import type { Scene } from './scene.ts';
import { texts } from './texts.ts';
import { sendThumbs } from './thumbs.ts';
import { unready } from './use-cases.ts';

/** What the visitor's token is called, with which the guide lets them read a prompt. */
export const visitor = 'your-terminal';

/**
 * Eight weeks at Fernhill Supply: five prompts with their use cases, their releases, what people think of them, one
 * rollback, a change that waits, and one that nothing can release yet.
 */
export const story: readonly Scene[] = [
  { when: day(40, '08:58'), play: (stage) => stage.install() },
  {
    when: day(40, '09:12'),
    play: async (stage) => {
      await stage.run('root', 'token', { action: 'create', name: helpDesk, scopes: ['read', 'facts'] });
      await stage.run('root', 'token', { action: 'create', name: visitor, scopes: ['read'] });
    },
  },
  said(
    day(40, '09:31'),
    'olu',
    channels.team.id,
    'Our prompts live in Countersign from today. Nothing reaches customers that two of us have not seen.',
  ),
  proposed(day(40, '10:04'), 'reply 1', (stage) =>
    create(stage, {
      prompt: guidePrompt,
      purpose: 'First reply to customers who write about an order',
      text: texts.supportReply.first,
      why: 'Taken over from the help desk as it is, so that we can see what changes from now on.',
    }),
  ),
  {
    when: day(40, '10:09'),
    play: async (stage) => {
      const places = [`#${placeOf(channels.team)}`];
      await stage.run('olu', 'stakeholders', { prompt: guidePrompt, action: 'add', places });
    },
  },
  approved(day(40, '11:20'), 'reply 1'),
  proposed(day(37, '13:45'), 'triage 1', (stage) =>
    create(stage, {
      prompt: 'ticket-triage',
      purpose: 'Sorts incoming tickets into queues',
      text: texts.ticketTriage.first,
      why: 'Replaces the keyword rules, which sent half of the plant questions to “complaint”.',
      params: { temperature: 0 },
    }),
  ),
  approved(day(37, '15:02'), 'triage 1'),
  said(
    day(37, '15:20'),
    'sam',
    teamsChannels.warehouse.id,
    'Releases are announced in “AI announcements” now, so nobody has to ask support what the replies promise.',
  ),
  proposed(day(32, '10:30'), 'refund 1', (stage) =>
    create(stage, {
      prompt: 'refund-decision',
      purpose: 'Prepares refund decisions for a colleague',
      text: texts.refundDecision.first,
      why: 'Saves the ten minutes of looking up the policy. A person still decides.',
    }),
  ),
  approved(day(32, '11:17'), 'refund 1', 'olu'),
  proposed(day(27, '09:50'), 'call 1', (stage) =>
    create(stage, {
      prompt: 'call-summary',
      purpose: 'Summarises support calls for the customer file',
      text: texts.callSummary.first,
      why: 'Calls are written down twice at the moment, and differently each time.',
    }),
  ),
  approved(day(27, '10:26'), 'call 1', 'grace', 'teams'),
  proposed(day(23, '14:08'), 'delay 1', (stage) =>
    create(stage, {
      prompt: 'delay-notice',
      purpose: 'Tells customers that their parcel is late',
      text: texts.delayNotice.first,
      why: 'A late parcel is our most frequent question. We answer it before it is asked.',
    }),
  ),
  approved(day(23, '16:41'), 'delay 1'),
  proposed(day(21, '10:15'), 'reply 2', (stage) =>
    submit(stage, {
      prompt: guidePrompt,
      text: texts.supportReply.second,
      why: 'Replies are twice as long as they need to be, and twice it promised a refund that we do not give.',
    }),
  ),
  approved(day(21, '10:52'), 'reply 2'),
  proposed(day(6, '09:33'), 'reply 3', (stage) =>
    submit(stage, {
      prompt: guidePrompt,
      text: texts.supportReply.third,
      why: 'Angry customers should hear quickly that they can have their money back.',
    }),
  ),
  approved(day(6, '10:10'), 'reply 3', 'dee', 'teams'),
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
  answered(day(2, '15:12'), 'slack', 'spade'),
  answered(day(2, '15:40'), 'teams', 'saturday'),
  {
    when: day(1, '09:20'),
    play: async (stage) => {
      const comment = 'It says “you get a message with the tracking number”. Bulbs go by letter post: there is none.';
      await stage.run('sam', 'feedback', { prompt: guidePrompt, vote: 'down', reasons: ['wrong'], comment });
    },
  },
  answered(day(1, '11:05'), 'slack', 'bulbs'),
  {
    when: day(1, '14:35'),
    play: async (stage) => {
      await stage.write('olu', 'usecase-create', { usecase: unready.usecase, ...roles });
      const context_owner = mention('ada');
      await stage.write('olu', 'usecase-edit', { usecase: unready.usecase, context_owner, ...unready.fields });
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
  { when: day(1, '17:30'), play: (stage) => sendThumbs(stage.application(), stage.end) },
  // As the clock does every few minutes: the new sorting of tickets is liked less than the one before, and Olu is told.
  { when: day(1, '17:35'), play: (stage) => stage.tick('compare') },
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
