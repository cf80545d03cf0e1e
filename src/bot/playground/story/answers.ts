/** Answers of the help desk that stand in the channels for answers when the visitor comes, and those that come in later. */
type Answer = { readonly input: string; readonly output: string };

export const posted = {
  bulbs: {
    input: 'Hello, I ordered 60 tulip bulbs (order 48120). It is getting cold. Will they come before the frost?',
    output:
      'Hello Noor, your tulip bulbs leave us this week, and you get a message with the tracking number. Tulips can be planted until the ground freezes, so a frosty night does no harm. Your order is 48120.\nThe Fernhill support team',
  },
  spade: {
    input: 'The handle of the spade is loose after one afternoon. Order 47981. What now?',
    output:
      'Hello Bram, I am sorry about the trouble with the spade. Please send us a photograph of the handle. A colleague then writes to you within one working day and tells you what we can do. Your order is 47981.\nThe Fernhill support team',
  },
  saturday: {
    input: 'Can I collect my greenhouse shelves on Saturday? Order 48077',
    output:
      'Hello Ines, you can collect your order from Monday to Friday, 9 to 5, at the yard. Please bring the number of your order, 48077.\nThe Fernhill support team',
  },
} as const satisfies Record<string, Answer>;

/** One after the other, as often as the visitor likes. */
export const incoming: readonly Answer[] = [
  {
    input: 'My lemon tree arrived without its pot. Order 48215. Is that normal?',
    output:
      'Hello Lena, lemon trees travel without a pot, wrapped in moist paper. Put the roots into water for an hour and plant it the same day. Your order is 48215.\nThe Fernhill support team',
  },
  {
    input: 'Third time I am writing!! Where are my seed potatoes? Order 47702',
    output:
      'Hello Piet, thank you for your patience. Your seed potatoes are on their way, and a colleague writes to you within one working day. Your order is 47702.\nThe Fernhill support team',
  },
  {
    input: 'Do you also sell the cold frame without the lid? I only broke the frame.',
    output:
      'Hello Samira, the cold frame is sold as a whole. I do not know whether the frame can be bought alone: a colleague writes to you within one working day.\nThe Fernhill support team',
  },
  {
    input: 'I paid twice for order 48190, once by card and once by invoice.',
    output:
      'Hello Jonas, I am sorry about the double payment. A colleague looks at both payments and writes to you within one working day. Your order is 48190.\nThe Fernhill support team',
  },
];
