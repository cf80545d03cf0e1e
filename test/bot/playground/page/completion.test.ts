import { describe, expect, test } from 'vitest';
import { complete, verbIn } from '../../../../src/bot/playground/page/completion.ts';

const known = {
  leads: [{ typed: '/prompt ', hint: 'Everything Countersign can do' }],
  verbs: [
    { name: 'review', summary: 'What waits for me', example: 'review', takesPrompt: false },
    { name: 'reviewers', summary: 'Who may decide', example: 'reviewers support-reply', takesPrompt: true },
    { name: 'rollback', summary: 'Go back', example: 'rollback support-reply', takesPrompt: true },
    { name: 'approve', summary: 'Approve a change', example: 'approve 12', takesPrompt: false },
  ],
  prompts: ['support-reply', 'ticket-triage', 'sales.reply'],
  names: [
    { name: '@Grace', hint: 'reviewer' },
    { name: '#team-support', hint: '' },
  ],
};

/** The texts that taking each suggestion leads to. */
const led = (text: string): string[] => {
  const { from, suggestions } = complete(text, known);
  return suggestions.map(({ insert }) => text.slice(0, from) + insert);
};

describe('completion in the composer', () => {
  test('a slash offers the command', () => {
    expect(led('/')).toEqual(['/prompt ']);
    expect(led('/pro')).toEqual(['/prompt ']);
    expect(led('/x')).toEqual([]);
  });

  test('verbs follow, those that begin with the letters first', () => {
    expect(led('/prompt ')).toHaveLength(4);
    expect(led('/prompt re')).toEqual(['/prompt review', '/prompt reviewers ']);
    expect(led('/prompt view')).toEqual(['/prompt review', '/prompt reviewers ']);
    expect(led('/prompt r')).not.toContain('/prompt approve');
  });

  test('names of prompts follow where the verb takes one', () => {
    expect(led('/prompt rollback ')).toEqual([
      '/prompt rollback support-reply',
      '/prompt rollback ticket-triage',
      '/prompt rollback sales.reply',
    ]);
    expect(led('/prompt rollback  reply')).toEqual([
      '/prompt rollback  support-reply',
      '/prompt rollback  sales.reply',
    ]);
    expect(led('/prompt approve ')).toEqual([]);
    expect(led('/prompt rollback support-reply ')).toEqual([]);
  });

  test('people and channels are named anywhere, but not inside a word', () => {
    expect(led('thank you @g')).toEqual(['thank you @Grace ']);
    expect(led('/prompt reviewers support-reply add @')).toEqual(['/prompt reviewers support-reply add @Grace ']);
    expect(led('#te')).toEqual(['#team-support ']);
    expect(led('grace@g')).toEqual([]);
  });

  test('a whole verb is recognised', () => {
    expect(verbIn('/prompt rollback support-reply', known)?.name).toBe('rollback');
    expect(verbIn('/prompt rollb', known)).toBeUndefined();
    expect(verbIn('rollback', known)).toBeUndefined();
  });
});
