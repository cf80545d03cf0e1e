/** Every table, room by room. */

export * from './schema/audit.ts';
export * from './schema/cycles.ts';
export * from './schema/facts.ts';
export * from './schema/feedback.ts';
export * from './schema/people.ts';
export * from './schema/posts.ts';
export * from './schema/prompts.ts';
export * from './schema/readers.ts';
export * from './schema/reports.ts';
export * from './schema/use-cases.ts';
