import { expect, test } from 'vitest';
import { secondPerson } from '../../src/rules/agreement.ts';

const [STOP, OWNER, DEPUTY, OTHER] = [1, 2, 3, 4].map((id) => ({ id }));
const all = { stopAuthority: STOP!, owner: OWNER!, deputy: DEPUTY! };

test.each([
  ['the stop authority says yes to the owner', all, OWNER, STOP],
  ['and to anybody else', all, OTHER, STOP],
  ['the owner says yes to the stop authority', all, STOP, OWNER],
  ['the deputy, where the owner is the stop authority', { ...all, stopAuthority: OWNER! }, OWNER, DEPUTY],
  ['the owner, where the deputy is the stop authority', { ...all, stopAuthority: DEPUTY! }, DEPUTY, OWNER],
  ['nobody, where all are one', { stopAuthority: STOP!, owner: STOP!, deputy: null }, STOP, null],
  ['nobody without a stop authority', { ...all, stopAuthority: null }, OWNER, null],
])('%s', (_, seats, writtenBy, second) => {
  expect(secondPerson(seats, writtenBy!.id)).toBe(second);
});
