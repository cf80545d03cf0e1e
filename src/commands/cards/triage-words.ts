import type { Decision } from '../../store/triage.ts';

/** What is decided about a low vote, as people read it. */
export const decisionWords: Record<Decision, string> = {
  prompt: 'Prompt problem',
  context: 'Context problem',
  not_about_the_prompt: 'Not about the prompt',
  known: 'Known',
};
