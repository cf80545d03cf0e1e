import { expect, test } from 'vitest';
import { createOutputMemory } from '../../src/store/output-memory.ts';

const name = { promptId: 1, application: 'desk', reference: 'a' };

test('an output is found by its whole name, and by no other', () => {
  const memory = createOutputMemory();
  memory.keep({ ...name, reference: 'a b' }, { id: 7, versionId: 3 });
  expect(memory.get({ ...name, reference: 'a b' })).toEqual({ id: 7, versionId: 3 });
  for (const other of [
    { ...name, promptId: 2, reference: 'a b' },
    { ...name, application: 'b desk' },
    { ...name, application: 'desk b' },
    name,
  ]) {
    expect(memory.get(other)).toBeUndefined();
  }
});

test('the oldest are forgotten before there are too many', () => {
  const memory = createOutputMemory();
  for (let id = 1; id <= 60_000; id++) memory.keep({ ...name, reference: `${id}` }, { id, versionId: 1 });
  expect(memory.get({ ...name, reference: '1' })).toBeUndefined();
  expect(memory.get({ ...name, reference: '60000' })).toEqual({ id: 60_000, versionId: 1 });
});
