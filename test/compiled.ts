import { join } from 'node:path';
import { inject } from 'vitest';

/**
 * The environment of programs that tests start. They are started very often, and half of each start would be spent on
 * compiling the same files.
 */
export const compiledOnce = (): { NODE_COMPILE_CACHE: string } => ({
  NODE_COMPILE_CACHE: join(inject('scratchDir'), 'compiled'),
});
