import type { Offer } from '../../refusal.ts';
import type { Button } from './card.ts';
import { v } from './version-words.ts';

// Ways on that several cards have as buttons, and several refusals as offers.

/** Opens the rollback form; `version` pre-selects a target. */
export const rollbackButton = (
  slug: string,
  label: string,
  more: { version?: string; text?: string } = {},
): Button => ({
  label: more.text ?? 'Roll back',
  command: 'rollback',
  args: { prompt: slug, label, ...(more.version && { version: more.version }) },
  style: 'danger',
  ask: true,
});

export const diffButton = (slug: string, from: { number: number } | null, to: { number: number }): Button => ({
  label: 'Open full diff',
  command: 'diff',
  args: { prompt: slug, ...(from && { from: v(from) }), to: v(to) },
});

export const changeButton = (change: number, label = 'Open'): Offer => ({ label, command: 'change', args: { change } });

export const useCaseButton = (slug: string, label = `Show ${slug}`): Offer => ({
  label,
  command: 'usecase-show',
  args: { usecase: slug },
});

export const proposalButton = (usecase: string): Offer => ({
  label: 'Show the proposal',
  command: 'proposal',
  args: { usecase },
});

export const criteriaButton = (usecase: string): Offer => ({
  label: 'What was agreed',
  command: 'usecase-criteria',
  args: { usecase },
});

/** Opens a form of a use case: the one of `section`, else the first that lacks something. */
export const editButton = (usecase: string, label: string, section?: string): Offer => ({
  label,
  command: 'usecase-edit',
  args: { usecase, ...(section && { section }) },
  ask: true,
});

export const assessButton = (usecase: string, label = 'Assess'): Offer => ({
  label,
  command: 'usecase-assess',
  args: { usecase },
  ask: true,
});

export const activateButton = (usecase: string, label = 'Activate'): Offer => ({
  label,
  command: 'usecase-activate',
  args: { usecase },
  ask: true,
});
