/** What a low vote may say was wrong. `not_about_the_prompt` leaves it out of every rate. */
export const reasons = [
  'wrong',
  'outdated_context',
  'unsafe',
  'tone',
  'too_long',
  'too_slow',
  'not_about_the_prompt',
  'other',
] as const;

export type Reason = (typeof reasons)[number];

/** Reasons as people read them. */
export const reasonWords: Record<Reason, string> = {
  wrong: 'Wrong',
  outdated_context: 'Outdated context',
  unsafe: 'Unsafe',
  tone: 'Tone',
  too_long: 'Too long',
  too_slow: 'Too slow',
  not_about_the_prompt: 'Not about the prompt',
  other: 'Other',
};
