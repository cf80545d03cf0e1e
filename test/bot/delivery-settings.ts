import type { Card } from '../../src/commands/kit/card.ts';

// What a process that delivers needs to know, apart from the test runner.
export const NOW = new Date('2026-11-20T10:00:00.000Z');

export const digestOf = (card: Card): string => JSON.stringify(card);
