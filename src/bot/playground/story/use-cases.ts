import { channels, placeOf } from './people.ts';

/** What somebody of the story writes down about a use case, as `usecase-edit` takes it. People by their keys. */
export type StoryUseCase = {
  readonly usecase: string;
  readonly people: { readonly context_owner: string; readonly stop_authority: string };
  readonly fields: Readonly<Record<string, string | number>>;
  /** Name, source, key of the owner, days. */
  readonly inputs: readonly (readonly [name: string, source: string, owner: string, days: number])[];
  readonly assessment: Readonly<Record<'value' | 'detection' | 'verifiability' | 'layer', string>> & {
    readonly reason?: string;
  };
  /** When it should be stopped: the owner writes it down, the stop authority agrees. */
  readonly criterion?: { readonly kpi: string; readonly threshold: string; readonly words: string };
  /** A pilot of so many days. */
  readonly pilot?: number;
};

/** The use cases of Fernhill Supply that are at work, by the prompt that each began with. */
export const useCases = {
  'support-reply': {
    usecase: 'customer-replies',
    people: { context_owner: 'ada', stop_authority: 'dee' },
    fields: {
      decision: 'What a customer who writes about an order is answered first',
      limits: 'Promises no money, no delivery date and nothing that the shop pages do not say',
      function: 'Drafts the first reply; the help desk sends it',
      input: 'The message of the customer and the order it is about',
      output: 'A reply of up to 120 words, in the name of the support team',
      failure_mode: 'It promises what we do not keep, or answers another question than the one that was asked',
      error_reach: 'One customer at once; dozens within a morning when the text itself is wrong',
      quality_standard: 'Of 20 replies picked on a Friday, 19 go out without a change',
      escalation: 'Injuries, threats, the press, and everybody who writes for the third time',
      failure_response:
        'Thank you for writing. A colleague of ours reads your message today and will answer you in person.',
      review_days: 90,
      stop_criteria: 'The shop pages and the reply disagree on refunds or delivery',
      minutes: 6,
      method: 'Olu timed 30 replies with and without a draft in September',
      decision_class: 'customer-answers',
      team: `#${placeOf(channels.team)}`,
    },
    inputs: [
      ['Shop pages', 'fernhill.example/help', 'olu', 90],
      ['Tone of voice', 'the handbook of the support team', 'dee', 365],
    ],
    assessment: { value: 'mixed', detection: 'in_days', verifiability: 'easy', layer: 'light' },
    criterion: {
      kpi: 'reversal_rate',
      threshold: '10 %',
      words:
        'If we take back more than one reply in ten we stop: a promise we do not keep costs more than a slow answer.',
    },
  },
  'ticket-triage': {
    usecase: 'ticket-sorting',
    people: { context_owner: 'ada', stop_authority: 'dee' },
    fields: {
      decision: 'Which queue a new ticket goes to',
      limits: 'Sorts only; it neither answers nor closes a ticket',
      function: 'Picks one of the queues',
      input: 'Subject and text of the ticket',
      output: 'The name of a queue, or “unsure”',
      failure_mode: 'A ticket waits in a queue that nobody of the right team looks at',
      error_reach: 'One ticket, until the queue is looked through the next morning',
      quality_standard: 'Nine of ten tickets are never moved to another queue',
      escalation: '“unsure” goes to the person on duty',
      failure_response: 'Put the ticket into “unsorted”: the person on duty sorts by hand.',
      review_days: 60,
      stop_criteria: 'A queue was renamed and the list of queues was not',
      minutes: 1,
      method: 'Counted on two mornings by the person on duty',
    },
    inputs: [['List of queues', 'the settings of the help desk', 'olu', 90]],
    assessment: { value: 'spread', detection: 'in_days', verifiability: 'easy', layer: 'light' },
    criterion: {
      kpi: 'reversal_rate',
      threshold: '15 %',
      words: 'If one ticket in seven has to be moved by hand, the old keyword rules do it as well.',
    },
  },
  'refund-decision': {
    usecase: 'refunds',
    people: { context_owner: 'ada', stop_authority: 'grace' },
    fields: {
      decision: 'Whether a customer gets money back, and how much',
      limits: 'Prepares only; above 80 EUR it recommends nothing',
      function: 'Looks up the policy and prepares the decision of a colleague',
      input: 'The request, the order and our refund policy',
      output: 'The paragraphs that apply, and a recommendation with its reason',
      failure_mode: 'It reads an exception into the policy that is not there',
      error_reach: 'One refund; a precedent, if customers compare',
      quality_standard: 'A colleague agrees with 19 of 20 recommendations',
      escalation: 'Business customers, and everything about health',
      failure_response: 'Decide by the printed policy. Requests above 80 EUR wait for Olu.',
      review_days: 30,
      stop_criteria: 'The refund policy changed and the text here did not',
      minutes: 10,
      method: 'The time it took to look the policy up, asked of three colleagues',
    },
    inputs: [['Refund policy', 'the intranet, page “Money back”', 'olu', 90]],
    assessment: {
      value: 'concentrated',
      detection: 'at_once',
      verifiability: 'expert',
      layer: 'light',
      reason: 'A person decides on every single refund, so one approval of the text is enough.',
    },
    pilot: 60,
  },
  'call-summary': {
    usecase: 'call-notes',
    people: { context_owner: 'ada', stop_authority: 'dee' },
    fields: {
      decision: 'What is kept of a call in the file of a customer',
      limits: 'No opinions about people, and no health data',
      function: 'Summarises a call',
      input: 'The transcript of the call',
      output: 'Five lines: wish, facts, promise, open question, next step',
      failure_mode: 'It leaves out a promise that was made',
      error_reach: 'Whoever takes the next call of this customer',
      quality_standard: 'Whoever took the call signs 19 of 20 without a change',
      escalation: 'Complaints about a colleague are written by hand',
      failure_response: 'Write the five lines yourself, as before.',
      review_days: 180,
      stop_criteria: 'Calls are no longer recorded with consent',
      minutes: 4,
      method: 'Ten calls, written by hand and then with it',
    },
    inputs: [['What may be kept', 'the privacy notes of the company', 'dee', 180]],
    assessment: { value: 'spread', detection: 'at_once', verifiability: 'expert', layer: 'light' },
  },
  'delay-notice': {
    usecase: 'delivery-news',
    people: { context_owner: 'ada', stop_authority: 'sam' },
    fields: {
      decision: 'What a customer is told when a parcel is late',
      limits: 'Names no new date that the warehouse has not given',
      function: 'Writes the notice; the shop sends it',
      input: 'The order, the reason and the date of the warehouse',
      output: 'A notice of four sentences',
      failure_mode: 'A wrong date, or a tone that makes it worse',
      error_reach: 'Everybody on a truck: some 300 customers at once',
      quality_standard: 'Fewer than one in fifty calls about it',
      escalation: 'Living plants that will not survive the delay',
      failure_response: 'Your parcel is late, and we are sorry. We write again as soon as we know the day.',
      review_days: 90,
      stop_criteria: 'The warehouse gives no dates for more than a day',
    },
    inputs: [['Dates of arrival', 'the board of the warehouse', 'sam', 1]],
    assessment: { value: 'mixed', detection: 'at_once', verifiability: 'easy', layer: 'light' },
  },
} as const satisfies Record<string, StoryUseCase>;

/** A use case that is not ready: the change that waits for it shows what is missing. */
export const unready = {
  usecase: 'plant-advice',
  prompt: 'plant-advice',
  fields: {
    decision: 'What a customer with an ailing plant is advised to do',
    limits: 'No pesticides that need a licence',
    function: 'Drafts an advice that a grower reads before it is sent',
    input: 'The description of the plant, and what was done so far',
    output: 'Up to three steps, the gentlest first',
  },
} as const;
