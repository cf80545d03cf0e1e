/** A thumb down with the answer it is about and what was said. `days`: so many working days before the story ends. */
export type Complaint = {
  readonly prompt: string;
  readonly version: number;
  readonly days: number;
  readonly application: string;
  readonly user: string;
  readonly input: string;
  readonly output: string;
  readonly reasons: readonly string[];
  readonly comment?: string;
};

const reply = (version: number, days: number, application: string, user: string) => ({
  prompt: 'support-reply',
  version,
  days,
  application,
  user,
});
const queue = (days: number, user: string) => ({
  prompt: 'ticket-triage',
  version: 2,
  days,
  application: 'ticket-router',
  user,
});

/** What customers said about replies, and growers and clerks about the queue in which a ticket landed. */
export const complaints: readonly Complaint[] = [
  {
    ...reply(1, 35, 'help-desk', 'c-1031'),
    input: 'Where is order 46210? Two apple trees.',
    output: 'Hello Mira, thank you for writing to us. We are glad that you chose Fernhill Supply for your garden …',
    reasons: ['too_long'],
    comment: 'Four paragraphs, and the answer is in the last one.',
  },
  {
    ...reply(1, 30, 'shop-chat', 'c-2204'),
    input: 'Is the watering can made of zinc?',
    output: 'Thank you for your question about our watering cans! Before I come to it, let me tell you about …',
    reasons: ['too_long', 'tone'],
    comment: 'I asked about one watering can, not for a brochure.',
  },
  {
    ...reply(1, 25, 'help-desk', 'c-1077'),
    input: 'The hose leaks. Order 46377. I want my money back.',
    output: 'Hello Theo, we are sorry. You will of course receive your money back …',
    reasons: ['wrong'],
    comment: 'You promised a refund and your colleague then said no.',
  },
  {
    ...reply(2, 17, 'shop-chat', 'c-2290'),
    input: 'May I use the slug pellets beside the pond?',
    output: 'Yes, the pellets are harmless and can be used everywhere in the garden.',
    reasons: ['unsafe'],
    comment: 'The label says: keep away from water. There are fish in that pond.',
  },
  {
    ...reply(2, 12, 'help-desk', 'c-1102'),
    input: 'Third time I write. My box hedge is dead. Order 47011.',
    output:
      'Hello Rafael, I am sorry for the trouble! What a pity about the box hedge. Enjoy your gardening until then …',
    reasons: ['tone'],
    comment: 'Enjoy my gardening? With a dead hedge?',
  },
  {
    ...reply(2, 9, 'shop-chat', 'c-2318'),
    input: 'How much is postage for a greenhouse?',
    output: 'Hello, postage for a greenhouse is 29 euros.',
    reasons: ['outdated_context'],
    comment: 'At the till it was 39.',
  },
  {
    ...reply(3, 5, 'help-desk', 'c-1140'),
    input: 'The rake broke in two. Order 47655.',
    output: 'Hello Eva, I am sorry for the trouble. You get a refund within 24 hours …',
    reasons: ['wrong'],
    comment: '24 hours are over. Where is my money?',
  },
  {
    ...reply(3, 5, 'shop-chat', 'c-2341'),
    input: 'Why is my parcel still in the depot?',
    output: 'Hello Karim, I am sorry for the trouble. We offer you a refund within 24 hours …',
    reasons: ['wrong'],
    comment: 'I do not want a refund, I want my seeds.',
  },
  {
    ...reply(2, 3, 'help-desk', 'c-1162'),
    input: 'Can I collect my order on Saturday morning?',
    output: 'Hello Wim, you can collect your order from Monday to Friday, 9 to 5 …',
    reasons: ['outdated_context'],
    comment: 'Your door says Saturdays too, since October.',
  },
  {
    ...reply(2, 2, 'shop-chat', 'c-2360'),
    input: 'The box was crushed when it came. Order 48002.',
    output: 'Hello Ana, I am sorry for the trouble with the box. Please send us a photograph …',
    reasons: ['not_about_the_prompt'],
    comment: 'The answer is fine. The carrier is not.',
  },
  {
    ...reply(2, 2, 'help-desk', 'c-1171'),
    input: 'When do you send the seed potatoes? Order 47702.',
    output: 'Hello Piet, a colleague will write to you within one working day …',
    reasons: ['other'],
    comment: 'That was on Monday. Nobody wrote.',
  },
  {
    ...queue(2, 'grower-2'),
    input: 'My lemon tree arrived with a snapped trunk.',
    output: '{"queue": "plant-health", "urgent": false, "why": "damage to a plant"}',
    reasons: ['wrong'],
    comment: 'That is a return. Nobody in returns saw it for a day.',
  },
  {
    ...queue(2, 'clerk-5'),
    input: 'Aphids on the roses, and by the way the invoice is wrong.',
    output: '{"queue": "plant-health", "urgent": true, "why": "pests on a plant"}',
    reasons: ['wrong'],
    comment: 'The invoice was never looked at.',
  },
  {
    ...queue(1, 'grower-1'),
    input: 'Is the spray against aphids in stock?',
    output: '{"queue": "plant-health", "urgent": false, "why": "mentions aphids"}',
    reasons: ['wrong'],
    comment: 'A question about stock. We grow plants, we do not count bottles.',
  },
];
