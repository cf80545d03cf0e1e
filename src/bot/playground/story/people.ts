/** Somebody of the story. `key` is how the page names them in its address. */
export type StoryPerson = {
  readonly key: string;
  /** In Slack. */
  readonly id: string;
  /** In Microsoft Entra. */
  readonly objectId: string;
  readonly name: string;
  readonly fullName: string;
  readonly email: string;
  /** What they are to the prompts of the story, as the page says it. */
  readonly role: string;
  readonly does: string;
};

/** The workspace of the story in Slack. Everything in it is invented. */
export const workspace = { teamId: 'T0FERNHILL', teamDomain: 'fernhill', teamName: 'Fernhill Supply' } as const;

/** Its organisation in Microsoft 365. Conversations are remembered by these ids, so they never change. */
export const tenant = {
  id: '5f3e0c1a-7d42-4b8e-9a61-2c4d8e0f1b37',
  appId: 'c0a1d9e4-36b8-4f7a-8e25-9b7f60d3a412',
  team: 'Fernhill Supply',
} as const;

/** Who the bot is in the workspace. */
export const bot = {
  appId: 'A0COUNTERS',
  botId: 'B0COUNTERS',
  botUserId: 'U0COUNTERS',
  appName: 'Countersign',
} as const;

const person = (key: string, id: string, fullName: string, role: string, does: string, at: number): StoryPerson => ({
  key,
  id,
  objectId: `8d1f6a20-4c3b-4e9d-b7a5-0000000000${at}`,
  name: fullName.split(' ')[0] as string,
  fullName,
  email: `${key}@fernhill.example`,
  role,
  does,
});

/** In the order of the switch. */
export const people: readonly StoryPerson[] = [
  person('ada', 'U0ADAMARSH', 'Ada Marsh', 'author', 'writes the prompts of the support team', 11),
  person('grace', 'U0GRACELIN', 'Grace Lin', 'reviewer', 'reviews changes before customers see them', 12),
  person('olu', 'U0OLUBELLO', 'Olu Bello', 'owner', 'leads support and answers for its prompts', 13),
  person('dee', 'U0DEENOVAK', 'Dee Novak', 'deputy', 'stands in for Olu', 14),
  person('sam', 'U0SAMRIVER', 'Sam Rivera', 'stakeholder', 'runs the warehouse and hears of every move', 15),
  person('root', 'U0ROOTPARK', 'Root Park', 'admin', 'set Countersign up and makes tokens', 16),
];

/** A channel of the story; everybody and the bot are in each. */
export type StoryChannel = { readonly id: string; readonly name: string; readonly topic: string };

export const channels = {
  reviews: { id: 'C0REVIEWS1', name: 'prompt-reviews', topic: 'Changes that wait for a decision' },
  announcements: { id: 'C0ANNOUNCE', name: 'ai-announcements', topic: 'What went live, and what was rolled back' },
  team: { id: 'C0TEAMSUPP', name: 'team-support', topic: 'The people who answer our customers' },
  answers: { id: 'C0ANSWERS1', name: 'ai-answers', topic: 'What the help desk answered: helpful or not?' },
} as const satisfies Record<string, StoryChannel>;

/** The channels of the team in Teams. */
export const teamsChannels = {
  reviews: {
    id: '19:a3f0c57e9b1d4286b0e47c15d8f2369a@thread.tacv2',
    name: 'Prompt reviews',
    topic: 'Changes that wait for a decision',
  },
  announcements: {
    id: '19:5c8e21d07f634ab99d10e6b3427fa8c5@thread.tacv2',
    name: 'AI announcements',
    topic: 'What went live, and what was rolled back',
  },
  warehouse: {
    id: '19:e94b70163da84f5c8217b6d05c9ef342@thread.tacv2',
    name: 'Warehouse',
    topic: 'The people who pack and send',
  },
  answers: {
    id: '19:7d2b96e8f04c4a51b3c8e25a6f190d4b@thread.tacv2',
    name: 'AI answers',
    topic: 'What the help desk answered: helpful or not?',
  },
} as const satisfies Record<string, StoryChannel>;

/** The platforms on which the people of the story are. */
export type Platform = 'slack' | 'teams';

const accounts: Readonly<Record<Platform, (person: StoryPerson) => string>> = {
  slack: ({ id }) => `slack:${workspace.teamId}/${id}`,
  teams: ({ objectId }) => `teams:${tenant.id}/${objectId}`,
};

/** An account of somebody, as the bot's commands write it. */
export function accountOf(key: string, on: Platform = 'slack'): string {
  const found = people.find((one) => one.key === key);
  if (!found) throw new Error(`there is no ${key} in the story`);
  return accounts[on](found);
}

/** Slack's id of somebody, and Entra's, by their key. */
export const userOf = (key: string): string => people.find((one) => one.key === key)?.id ?? key;
export const objectIdOf = (key: string): string => people.find((one) => one.key === key)?.objectId ?? key;

/** Whose key an account is. */
export const personOf = (account: string): string | undefined =>
  people.find((one) => Object.values(accounts).some((of) => of(one) === account))?.key;

export const placeOf = (channel: StoryChannel): string =>
  channel.id.startsWith('19:') ? `teams:${tenant.id}/${channel.id}` : `slack:${workspace.teamId}/${channel.id}`;

/** The application of the story that reads prompts, and reports what it answers with them; its token is called so as well. */
export const helpDesk = 'help-desk';

/** The prompt that the guide leads the visitor through. */
export const guidePrompt = 'support-reply';
