import type { Reporter, TestModule } from 'vitest/node';

/**
 * A reporter that ends the output with what was skipped and why, and with one plain line for programs:
 * `120 passed, 0 failed, 3 skipped`. What failed outside of a test (a file that does not load, an error nobody caught)
 * counts as a failure too, so that the line never looks better than the exit code.
 */
export function closingLine(): Reporter {
  let chosen = false;
  return {
    onInit(vitest) {
      // Whoever asks for some tests by name knows that the others are left out.
      chosen = vitest.config.testNamePattern !== undefined;
    },
    onTestRunEnd(modules, unhandled) {
      const tests = modules.flatMap((module) => [...module.children.allTests()]);
      const skipped = tests.filter((test) => test.result().state === 'skipped');
      const passed = tests.filter((test) => test.result().state === 'passed');
      const failed =
        tests.length - passed.length - skipped.length + modules.flatMap(errorsOf).length + unhandled.length;
      for (const test of chosen ? [] : skipped) print(`skipped: ${test.fullName}${reasonOf(test.result())}`);
      print(`${passed.length} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
    },
  };
}

const errorsOf = (module: TestModule) => [
  ...module.errors(),
  ...[...module.children.allSuites()].flatMap((suite) => suite.errors()),
];

const reasonOf = (result: object): string => ('note' in result && result.note ? ` – ${String(result.note)}` : '');

// In one write of its own: nothing that is still being printed may share the line.
const print = (line: string) => void process.stdout.write(`${line}\n`);
