import type { Settings } from '../src/commands/kit/command.ts';

/** A house that was told nothing: no admins, and nowhere to review or announce. */
export const bareSettings: Settings = {
  admins: [],
  reviewPlaces: [],
  announcePlaces: [],
  publicUrl: null,
  timezone: 'UTC',
  feedbackDays: 90,
  picture: () => null,
};

/** A house with an admin, and a channel in Slack for each purpose. */
export const usualSettings: Settings = {
  ...bareSettings,
  admins: ['root@example.com'],
  reviewPlaces: ['slack:T1/CREVIEW'],
  announcePlaces: ['slack:T1/CNEWS'],
};
