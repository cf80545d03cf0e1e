import { startTeamsPlatform, type TeamsPlatformOptions } from '../../../../src/bot/playground/teams/platform.ts';

export const tenantId = '11111111-0000-4000-8000-000000000001';
export const appId = '22222222-0000-4000-8000-000000000002';
export const ada = 'aaaaaaaa-0000-4000-8000-00000000000a';
export const bob = 'bbbbbbbb-0000-4000-8000-00000000000b';
export const general = '19:general@thread.tacv2';
export const group = '19:lunch@thread.v2';

/** A tenant with two people, a channel and a group chat. */
export const startTenant = (options: Partial<TeamsPlatformOptions> = {}) =>
  startTeamsPlatform({
    tenantId,
    appId,
    appPassword: 'a password',
    users: [
      { id: ada, name: 'Ada Lovelace', email: 'ada@acme.example' },
      { id: bob, name: 'Bob Builder', email: 'bob@acme.example' },
    ],
    channels: [{ id: general, name: 'General', team: 'Prompts' }],
    groupChats: [{ id: group, name: 'Lunch', members: [ada, bob] }],
    ...options,
  });
