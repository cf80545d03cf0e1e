/**
 * Shares over time, in percent: one point for each span, `value` null where there is none to be told. `text` says the same
 * in words. `marks`: what began with the point of that place.
 */
export type Chart = {
  title: string;
  points: readonly { label: string; value: number | null; text: string }[];
  marks: readonly { at: number; text: string }[];
};

/** The chart in words, a line for each point. */
export const chartLines = ({ points, marks }: Chart): string[] =>
  points.map(({ label, text }, at) => {
    const begun = marks.filter((mark) => mark.at === at).map((mark) => mark.text);
    return [label, ...(begun.length > 0 ? [` (${begun.join(', ')})`] : []), `: ${text}`].join('');
  });
