import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeFrom, codeIn, emailStep } from '../../src/rules/one-human.ts';

const was = (linked: 'email' | 'code' | 'apart', email: string | null = 'ada@old') => ({ linked, email });

test('an account whose address has not changed, or is not vouched for, stays', () => {
  expect(emailStep(was('email'), 'ada@old', ['ada@old'])).toBe('stay');
  expect(emailStep(was('email'), null, ['ada@old'])).toBe('stay');
  expect(emailStep(was('email'), null, [])).toBe('stay');
});

test('an account alone follows its address; beside others it leaves unless one of them has the new address', () => {
  expect(emailStep(was('email'), 'ada@new', [])).toBe('follow');
  expect(emailStep(was('email', null), 'ada@new', [])).toBe('follow');
  expect(emailStep(was('email'), 'ada@new', ['ada@old'])).toBe('leave');
  expect(emailStep(was('email'), 'ada@new', [null])).toBe('leave');
  expect(emailStep(was('email'), 'ada@new', ['ada@old', 'ada@new'])).toBe('stay');
});

test.each(['code', 'apart'] as const)('an account that is linked "%s" stays whatever its address becomes', (linked) => {
  expect(emailStep(was(linked), 'ada@new', ['ada@old'])).toBe('stay');
  expect(emailStep(was(linked), 'ada@new', [])).toBe('stay');
});

test('a code has eight letters that are read as nothing else, and is read however it is typed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
      fc.pre(bytes.filter((byte) => byte < 248).length >= 8);
      const code = codeFrom(bytes);
      expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
      const plain = code.replace('-', '');
      for (const typed of [code, plain, ` ${code.toLowerCase()} `, `${plain.slice(0, 4)} ${plain.slice(4)}`])
        expect(codeIn(typed)).toBe(plain);
    }),
  );
});

test.each(['', '7KQM', '7KQM-2XW0', '7KQM-2XWI', '7KQM-2XWPP', 'support-reply'])('"%s" is no code', (typed) => {
  expect(codeIn(typed)).toBeNull();
});
