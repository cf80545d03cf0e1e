/** One measurement. `ratio` is ours over the comparison's; where only a figure counts it is left out. */
export type Result = { name: string; figure: string; ratio?: number; goal: number | string; ok: boolean };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Prints results, one line each, and lets the process fail when a goal was missed. */
export function report(results: readonly Result[]): void {
  for (const { name, figure, ratio, goal, ok } of results) {
    const measured = ratio === undefined ? figure : `${ratio.toFixed(2)} (${figure})`;
    process.stdout.write(`${ok ? 'ok  ' : 'MISS'} ${name}: ${measured}, goal ${goal}\n`);
  }
  if (results.some((one) => !one.ok)) process.exitCode = 1;
}
