import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { closingLine } from './test/closing-line.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    reporters: ['default', closingLine()],
    // Half of the time is spent waiting for programs that are started: three at a time even on two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 40_000,
    hookTimeout: 120_000,
  },
});
