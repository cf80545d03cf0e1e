/** Somebody of the story. `key` is how the page names them in its address. */
export type StoryPerson = {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly fullName: string;
  readonly email: string;
  /** What they are to the prompts of the story, as the page says it. */
  readonly role: string;
  readonly does: string;
};

/** The workspace of the story. Everything in it is invented. */
export const workspace = { teamId: 'T0FERNHILL', teamDomain: 'fernhill', teamName: 'Fernhill Supply' } as const;

/** Who the bot is in it. */
export const bot = {
  appId: 'A0COUNTERS',
  botId: 'B0COUNTERS',
  botUserId: 'U0COUNTERS',
  appName: 'Countersign',
} as const;

const person = (key: string, id: string, fullName: string, role: string, does: string): StoryPerson => ({
  key,
  id,
  name: fullName.split(' ')[0] as string,
  fullName,
  email: `${key}@fernhill.example`,
  role,
  does,
});

/** In the order of the switch. */
export const people: readonly StoryPerson[] = [
  person('ada', 'U0ADAMARSH', 'Ada Marsh', 'author', 'writes the prompts of the support team'),
  person('grace', 'U0GRACELIN', 'Grace Lin', 'reviewer', 'reviews changes before customers see them'),
  person('olu', 'U0OLUBELLO', 'Olu Bello', 'owner', 'leads support and answers for its prompts'),
  person('dee', 'U0DEENOVAK', 'Dee Novak', 'deputy', 'stands in for Olu'),
  person('sam', 'U0SAMRIVER', 'Sam Rivera', 'stakeholder', 'runs the warehouse and hears of every move'),
  person('root', 'U0ROOTPARK', 'Root Park', 'admin', 'set Countersign up and makes tokens'),
];

/** A channel of the story; everybody and the bot are in each. */
export type StoryChannel = { readonly id: string; readonly name: string; readonly topic: string };

export const channels = {
  reviews: { id: 'C0REVIEWS1', name: 'prompt-reviews', topic: 'Changes that wait for a decision' },
  announcements: { id: 'C0ANNOUNCE', name: 'ai-announcements', topic: 'What went live, and what was rolled back' },
  team: { id: 'C0TEAMSUPP', name: 'team-support', topic: 'The people who answer our customers' },
} as const satisfies Record<string, StoryChannel>;

/** An account or a channel, as the bot's commands write it. */
export const accountOf = (key: string): string => {
  const found = people.find((one) => one.key === key);
  if (!found) throw new Error(`there is no ${key} in the story`);
  return `slack:${workspace.teamId}/${found.id}`;
};
/** The platform's id of somebody, by their key; whose key an account is. */
export const userOf = (key: string): string => people.find((one) => one.key === key)?.id ?? key;
export const personOf = (account: string): string | undefined =>
  people.find(({ key }) => accountOf(key) === account)?.key;

export const placeOf = (channel: StoryChannel): string => `slack:${workspace.teamId}/${channel.id}`;

/** The prompt that the guide leads the visitor through. */
export const guidePrompt = 'support-reply';
