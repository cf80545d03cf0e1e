import { expect, test } from 'vitest';
import { z } from 'zod';
import { commandsByName } from '../../../src/commands/index.ts';
import { checkArgs, Incomplete, isOptional, missingRefusal, present } from '../../../src/commands/kit/check.ts';
import type { Command } from '../../../src/commands/kit/command.ts';
import { Refusal } from '../../../src/refusal.ts';

const command = (name: string): Command => commandsByName.get(name)!;

function refusal(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('an empty field of a form and an absent one are the same', () => {
  expect(present({ a: '', b: null, c: undefined, d: 0, e: false, f: [], g: ' ' })).toEqual({
    d: 0,
    e: false,
    f: [],
    g: ' ',
  });
});

test('arguments come back as the command reads them', () => {
  const checked = checkArgs(command('comment'), { change: '#12', note: ' as it is ' });
  expect(checked).toEqual({ ok: true, args: { change: 12, note: ' as it is ' } });
});

test('what is missing is named, and what was given is read all the same', () => {
  const checked = checkArgs(command('submit'), { prompt: ' Support-Reply ', change: '#7', label: 'Staging' });
  expect(checked).toEqual({
    ok: false,
    missing: ['why'],
    args: { prompt: 'support-reply', change: 7, label: 'staging' },
  });
});

test('what is wrong is refused before what is missing, each at its own field', () => {
  const no = refusal(() => checkArgs(command('submit'), { prompt: 'not a name!', label: '-' }));
  expect(no.code).toBe('invalid');
  expect(Object.keys(no.fields)).toEqual(['prompt', 'label']);
  expect(no.message).toBe(no.fields.prompt);
});

test('an argument that a command does not know is refused by its name', () => {
  const no = refusal(() => checkArgs(command('submit'), { prompt: 'x', why: 'w', txt: 'Be kind.', colour: 'red' }));
  expect(no.message).toBe('submit does not know "txt". Did you mean text?');
  expect(no.fields.colour).toBe('submit does not know "colour".');
});

test.each([
  ['a NUL', 'a\0b', 'holds a NUL character (U+0000), which cannot be stored'],
  ['half a surrogate pair', 'a\ud800b', 'holds half a character (a lone surrogate, U+D800), which cannot be stored'],
])('%s is refused in whichever argument it stands, with its place', (_what, text, sentence) => {
  const places: [string, Record<string, unknown>][] = [
    ['text', { prompt: 'x', why: 'w', text }],
    ['why', { prompt: 'x', why: text }],
    ['purpose', { prompt: 'x', why: 'w', purpose: text }],
    ['owner', { prompt: 'x', why: 'w', owner: text }],
    ['model', { prompt: 'x', why: 'w', model: text }],
  ];
  for (const [field, given] of places) {
    const no = refusal(() => checkArgs(command('submit'), given));
    expect(no.fields[field], field).toContain(`Line 1, column 2 ${sentence}`);
  }
  expect(refusal(() => checkArgs(command('token'), { name: text })).fields.name).toContain(sentence);
  expect(refusal(() => checkArgs(command('reviewers'), { prompt: 'x', people: ['@a', text] })).message).toContain(
    sentence,
  );
});

test('the refusal where no form can be opened names every argument and gives an example', () => {
  const no = missingRefusal(command('submit'), ['why', 'text']);
  expect(no.message).toBe('submit needs why and text. Example: submit support-reply');
  expect(no.fields).toEqual({ why: 'This is needed.', text: 'This is needed.' });
});

test('an argument with a default or without need may be left out', () => {
  expect(isOptional(z.string())).toBe(false);
  expect(isOptional(z.string().optional())).toBe(true);
  expect(isOptional(z.string().default('production'))).toBe(true);
});

test('what turns out to be missing later carries what to say where no form exists', () => {
  const refused = new Refusal('conflict', 'It moved.');
  expect(new Incomplete(['text'], 'Look again.', refused)).toMatchObject({
    fields: ['text'],
    message: 'Look again.',
    refusal: refused,
  });
});
