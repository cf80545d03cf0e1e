import { z } from 'zod';
import { nearest } from './nearest.ts';

/** The code of a currency (ISO 4217), such as EUR. */
export const currency = z.string().transform((typed, check) => {
  const code = typed.trim().toUpperCase();
  const codes = Intl.supportedValuesOf('currency');
  if (codes.includes(code)) return code;
  const near = nearest(code, codes);
  check.addIssue({
    code: 'custom',
    message: `"${typed}" is no currency.${near ? ` Did you mean ${near}?` : ' One has three letters, such as EUR.'}`,
  });
  return z.NEVER;
});
