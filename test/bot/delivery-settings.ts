import type { Card } from '../../src/commands/kit/card.ts';
import type { Settings } from '../../src/commands/kit/command.ts';

// What a process that delivers needs to know, apart from the test runner.
export const NOW = new Date('2026-11-20T10:00:00.000Z');

export const SETTINGS: Settings = {
  admins: [],
  reviewPlaces: [],
  announcePlaces: [],
  publicUrl: null,
  timezone: 'UTC',
  feedbackDays: 90,
  picture: () => null,
};

export const digestOf = (card: Card): string => JSON.stringify(card);
