const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * Values over time as one word, the oldest first: the lowest is `▁`, the highest `█`, an unknown one `·`. Empty where
 * fewer than two are known: one bar shows nothing.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return '';
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const bar = (value: number) =>
    high === low ? bars[3]! : bars[Math.round(((value - low) / (high - low)) * (bars.length - 1))]!;
  return values.map((value) => (value === null ? '·' : bar(value))).join('');
}
