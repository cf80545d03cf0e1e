/** Author, owner, and a deputy who is only named: each by the id in Entra. */
export const people = {
  ada: { name: 'Ada', id: '5d1f0c3a-1b7e-4a55-9c0e-0d6f3f1a0001' },
  grace: { name: 'Grace', id: '5d1f0c3a-1b7e-4a55-9c0e-0d6f3f1a0002' },
  dee: { name: 'Dee', id: '5d1f0c3a-1b7e-4a55-9c0e-0d6f3f1a0003' },
} as const;

export type Who = keyof typeof people;

export const tenant = '7f0a2c1e-58d3-4b6e-9c1f-3a2b4c5d6e7f';
export const app = { id: '2b9d6f10-7c35-4e8a-b1d2-0f9e8d7c6b5a', name: 'Countersign' } as const;

/** The two channels that a playground's team has. The first one bears the id of the team. */
export const channels = {
  reviews: { id: '19:67656e6572616c0000000000000000aa@thread.tacv2', name: 'General' },
  news: { id: '19:6e6577730000000000000000000000bb@thread.tacv2', name: 'Prompt news' },
} as const;

export const placeOf = ({ id }: { id: string }): string => `teams:${tenant}/${id}`;
export const emailOf = (who: Who): string => `${who}@example.com`;
